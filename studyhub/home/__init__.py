"""The first page: what comes next for a person, what waits for them, what was shared."""
