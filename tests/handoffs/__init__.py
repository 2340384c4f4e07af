"""What hand-offs keep to."""
