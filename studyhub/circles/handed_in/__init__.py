"""What circles hand in to whatever serves all features."""
