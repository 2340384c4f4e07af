"""How people write addresses, names and numbers, and the one form in which each is kept."""
