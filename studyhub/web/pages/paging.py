"""Lists shown page by page, by a number in the address."""

from flask import request

# Whoever wants to see more should search: what a database skips it has to read.
PAGES_MAX = 1000


def page_number() -> int:
    """The page asked for, counted from 1; the first one for what is no number."""
    text = request.args.get("page", "1")
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(PAGES_MAX))
    return min(max(int(text), 1), PAGES_MAX) if is_number else 1
