"""Wiping for good: passages of notes, tags, and what was said in a thought."""
