"""Reminders: what somebody is told because a moment has come, and nothing has happened."""
