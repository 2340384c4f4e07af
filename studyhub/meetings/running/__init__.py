"""The hour of a session: what one needs while it runs, and what is left to do after it."""
