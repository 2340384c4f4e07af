"""What alerts hand in to what serves all features."""
