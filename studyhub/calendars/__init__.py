"""Meetings in people's own calendars: single files and subscriptions."""
