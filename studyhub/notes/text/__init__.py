"""What is done with the text of a note: its lines and internal parts, its page, merging and comparing."""
