"""A book by its ISBN: what services that are switched on say of it, and how their answers are read."""
