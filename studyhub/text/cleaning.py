"""The one function all text from outside passes: forms, query arguments, imports, JSON."""

import re
import unicodedata

# Illegal in XML 1.0 and refused by PostgreSQL (NUL) or UTF-8 (surrogates); tab and line feed stay.
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\ud800-\udfff\ufffe\uffff]")
# Turn the reading direction of what follows: in a title or a name they can make one thing look like another.
_BIDIRECTIONAL = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_text(text: str) -> str:
    """Text of several lines: LF line ends, no characters that a database, a feed or a mail refuses."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(text: str) -> str:
    """A name or a title: one line, no direction marks, no white space around it, composed characters (NFC)."""
    one_line = " ".join(clean_text(text).replace("\u2028", " ").replace("\u2029", " ").split())
    return unicodedata.normalize("NFC", _BIDIRECTIONAL.sub("", one_line))


def folded(text: str) -> str:
    """The form searches compare: full and half width alike (NFKC), case folded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", clean_text(text)).casefold().split())
