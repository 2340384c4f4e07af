"""Decisions and actions: what was settled in sessions and notes, and who does what by when."""
