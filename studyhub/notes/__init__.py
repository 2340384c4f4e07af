"""Notes: their text, the merging of edits, revisions and what of them may leave."""
