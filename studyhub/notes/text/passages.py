"""Passages in texts: found across the ends of lines, taken out, and known again without being kept.

White space and the backslashes of Markdown count for nothing: a passage is copied from a page, where a line ends
elsewhere and no backslash stands.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b, sha256
from itertools import accumulate, groupby

MARK = "▇▇▇"

_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_ESCAPED = re.compile(rf"\\({_PUNCTUATION})")
_APART = re.compile(rf"(?:\s|{_PUNCTUATION})+")


# The largest below 2**30: Python reckons fastest with numbers of that size.
_PRIME = 2**30 - 35
_DIGEST_BYTES, _SEAL_BYTES = 16, 8


@dataclass(frozen=True)
class Known:
    """What a passage is known by: how many characters it has, single spaces counted, and its digest."""

    length: int
    digest: str

    @property
    def span(self) -> int:
        """The largest power of two that fits; two such windows, at its start and its end, cover the passage."""
        return 1 << self.length.bit_length() - 1


@dataclass(frozen=True)
class _Secret:
    """What digests in one note are made with."""

    key: bytes
    note_id: int

    def of(self, words: str, *, size: int = _DIGEST_BYTES, use: bytes = b"") -> bytes:
        salt = self.note_id.to_bytes(blake2b.SALT_SIZE, "big")
        return blake2b(words.encode(), digest_size=size, key=self.key, salt=salt, person=use).digest()

    def base(self) -> int:
        """What the sums of windows are made with."""
        return int.from_bytes(self.of("", use=b"base")) % (_PRIME - 2) + 2

    def sealed(self, digest: str, sums: int) -> int:
        """The sums as they are kept, or from those the sums: bare ones would tell the base to who knows a passage."""
        return sums ^ int.from_bytes(self.of(digest, size=_SEAL_BYTES, use=b"seal"))


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
    """What tells that a passage is the same again; without the secret key nobody can guess at it, even a short one.

    Behind it stand, sealed, the sums of the windows at its start and its end, which tell fast that it is not.
    """
    words, secret = normal(passage), _secret(key, note_id)
    told = secret.of(words).hex()
    sums = _sums(Known(len(words), told).span, _running(words, secret.base()), secret.base())
    return told + secret.sealed(told, _joined(sums[0], sums[-1])).to_bytes(_SEAL_BYTES, "big").hex()


def _secret(key: str, note_id: int) -> _Secret:
    return _Secret(sha256(key.encode()).digest(), note_id)


def _running(words: str, base: int) -> list[int]:
    """The sum of each beginning of the words, from the empty one on (Rabin and Karp)."""
    return list(accumulate(map(ord, words), lambda so_far, sign: (so_far * base + sign) % _PRIME, initial=0))


def _sums(span: int, running: Sequence[int], base: int) -> list[int]:
    """The sum of each window of so many characters."""
    power = pow(base, span, _PRIME)
    return [(end - start * power) % _PRIME for start, end in zip(running, running[span:], strict=False)]


def _joined(first: int, last: int) -> int:
    return first << 30 | last


def returning(text: str, note_id: int, known: Collection[Known], *, keys: Iterable[str]) -> Iterator[str]:
    """The passages of a text that were wiped from the note before, each once.

    Goes through the text once for each power of two among the lengths, and makes digests of what has the right sums.
    """
    words = normal(text)
    fitting = sorted((one for one in known if one.length <= len(words)), key=lambda one: one.span)
    for key in keys if fitting else ():
        secret = _secret(key, note_id)
        base = secret.base()
        running = _running(words, base)
        for span, of_span in groupby(fitting, key=lambda one: one.span):
            yield from _found(words, list(of_span), _sums(span, running, base), secret)


def _found(words: str, known: Sequence[Known], sums: Sequence[int], secret: _Secret) -> Iterator[str]:
    wanted: dict[int, dict[Known, int]] = defaultdict(dict)
    for one in known:
        told, seal = one.digest[: 2 * _DIGEST_BYTES], int(one.digest[2 * _DIGEST_BYTES :], 16)
        first, last = divmod(secret.sealed(told, seal), 1 << 30)
        wanted[first][one] = last
    for start in [start for start, first in enumerate(sums) if first in wanted]:
        for one, last in list(wanted[sums[start]].items()):
            end = start + one.length
            if end <= len(words) and sums[end - one.span] == last:
                window = words[start:end]
                if one.digest.startswith(secret.of(window).hex()):
                    # Whoever takes it out takes it out everywhere.
                    del wanted[sums[start]][one]
                    yield window
