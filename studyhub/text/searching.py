"""How words are found in texts: both are compared in one form, and the texts are kept in it from when they are written.

No index of the database's own: PostgreSQL's and SQLite's find nothing for words of two Japanese characters.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case

from studyhub.text.cleaning import folded

QUERY_MAX_CHARS = 200
WORDS_MAX = 10
# Also what SQLite bears: a pattern of more than 50 000 bytes is an error there.
WORD_MAX_CHARS = 100
ESCAPE = "\\"
# Katakana stand 96 places behind the same syllable in hiragana, so a reading is found in whichever it is typed.
_HIRAGANA = {letter: letter - 96 for letter in (*range(ord("ァ"), ord("ヶ") + 1), ord("ヽ"), ord("ヾ"))}


def searchable(text: str) -> str:
    """The form in which a text is searched: width, case and the two scripts of syllables alike, on one line."""
    # Folding the case of a few letters takes them apart again.
    return unicodedata.normalize("NFKC", folded(text)).translate(_HIRAGANA)


def kept(title: str, *texts: str) -> str:
    """What a column keeps of a thing to be found: its title on the first line, everything else on the second."""
    return f"{searchable(title)}\n{searchable(' '.join(texts))}"


def words_of(query: str) -> tuple[str, ...]:
    """The words somebody typed, as they are searched; not too many and none too long."""
    words = (word[:WORD_MAX_CHARS] for word in searchable(query).split())
    return tuple(dict.fromkeys(words))[:WORDS_MAX]


def holds(column: SQLColumnExpression[Any], words: Sequence[str]) -> list[ColumnElement[bool]]:
    """That every word stands in a kept text."""
    return [column.like(f"%{_escaped(word)}%", escape=ESCAPE) for word in words]


def titles_first(column: SQLColumnExpression[Any], words: Sequence[str]) -> ColumnElement[int]:
    """An order: what has every word in its title stands before what has them further down."""
    in_title = [column.like(f"%{_escaped(word)}%\n%", escape=ESCAPE) for word in words]
    return case((and_(True, *in_title), 0), else_=1)


def _escaped(word: str) -> str:
    for sign in (ESCAPE, "%", "_"):
        word = word.replace(sign, ESCAPE + sign)
    return word
