"""The corpus in every text of the World, whatever a form would have refused."""

from typing import Any

from sqlalchemy import Column, ColumnElement, update

from studyhub.db import db
from studyhub.delivery.models import InboxItem, OutboxMessage
from studyhub.notes.text import markdown
from studyhub.notes.text.internal import cut
from tests.security.corpus import DOCUMENT, EVERYTHING
from tests.text_columns import TYPED, WRITTEN, tables_of_text

# A row of the allowance has a reason only where somebody corrected it, a drill only where it was called off.
REASONS = {"allowance_row.reason", "drill.called_off_reason"}


def poison() -> None:
    """Write the corpus into everything typed, render it as notes, and put it into what messages say."""
    db.session.flush()
    for table in tables_of_text():
        if names := TYPED.get(table.name):
            # Two circles, people or tags need not have the same name: the corpus is what they share.
            for name in names:
                column = table.c[name]
                written = update(table).where(*_written_by_somebody(column))
                db.session.execute(written.values({name: column.concat(EVERYTHING)}))
    db.session.expire_all()
    _write_notes()
    for kind in (InboxItem, OutboxMessage):
        for message in db.session.scalars(db.select(kind)):
            message.payload = {name: _poisoned(name, value) for name, value in message.payload.items()}
    db.session.commit()


def _written_by_somebody(column: Column[Any]) -> list[ColumnElement[bool]]:
    return [column != ""] if str(column) in REASONS else []


def _write_notes() -> None:
    html = markdown.render_inside(DOCUMENT, prefix="note-1")
    public = markdown.render(cut(DOCUMENT), prefix="note-1")
    written = {
        "html": html,
        "public_html": public,
        "public_source": cut(DOCUMENT),
        "source": DOCUMENT,
        "body": DOCUMENT,
    }
    for table in tables_of_text():
        if names := WRITTEN.get(table.name):
            db.session.execute(update(table).values({name: written[name] for name in names}))
    db.session.expire_all()


def _poisoned(name: str, value: Any) -> Any:
    """Words of a message; moments, addresses and marks that code reads stay."""
    is_word = isinstance(value, str) and name in {
        "title",
        "circle",
        "by",
        "reason",
        "name",
        "chapter",
        "meeting",
        "person",
    }
    return value + EVERYTHING if is_word else value
