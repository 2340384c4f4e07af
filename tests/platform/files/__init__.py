"""Files: who may read them, and what a copy of the product holds."""
