"""What decisions and actions hand in to whatever serves all features."""
