"""What notes hand in to whatever serves all features."""
