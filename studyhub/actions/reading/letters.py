"""Letters as a lenient reader takes them."""

import unicodedata

# One for one, so that a place in the narrow text is the same place in the text itself.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x301C: 0x7E, 0x2015: 0x2D}
# Names are written with either.
_VARIANTS = str.maketrans("髙﨑邊邉齋齊澤濵濱櫻廣國嶋", "高崎辺辺斎斎沢浜浜桜広国島")


def narrow(text: str) -> str:
    """The same text, letter for letter, with full-width signs and digits as half-width ones."""
    return text.translate(_NARROW)


def plain(text: str) -> str:
    """A text as names and words are compared: width, case and variants of a letter alike, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).translate(_VARIANTS)


def key_of(text: str) -> str:
    """What two lines that say the same have in common: their letters and digits."""
    return "".join(letter for letter in plain(text) if letter.isalnum())
