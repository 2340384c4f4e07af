"""Lists of people as files: read, checked, and their words."""
