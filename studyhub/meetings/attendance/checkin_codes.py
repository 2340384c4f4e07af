"""Codes that a room reads off a wall: short, and of no two signs that look or sound alike."""

import secrets
import unicodedata

# Without 0 O D Q, 1 I L, 2 Z, 5 S, 6 G, 8 B and U V; without vowels no code is a word.
SIGNS = "3479CFHJKMNPRTWXY"
LENGTH = 5


def new_code() -> str:
    """A code nobody can guess within the tries that are let through: one of 1.4 million."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def normal(typed: str) -> str:
    """What was typed as a code is written: half width, capitals, nothing between the signs."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign.isalnum())
