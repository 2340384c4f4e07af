"""What reminders hand in to whatever serves all features."""
