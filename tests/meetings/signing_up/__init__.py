"""Joining, seats and who gets them."""
