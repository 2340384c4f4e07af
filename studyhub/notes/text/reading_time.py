"""How long a note takes to read."""

import re
from html import unescape
from math import ceil

# Japanese is read at about 500 characters a minute, other languages at about 200 words.
CHARS_PER_MINUTE = 500
WORDS_PER_MINUTE = 200
TAGS = re.compile(r"<[^>]*>")
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
WORDS = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")


def minutes(html: str) -> int:
    """Whole minutes for a rendered note, at least one."""
    text = unescape(TAGS.sub(" ", html))
    needed = len(JAPANESE.findall(text)) / CHARS_PER_MINUTE + len(WORDS.findall(text)) / WORDS_PER_MINUTE
    return max(ceil(needed), 1)
