"""How fast StudyHub is: every figure is a ratio to the thinnest honest program that shows the same rows."""
