"""Reading circles: what is read, and when."""
