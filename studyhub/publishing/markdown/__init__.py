"""Notes written as Markdown that other tools show as our page does."""
