"""Alerts: what rang, who did anything, and what the owning team decides to do about it."""
