"""Circles in a real browser."""
