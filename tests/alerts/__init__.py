"""Alerts: taken in, grouped, reviewed and decided about."""
