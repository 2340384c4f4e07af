"""Planning a circle: which chapters are read when, from a rhythm and a table of contents as it was corrected."""
