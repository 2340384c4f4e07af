"""Every column that holds text: who writes it. Read by what looks for leaks, for scripts and for odd input.

A column that stands nowhere here fails by name; one that people type is planted with a phrase of its own in the World
of tests/rights, and tests/rights/tables/secrecy.py says who may find it.
"""

from typing import Any, cast

from sqlalchemy import JSON, Column, CursorResult, Table, Text, func, select, update
from sqlalchemy.exc import IntegrityError

from studyhub.db import db

# What people type, or others' programs say, by table.
TYPED = {
    "book": ["title", "authors", "publisher", "isbn"],
    "closed_day": ["name"],
    "organization": ["name"],
    "tag": ["name"],
    "team": ["name"],
    "user": ["name", "kana", "pen_name", "chat_handle", "telephone", "number"],
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
    "action": ["text", "dropped_reason"],
    "decision": ["text", "dropped_reason"],
    "thanks": ["text"],
    "chapter_link": ["title"],
    "release": ["title", "declined_reason", "circle_title"],
    "release_author": ["name"],
    "kept_inside": ["reason"],
    "working_copy": ["title"],
    "webhook": ["name"],
    "duty_address": ["name"],
    "rota": ["name"],
    "swap": ["words"],
    "allowance_row": ["reason"],
    "alert": ["rule", "service_name", "summary", "done"],
    "alert_decision": ["reason"],
    "alert_group": ["rule"],
    "alert_intake": ["name"],
    "service": ["name", "summary", "contact_handle"],
    "quirk_revision": ["title"],
    "handoff_revision": ["burns"],
    "handoff_response": ["what"],
    "drill": ["called_off_reason"],
    "drill_event": ["text"],
    "drill_remark": ["text"],
    "drill_review": ["line"],
    "scenario": ["title"],
    "scenario_attachment": ["name", "text"],
    "scenario_secret": ["symptom", "shows", "hints", "cause", "fix", "source"],
    "team_update": ["line", "troubles", "wants"],
    "help_wanted": ["what"],
}
# Markdown, and the HTML that was made of it.
WRITTEN = {
    "revision": ["source", "html", "public_html"],
    "joint_text": ["source"],
    "release": ["public_source", "public_html"],
    "working_copy": ["source"],
    "quirk_revision": ["body", "html"],
    "handoff_revision": ["body", "html"],
}
# Made by the application, or checked by a form before it is kept.
MADE = {
    "allowance_month": ["time_zone"],
    "alert": ["identity", "service_key", "fingerprint", "source_url", "runbook_url"],
    "service_alias": ["key"],
    "attempt": ["account_hash", "network"],
    "book": ["url"],
    "feed_file": ["key", "fingerprint", "etag"],
    "action": ["search_text", "line"],
    "decision": ["search_text", "line"],
    "organization": ["domains", "language", "time_zone"],
    "tag": ["key"],
    "team": ["slug"],
    "former_team_slug": ["slug"],
    "key_fingerprint": ["fingerprint"],
    "user": ["email", "search_text", "reading", "language", "time_zone", "password_hash"],
    "circle": ["slug", "former_slug", "creation_key", "search_text", "time_zone", "online_url"],
    "scenario": ["creation_key", "search_text"],
    "scenario_secret": ["search_text"],
    "commitment": ["source"],
    "device": ["key"],
    "desk_settings": ["slot_days"],
    "duty_entry": ["source"],
    "inbox_item": ["key", "kind"],
    "kept_draft": ["key"],
    "message_preference": ["kind"],
    "process": ["name", "version"],
    "wiped_passage": ["digest"],
    "outbox_message": ["key", "kind", "address", "message_id"],
    "team_update_happening": ["key"],
    "token": ["scope", "secret_hash", "nonce", "email"],
    "audit_event": ["action", "subject_kind"],
    "meeting": ["uid", "online_url", "slides_url", "recording_url", "checkin_code"],
    "chapter_link": ["url"],
    "note": ["uid", "slug"],
    "revision": ["search_text"],
    "signup_change": ["cause"],
    "webhook": ["address", "host", "shown", "trouble"],
    "chat_host": ["name"],
    "pager": ["address", "secret", "shown", "primary_schedule", "secondary_schedule", "trouble", "said"],
    "pager_person": ["remote_id"],
    "pager_span": ["remote_id", "trouble", "said"],
    "service": ["key", "search_text", "runbook_url", "dashboard_url", "repository_url"],
    "quirk_revision": ["search_text"],
    "chat_post": ["key"],
    "release": ["tags", "search_text", "tag_keys", "sha256", "address"],
}

# What of these a form takes all the same, and refuses unless it is what it should be: an address, a mark, days.
CHECKED = {
    *("address", "dashboard_url", "domains", "email", "identity", "key", "kind", "online_url", "primary_schedule"),
    *("recording_url", "repository_url", "runbook_url", "secondary_schedule", "sha256", "slides_url", "slot_days"),
    *("slug", "tags", "url"),
}


PHRASE = "planted7"


def texts() -> dict[str, set[str]]:
    """Names of all columns that hold text, by table."""
    return {table.name: {column.name for column in table.columns if _is_text(column)} for table in tables_of_text()}


def tables_of_text() -> list[Table]:
    """All tables."""
    return list(db.metadata.sorted_tables)


def _is_text(column: Column[Any]) -> bool:
    return isinstance(column.type, Text) and not isinstance(column.type, JSON)


def plant(name: str) -> str:
    """The phrase of a column that has none of its own in the World."""
    return f"{PHRASE}{name}7"


def plant_the_rest() -> set[str]:
    """Write a phrase into each column that people type and in which none stands yet; their names, as table.column."""
    db.session.flush()
    planted = {_named(column) for column in _typed() if not _holds_a_phrase(column) and _plant(column)}
    db.session.expire_all()
    return planted


def without_a_phrase() -> set[str]:
    """The columns that people type and in which nothing is planted, as table.column."""
    return {_named(column) for column in _typed() if not _holds_a_phrase(column)}


def _typed() -> list[Column[Any]]:
    return [table.c[name] for table in tables_of_text() for name in TYPED.get(table.name, [])]


def _plant(column: Column[Any]) -> bool:
    """Whether there is a row that may have it: a guest's name stands in no row that names a person."""
    rows = update(column.table).values({column: func.coalesce(column, "").concat(" " + plant(_named(column)))})
    try:
        with db.session.begin_nested():
            return bool(cast(CursorResult[Any], db.session.execute(rows)).rowcount)
    except IntegrityError:
        return False


def _named(column: Column[Any]) -> str:
    return f"{column.table.name}.{column.name}"


def _holds_a_phrase(column: Column[Any]) -> bool:
    return db.session.scalar(select(column).where(column.contains(PHRASE)).limit(1)) is not None
