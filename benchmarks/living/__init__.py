"""A year on call that is lived through: what happens in it, ways of living through it, and what came of it."""
