"""Keep texts as they are searched, so that a search reads one column and normalises nothing."""

import re
import unicodedata
from collections.abc import Callable
from html import unescape
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NEW_COLUMNS = {"revision": ["search_text"], "release": ["search_text", "tag_keys"], "user": ["search_text"]}

# As the application wrote these texts when the columns came; its functions may change, this must not.
HIRAGANA = {letter: letter - 96 for letter in (*range(ord("ァ"), ord("ヶ") + 1), ord("ヽ"), ord("ヾ"))}
REST = r"""(?:"[^"]*"|[^">])*+>"""
ADDED = re.compile(
    r'<p class="internal-label">.*?</p>|<sup class="footnote-ref">.*?</sup>|<a [^>]*class="footnote-backref".*?</a>',
    re.DOTALL,
)
WITHIN_WORDS = re.compile(rf"</?(?:a|code|em|s|span|strong)\b{REST}")
APART = re.compile(rf"</?[a-z]{REST}")

CIRCLES = """
    SELECT circle.id, circle.title, circle.description, chapter_plan.id AS plan_id, book.title AS book, book.authors
    FROM circle LEFT JOIN chapter_plan ON chapter_plan.circle_id = circle.id LEFT JOIN book ON book.id = book_id
    ORDER BY circle.id, chapter_plan.version DESC
"""
CHAPTERS = """
    SELECT plan_id, title FROM chapter WHERE merged_into_id IS NULL AND skipped_at IS NULL ORDER BY position, id
"""


def upgrade() -> None:
    for table, columns in NEW_COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.add_column(sa.Column(column, sa.Text(), nullable=False, server_default=""))
    fill("revision", "SELECT id, title, html FROM revision", lambda row: {"text": kept(row.title, plain(row.html))})
    fill("user", 'SELECT id, name, kana, chat_handle FROM "user"', lambda row: {"text": kept(*row[1:])})
    fill("release", "SELECT id, title, public_html, tags FROM release", of_release, also=", tag_keys = :tag_keys")
    fill_circles()
    for table, columns in NEW_COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.alter_column(column, existing_type=sa.Text(), existing_nullable=False, server_default=None)


def fill(table: str, select: str, values: Callable[[Any], dict[str, str]], also: str = "") -> None:
    connection = op.get_bind()
    update = sa.text(f'UPDATE "{table}" SET search_text = :text{also} WHERE id = :id')  # noqa: S608 -- our own names
    # Ids first: rows hold whole notes, and no cursor stays open over a table that is being changed.
    ids = list(connection.scalars(sa.text(f'SELECT id FROM "{table}"')))  # noqa: S608 -- our own names
    for row_id in ids:
        row = connection.execute(sa.text(f"{select} WHERE id = :id"), {"id": row_id}).one()
        connection.execute(update, {"id": row_id, **values(row)})


def of_release(row: Any) -> dict[str, str]:
    keys = "".join(f"\n{folded(name)}" for name in row.tags.splitlines()) + "\n"
    return {"text": kept(row.title, plain(row.public_html)), "tag_keys": keys}


def fill_circles() -> None:
    connection = op.get_bind()
    chapters: dict[int, list[str]] = {}
    texts: dict[int, tuple[str, str, list[str]]] = {}
    for plan_id, title in connection.execute(sa.text(CHAPTERS)):
        chapters.setdefault(plan_id, []).append(title)
    for row in connection.execute(sa.text(CIRCLES)):
        _title, _description, about = texts.setdefault(row.id, (row.title, row.description, []))
        about += filter(None, [row.book, row.authors, *chapters.get(row.plan_id, [])])
    update = sa.text("UPDATE circle SET search_text = :text WHERE id = :id")
    for circle_id, (title, description, about) in texts.items():
        connection.execute(update, {"id": circle_id, "text": kept(title, *about, description)})


def kept(title: str, *texts: str) -> str:
    return f"{searchable(title)}\n{searchable(' '.join(filter(None, texts)))}"


def searchable(text: str) -> str:
    return unicodedata.normalize("NFKC", folded(text)).translate(HIRAGANA)


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def plain(html: str) -> str:
    text = APART.sub(" ", WITHIN_WORDS.sub("", ADDED.sub("", html)))
    return " ".join(unescape(text).split())


def downgrade() -> None:
    # A circle's text stays: the older code finds what stands in it all the same.
    for table, columns in NEW_COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)
