"""Meetings, as calendar programs read them."""
