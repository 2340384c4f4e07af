"""Light or dark, as chosen on this browser."""

from flask import request

THEMES = ("auto", "light", "dark")
COOKIE = "theme"


def chosen_theme() -> str:
    """One of THEMES; auto is what the system wishes."""
    theme = request.cookies.get(COOKIE, "auto")
    return theme if theme in THEMES else "auto"
