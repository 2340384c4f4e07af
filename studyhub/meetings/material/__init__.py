"""Slides and other links of a chapter, from whoever presents it. They never leave the organisation."""
