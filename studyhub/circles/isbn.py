"""International Standard Book Numbers."""

import unicodedata

_LEFT_OUT = str.maketrans("", "", "-‐‑‒–—−ー 　")


def normal_isbn(text: str) -> str | None:
    """The digits of an ISBN of 10 or 13 digits; None when its check digit is wrong or it is none at all."""
    plain = unicodedata.normalize("NFKC", text).translate(_LEFT_OUT).upper().removeprefix("ISBN").lstrip(":")
    if not plain.isascii():
        return None
    if len(plain) == 13 and plain.isdigit() and plain.startswith(("978", "979")):
        return plain if _sum_13(plain) % 10 == 0 else None
    if len(plain) == 10 and plain[:9].isdigit() and (plain[9].isdigit() or plain[9] == "X"):
        return plain if _sum_10(plain) % 11 == 0 else None
    return None


def _sum_13(digits: str) -> int:
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))


def _sum_10(digits: str) -> int:
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(value * (10 - place) for place, value in enumerate(values))
