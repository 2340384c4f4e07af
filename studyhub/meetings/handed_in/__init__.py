"""What meetings hand in to whatever serves all features."""
