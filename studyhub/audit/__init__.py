"""Who did what, and what undo restores."""
