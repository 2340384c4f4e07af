"""A rendered note as plain words, for searches and what they show."""

import re
from html import unescape

# nh3 writes values between double quotes, in which a bracket may stand.
_REST = r"""(?:"[^"]*"|[^">])*+>"""
_LABEL = re.compile(r'<p class="internal-label">.*?</p>', re.DOTALL)
# Emphasis and links stand within words; everything else parts them.
_WITHIN_WORDS = re.compile(rf"</?(?:a|code|em|s|span|strong)\b{_REST}")
_APART = re.compile(rf"</?[a-z]{_REST}")


def plain(html: str) -> str:
    """The words of sanitised HTML on one line, without our own label of internal parts."""
    text = _APART.sub(" ", _WITHIN_WORDS.sub("", _LABEL.sub("", html)))
    return " ".join(unescape(text).split())
