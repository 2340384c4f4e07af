"""Notes, and what is made of them, in a real browser."""
