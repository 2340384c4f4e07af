"""The review of alerts: what rang how often, what to begin with, and what a team decided."""
