"""Who was there: confirmed by an organiser, checked in by code, and what is shown of it to whom."""
