"""Telephone numbers as people write them, and as a telephone dials them."""

import re
import unicodedata
from datetime import datetime

from studyhub.people.models import SIGNS_IN, User

MAX_CHARS = 30
DIGITS_LEAST = 3
_WRITTEN = re.compile(r"\+?[0-9 ()./-]+")


def normal(text: str) -> str:
    """The same number in plain signs: digits of full width, long marks and dashes become those of a keyboard."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return re.sub("[‐‑‒–—―−ー]", "-", plain)


def is_telephone(text: str) -> bool:
    """Whether it can be dialled: digits, with blanks, dashes, dots or brackets between, a plus before."""
    return bool(_WRITTEN.fullmatch(text)) and sum(sign.isdigit() for sign in text) >= DIGITS_LEAST


def dialled(text: str) -> str:
    """What stands behind `tel:`."""
    return re.sub(r"[^0-9+]", "", text)


def forget(user: User, *, by: User, now: datetime) -> None:
    """Whoever signs in no more is called no more. Does not commit."""
    if user.state not in SIGNS_IN:
        user.telephone = ""
