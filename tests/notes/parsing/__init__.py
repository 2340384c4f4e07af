"""How Markdown is read."""
