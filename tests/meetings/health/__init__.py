"""How a circle stands."""
