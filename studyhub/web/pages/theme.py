"""Light or dark, as chosen on this browser."""

from studyhub.web.pages import cookies

THEMES = ("auto", "light", "dark")
COOKIE = "theme"


def chosen_theme() -> str:
    """One of THEMES; auto is what the system wishes."""
    theme = cookies.read(COOKIE)
    return theme if theme in THEMES else THEMES[0]
