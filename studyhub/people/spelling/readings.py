"""How a name is read: what lists are sorted by is written in kana or in Latin letters."""

import unicodedata

# Beside letters: what stands within names written in either, such as メアリー・アン or Anne-Marie O'Neill.
_BETWEEN = frozenset(" ・-'’.")
_SCRIPTS = ("HIRAGANA ", "KATAKANA", "LATIN ")


def is_reading(text: str) -> bool:
    """Whether everything in a text is kana, of whichever width, or a Latin letter, or stands between them in names."""
    return all(sign in _BETWEEN or _is_letter(sign) for sign in unicodedata.normalize("NFKC", text))


def _is_letter(sign: str) -> bool:
    # The long mark is a letter of katakana by its name: KATAKANA-HIRAGANA PROLONGED SOUND MARK.
    return unicodedata.category(sign)[0] in "LM" and unicodedata.name(sign, "").startswith(_SCRIPTS)
