"""What a text says: internal parts, merging, comparing."""
