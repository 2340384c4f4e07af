"""Who is on duty, beyond our own pages."""
