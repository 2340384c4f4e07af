"""Rows written before texts were kept for searches are filled as if they were written today."""

from collections.abc import Sequence

from sqlalchemy import Row, text

from studyhub.db import db
from studyhub.migrating import downgrade, upgrade
from studyhub.notes import tagging
from tests.cast import Cast
from tests.publishing.served import released, shared

TEXTS = (
    "SELECT search_text FROM circle ORDER BY id",
    'SELECT search_text, reading FROM "user" ORDER BY id',
    "SELECT search_text FROM revision ORDER BY id",
    "SELECT search_text, tag_keys FROM release ORDER BY id",
)


def kept() -> list[Sequence[Row[*tuple[str, ...]]]]:
    with db.engine.connect() as connection:
        return [connection.execute(text(statement)).all() for statement in TEXTS]


def test_older_rows_are_found_as_new_ones_are(cast: Cast) -> None:
    cast.aki.kana, cast.aki.chat_handle = "アキ", "@AKI"
    note = shared(
        cast, source="**ＳＬＯ**と[障害](https://example.com 'a > b')[^1]\n\n[^1]: 注\n\n:::internal\n内緒\n:::\n"
    )
    tagging.change(note, "", "ＳＬＯ, C#")
    released(cast, 2)
    db.session.commit()
    before = kept()
    db.session.remove()

    try:
        downgrade(revision="0004")
    finally:
        upgrade()

    assert kept() == before
