"""What paths hand in to what serves all features."""
