"""A rendered note as plain words, for searches and what they show."""

import re
from html import unescape

# nh3 writes values between double quotes, in which a bracket may stand.
_REST = r"""(?:"[^"]*"|[^">])*+>"""
# What we add to the text ourselves: the label of internal parts, and the signs that lead to footnotes and back.
_ADDED = re.compile(
    r'<p class="internal-label">.*?</p>|<sup class="footnote-ref">.*?</sup>|<a [^>]*class="footnote-backref".*?</a>',
    re.DOTALL,
)
# Emphasis and links stand within words; everything else parts them.
_WITHIN_WORDS = re.compile(rf"</?(?:a|code|em|kbd|s|span|strong|sub)\b{_REST}")
_APART = re.compile(rf"</?[a-z]{_REST}")


def plain(html: str) -> str:
    """The words of sanitised HTML on one line, without what we add to it."""
    text = _APART.sub(" ", _WITHIN_WORDS.sub("", _ADDED.sub("", html)))
    return " ".join(unescape(text).split())
