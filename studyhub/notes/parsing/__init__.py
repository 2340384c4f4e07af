"""Markdown as engineers type it: the parser, its rules beside CommonMark, and the HTML it may make."""
