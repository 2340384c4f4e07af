"""What settings hand in to whatever serves all features."""
