"""What hand-offs hand in to what serves all features."""
