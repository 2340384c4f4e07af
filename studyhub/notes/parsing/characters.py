"""Which characters may come out of a note, and which of them are written without spaces between words."""

import re

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
VARIATION_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")

FULL_WIDTH_PUNCTUATION = (
    "\u3000-\u3003\u3008-\u3011\u3014-\u301f\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
JAPANESE = (
    "\u2e80-\u2fdf\u3000-\u312f\u3190-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff9f\uffe0-\uffe6"
    "\U0001b000-\U0001b16f\U0001f200-\U0001f2ff\U00020000-\U0003fffd"
)
HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"

IS_FULL_WIDTH_PUNCTUATION = re.compile(f"[{FULL_WIDTH_PUNCTUATION}]")
IS_JAPANESE = re.compile(f"[{JAPANESE}]")
IS_CJK = re.compile(f"[{JAPANESE}{HANGUL}]")


def legal(text: str) -> str:
    """The text with LF line ends and without control characters, surrogates and what XML 1.0 cannot hold."""
    return without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))


def without_controls(text: str) -> str:
    """The text without control characters other than tab, LF and CR."""
    return CONTROL.sub("", text)


def is_japanese(character: str) -> bool:
    """Kana, Chinese characters and full-width forms; not Hangul, which is written with spaces."""
    return IS_JAPANESE.match(character) is not None


def is_cjk(character: str) -> bool:
    """Japanese, Chinese or Korean script, punctuation included."""
    return IS_CJK.match(character) is not None


def is_full_width_punctuation(character: str) -> bool:
    """Punctuation that brings its own white space, such as 。 or 「."""
    return IS_FULL_WIDTH_PUNCTUATION.match(character) is not None


def is_variation_selector(character: str) -> bool:
    """An invisible character that picks a form of the one before it."""
    return VARIATION_SELECTOR.match(character) is not None
