"""What drills hand in to what serves all features."""
