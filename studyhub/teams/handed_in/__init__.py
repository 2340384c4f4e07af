"""What teams hand in to whatever serves all features."""
