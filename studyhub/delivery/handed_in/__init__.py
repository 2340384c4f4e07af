"""What delivery hand in to whatever serves all features."""
