"""The corpus in every text of the World, whatever a form would have refused."""

from typing import Any

from sqlalchemy import JSON, Column, Table, Text, update

from studyhub.db import db
from studyhub.delivery.models import InboxItem, OutboxMessage
from studyhub.notes.text import markdown
from studyhub.notes.text.internal import cut
from tests.security.corpus import DOCUMENT, EVERYTHING

# What people type, by table; every other text is made by the application, or checked by a form before it is kept.
TYPED = {
    "book": ["title", "authors", "publisher", "isbn"],
    "closed_day": ["name"],
    "organization": ["name"],
    "tag": ["name"],
    "team": ["name"],
    "user": ["name", "kana", "pen_name", "chat_handle", "number"],
    "circle": ["title", "description", "place"],
    "device": ["user_agent"],
    "outbox_message": ["last_error"],
    "mail_trouble": ["error"],
    "unavailability": ["reason"],
    "meeting": ["title", "description", "place", "cancel_reason"],
    "chapter": ["number", "title", "part"],
    "note": ["title"],
    "assignment": ["guest_name", "reason"],
    "revision": ["title"],
    "thought": ["text"],
    "release": ["title", "declined_reason", "circle_title"],
    "release_author": ["name"],
    "working_copy": ["title"],
}
# Markdown, and the HTML that was made of it.
WRITTEN = {
    "revision": ["source", "html", "public_html"],
    "joint_text": ["source"],
    "release": ["public_source", "public_html"],
    "working_copy": ["source"],
}
MADE = {
    "attempt": ["account_hash", "network"],
    "book": ["url"],
    "feed_file": ["key", "fingerprint", "etag"],
    "organization": ["domains", "language", "time_zone"],
    "tag": ["key"],
    "team": ["slug"],
    "former_team_slug": ["slug"],
    "key_fingerprint": ["fingerprint"],
    "user": ["email", "search_text", "reading", "language", "time_zone", "password_hash"],
    "circle": ["slug", "former_slug", "creation_key", "search_text", "time_zone", "online_url"],
    "commitment": ["source"],
    "device": ["key"],
    "duty_entry": ["source"],
    "inbox_item": ["key", "kind"],
    "message_preference": ["kind"],
    "process": ["name", "version"],
    "wiped_passage": ["digest"],
    "outbox_message": ["key", "kind", "address", "message_id"],
    "token": ["scope", "secret_hash", "nonce", "email"],
    "audit_event": ["action", "subject_kind"],
    "meeting": ["uid", "online_url", "slides_url", "recording_url", "checkin_code"],
    "note": ["uid", "slug"],
    "revision": ["search_text"],
    "signup_change": ["cause"],
    "release": ["tags", "search_text", "tag_keys", "sha256", "address"],
}


def texts() -> dict[str, set[str]]:
    """Names of all columns that hold text, by table."""
    return {table.name: {column.name for column in table.columns if _is_text(column)} for table in _tables()}


def _tables() -> list[Table]:
    return list(db.metadata.sorted_tables)


def _is_text(column: Column[Any]) -> bool:
    return isinstance(column.type, Text) and not isinstance(column.type, JSON)


def poison() -> None:
    """Write the corpus into everything typed, render it as notes, and put it into what messages say."""
    db.session.flush()
    for table in _tables():
        if names := TYPED.get(table.name):
            # Two circles, people or tags need not have the same name: the corpus is what they share.
            rows = {name: table.c[name].concat(EVERYTHING) for name in names}
            db.session.execute(update(table).values(rows))
    db.session.expire_all()
    _write_notes()
    for kind in (InboxItem, OutboxMessage):
        for message in db.session.scalars(db.select(kind)):
            message.payload = {name: _poisoned(name, value) for name, value in message.payload.items()}
    db.session.commit()


def _write_notes() -> None:
    html = markdown.render_inside(DOCUMENT, prefix="note-1")
    public = markdown.render(cut(DOCUMENT), prefix="note-1")
    written = {"html": html, "public_html": public, "public_source": cut(DOCUMENT), "source": DOCUMENT}
    for table in _tables():
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
