"""Writing alone and together."""
