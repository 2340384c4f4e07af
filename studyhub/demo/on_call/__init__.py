"""The demo year of being on call."""
