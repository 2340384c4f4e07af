"""Meetings come to be, move, wait and are called off."""
