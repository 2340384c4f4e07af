"""What the rota hands in to what serves all features."""
