"""A drill from its plan to its reveal: the clock, what is logged, and what each of those there may see of it."""
