"""What duty hands in to what serves all features."""
