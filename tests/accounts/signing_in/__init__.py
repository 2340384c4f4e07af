"""Getting in, and what keeps others out."""
