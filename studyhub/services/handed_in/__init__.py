"""What services hand in to whatever serves all features."""
