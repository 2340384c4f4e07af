"""What publishing hand in to whatever serves all features."""
