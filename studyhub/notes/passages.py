"""Passages in texts: found across the ends of lines, taken out, and known again without being kept.

White space and the backslashes of Markdown count for nothing: a passage is copied from a page, where a line ends
elsewhere and no backslash stands.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b, sha256

MARK = "▇▇▇"

_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_ESCAPED = re.compile(rf"\\({_PUNCTUATION})")
_APART = re.compile(rf"(?:\s|{_PUNCTUATION})+")


@dataclass(frozen=True)
class Known:
    """What a passage is known by: how many characters it has, single spaces counted, and its digest."""

    length: int
    digest: str


def normal(text: str) -> str:
    """The text without backslashes before signs, and with single spaces in place of all white space."""
    return " ".join(_ESCAPED.sub(r"\1", text).split())


def longest_word(passage: str) -> str:
    """What stands as it is wherever the passage does; empty for one of signs alone."""
    return max(_APART.split(passage), key=len)


def is_in(passage: str, *texts: str) -> bool:
    """Whether the passage stands in one of the texts."""
    wanted = _pattern(passage)
    return any(wanted.search(text) for text in texts)


def without(text: str, passage: str) -> str:
    """The text with the mark wherever the passage stood."""
    return _pattern(passage).sub(MARK, text)


def _pattern(passage: str) -> re.Pattern[str]:
    words = normal(passage).split()
    return re.compile(r"\s+".join("".join(map(_sign, word)) for word in words))


def _sign(sign: str) -> str:
    """One character as it may stand in Markdown. Possessive: a text of backslashes is read once, not in every way."""
    if sign == "\\":
        return r"\\\\?+"
    return rf"\\?+{re.escape(sign)}" if re.match(_PUNCTUATION, sign) else re.escape(sign)


def digest(passage: str, note_id: int, *, key: str) -> str:
    """What tells that a passage is the same again; without the secret key nobody can guess at it, even a short one."""
    return _digest(normal(passage), note_id, sha256(key.encode()).digest())


def _digest(words: str, note_id: int, key: bytes) -> str:
    salt = note_id.to_bytes(blake2b.SALT_SIZE, "big")
    return blake2b(words.encode(), digest_size=16, key=key, salt=salt).hexdigest()


def returning(text: str, note_id: int, known: Collection[Known], *, keys: Iterable[str]) -> Iterator[str]:
    """The passages of a text that were wiped from the note before."""
    words = normal(text)
    digests = {one.digest for one in known}
    for key in keys:
        secret = sha256(key.encode()).digest()
        for length in {one.length for one in known}:
            windows = (words[start : start + length] for start in range(len(words) - length + 1))
            yield from (window for window in windows if _digest(window, note_id, secret) in digests)
