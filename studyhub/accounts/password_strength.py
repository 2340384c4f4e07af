"""Which new passwords are refused: short ones, and those that guessing programs try early.

How early is zxcvbn's estimate, of the whole and of what is left when the words around the person are taken out.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from studyhub.accounts.passwords import MAX_CHARS
from studyhub.text.cleaning import clean_line

MIN_CHARS = 10
# Of zxcvbn's scores from 0 to 4: more than a million guesses.
MIN_SCORE = 2
# zxcvbn refuses more than 72, and of 72 signs for letters (4, @, $ …) it tries all readings for five seconds. What is
# strong in its first 24 characters stays so.
JUDGED_CHARS = 24
WORD_MIN_CHARS = 3
PRODUCT = "studyhub"


class PasswordProblem(StrEnum):
    """Why a new password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    EASY = "easy"
    IS_YOURS = "is_yours"


def problem(password: str, *, email: str, names: Iterable[str]) -> PasswordProblem | None:
    """Why this person may not take this password, or None; `names` are theirs and their organisation's."""
    password = clean_line(password)
    if len(password) < MIN_CHARS:
        return PasswordProblem.TOO_SHORT
    if len(password) > MAX_CHARS:
        return PasswordProblem.TOO_LONG
    # Programs try capitals as soon as the word itself.
    folded, words = password.casefold(), _words([PRODUCT, email, *names])
    left = _without(folded, words)
    if left != folded and _score(left, words) < MIN_SCORE:
        return PasswordProblem.IS_YOURS
    # The whole counts too: what one word leaves of another may look like chance, as "administrator" without "admin".
    return PasswordProblem.EASY if _score(folded, words) < MIN_SCORE else None


def _words(texts: Iterable[str]) -> list[str]:
    """The texts and the words in them, longest first."""
    folded = [clean_line(text).casefold() for text in texts]
    parts = [part for text in folded for part in (text, *re.split(r"[\W_]+", text))]
    return sorted({part for part in parts if len(part) >= WORD_MIN_CHARS}, key=lambda part: (-len(part), part))


def _without(folded: str, words: list[str]) -> str:
    for word in words:
        folded = folded.replace(word, "")
    return folded


def _score(text: str, words: list[str]) -> int:
    if not text:
        return 0
    # Only when somebody chooses a password: the lists take a tenth of the whole program's memory.
    from zxcvbn import zxcvbn  # noqa: PLC0415 -- lists of 100,000 words that only new passwords need

    return int(zxcvbn(text[:JUDGED_CHARS], user_inputs=words)["score"])
