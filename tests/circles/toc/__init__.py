"""Tables of contents: what is read of what people paste."""
