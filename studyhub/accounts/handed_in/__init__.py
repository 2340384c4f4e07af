"""What accounts hand in to whatever serves all features."""
