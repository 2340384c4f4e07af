"""Wiping a passage from a note for good: from every state of it, and from whatever we copied it to.

The rest of the note stays, with a mark where the passage stood. Rules: docs/rules.md, Wiping. Nothing here commits.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from studyhub.actions import wording
from studyhub.actions.messages import KINDS as ACTION_KINDS
from studyhub.actions.models import Action, Decision
from studyhub.audit import trail
from studyhub.circles import queries as circles
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.delivery.models import InboxItem, OutboxMessage
from studyhub.notes import tagging
from studyhub.notes.edits import writing
from studyhub.notes.edits.together_models import JointText
from studyhub.notes.messages import KINDS
from studyhub.notes.models import Note, Release, ReleaseState, Revision, WorkingCopy
from studyhub.notes.releases import accompanying, releasing
from studyhub.notes.text import markdown, passages
from studyhub.notes.text.findable import plain
from studyhub.notes.text.internal import has_marker, hidden_count
from studyhub.notes.wiping import tags as wiping_tags
from studyhub.notes.wiping.models import WipedPassage
from studyhub.people.models import User
from studyhub.text.searching import kept

PASSAGE_MIN_CHARS, PASSAGE_MAX_CHARS = 4, 1_000


class HoldsMarker(Exception):
    """Without the passage, what is internal would not be any more."""


@dataclass(frozen=True)
class Places:
    """Where a passage stands in a note; `outside` is the release people outside read with it at present."""

    revisions: Sequence[Revision]
    tags: list[str]
    copies: Sequence[WorkingCopy]
    joint: JointText | None
    releases: Sequence[Release]
    outside: Release | None
    messages: Sequence[OutboxMessage | InboxItem]
    settled: Sequence[Action | Decision] = ()

    @property
    def unsaved(self) -> int:
        """In how many texts it stands that nobody has saved yet."""
        return len(self.copies) + (self.joint is not None)

    @property
    def exported_to(self) -> list[str]:
        """Where on blogs it may stand; an empty address is not known."""
        return sorted({one.address for one in self.releases if one.exported_at is not None or one.address})

    def __bool__(self) -> bool:
        return any((self.revisions, self.tags, self.copies, self.joint, self.releases, self.messages, self.settled))


def places(note: Note, passage: str) -> Places:
    """Wherever the passage stands in a note, and in what people were told of it."""
    releases = _with(passage, Release, note, ("title", "tags", "public_source", "declined_reason"))
    return Places(
        revisions=_with(passage, Revision, note, ("title", "source")),
        tags=wiping_tags.with_passage(note, passage),
        copies=_with(passage, WorkingCopy, note, ("title", "source")),
        joint=next(iter(_with(passage, JointText, note, ("source",))), None),
        releases=releases,
        outside=next((one for one in releases if one.state is ReleaseState.APPROVED), None),
        messages=[
            one for kind in (OutboxMessage, InboxItem) for one in _told(kind, note) if _says(one.payload, passage)
        ],
        settled=wording.with_passage(note.id, note.meeting_id, lambda text: passages.is_in(passage, text), passage),
    )


def _with(passage: str, kind: type[Any], note: Note, names: Sequence[str]) -> list[Any]:
    # The database looks for the longest word, which needs no reading of all texts; the rest is seen here.
    word = passages.longest_word(passage)
    holds = [getattr(kind, name).contains(word, autoescape=True) for name in names]
    rows = db.session.scalars(select(kind).where(kind.note_id == note.id, or_(*holds)).order_by(kind.id))
    return [row for row in rows if passages.is_in(passage, *(getattr(row, name) for name in names))]


def _told(kind: type[OutboxMessage] | type[InboxItem], note: Note) -> Iterable[OutboxMessage | InboxItem]:
    is_of_note: ColumnElement[bool] = kind.payload["note_id"].as_integer() == note.id
    return db.session.scalars(select(kind).where(kind.kind.in_([*KINDS, *ACTION_KINDS]), is_of_note).order_by(kind.id))


def _says(payload: dict[str, Any], passage: str) -> bool:
    return passages.is_in(passage, *(text for text in payload.values() if isinstance(text, str)))


def wipe(note: Note, passage: str, *, by: User, now: datetime, key: str) -> Places:
    """Put a mark wherever the passage stands, take back what is outside with it, and tell who wrote it.

    Hands back where it stood; where it stood nowhere, nothing happens. Raises HoldsMarker.
    """
    writing.lock(note)
    found = places(note, passage)
    if not found:
        return found
    refuse_opening(found, passage)
    writers = _writers(found)
    for revision in found.revisions:
        _rewrite(revision, passage)
    _wipe_unsaved(found, passage)
    wiping_tags.take_off(note, found.tags)
    _wipe_releases(found, passage, by=by, now=now)
    for row in found.settled:
        wording.rewrite(row, lambda text: passages.without(text, passage), passage)
    for message in found.messages:
        message.payload = _payload_without(message.payload, passage)
    _note_after(note, found, now)
    _leave_trace(note, passage, found, writers, by=by, now=now, key=key)
    return found


def refuse_opening(found: Places, passage: str) -> None:
    """Raise HoldsMarker where a text without the passage would have other internal parts than it has."""
    if has_marker(passage):
        raise HoldsMarker
    sources = [revision.source for revision in found.revisions] + [copy.source for copy in found.copies]
    sources += [found.joint.source] if found.joint else []
    if any(hidden_count(source) != hidden_count(passages.without(source, passage)) for source in sources):
        raise HoldsMarker


def _writers(found: Places) -> set[int]:
    saved = {revision.author_id for revision in found.revisions if revision.author_id is not None}
    return saved | {copy.user_id for copy in found.copies}


def _rewrite(revision: Revision, passage: str) -> None:
    title, source = passages.without(revision.title, passage), passages.without(revision.source, passage)
    for name, text in writing.texts(revision.note_id, title, source).items():
        setattr(revision, name, text)


def _wipe_unsaved(found: Places, passage: str) -> None:
    for copy in found.copies:
        copy.title, copy.source = passages.without(copy.title, passage), passages.without(copy.source, passage)
    if found.joint is not None:
        found.joint.source = passages.without(found.joint.source, passage)
        # Whoever is writing is sent the text anew.
        found.joint.step += 1


def _wipe_releases(found: Places, passage: str, *, by: User, now: datetime) -> None:
    for release in found.releases:
        for name in ("title", "tags", "public_source", "declined_reason"):
            setattr(release, name, passages.without(getattr(release, name), passage))
        release.public_html = markdown.render(
            release.public_source, prefix=f"note-{release.note_id}", dialect=release.dialect
        )
        release.search_text = kept(release.title, plain(release.public_html))
        release.tag_keys = tagging.keys(release.tag_names)
        release.sha256 = accompanying.digest(release)
    if found.outside is not None:
        releasing.retract(found.outside, by=by, now=now)


def _payload_without(payload: dict[str, Any], passage: str) -> dict[str, Any]:
    # A payload that is changed in place is not seen to have changed.
    return {
        name: passages.without(value, passage) if isinstance(value, str) else value for name, value in payload.items()
    }


def _note_after(note: Note, found: Places, now: datetime) -> None:
    db.session.flush()
    if note.head is not None and note.head in found.revisions:
        # Programs that follow the members' feed fetch the text again.
        note.title, note.updated_at = note.head.title, now


def _leave_trace(
    note: Note, passage: str, found: Places, writers: set[int], *, by: User, now: datetime, key: str
) -> None:
    digest = passages.digest(passage, note.id, key=key)
    same = select(WipedPassage.id).where(WipedPassage.note_id == note.id, WipedPassage.digest == digest)
    if db.session.scalar(same) is None:
        length = len(passages.normal(passage))
        db.session.add(WipedPassage(note_id=note.id, length=length, digest=digest, wiped_at=now))
    counted = {"revisions": len(found.revisions), "unsaved": found.unsaved}
    trail.record("note.passage_wiped", note, by=by, now=now, circle_id=note.circle_id, after=counted)
    people = db.session.scalars(circles.insiders(note.circle).where(User.id.in_(writers)))
    payload = {"note_id": note.id, "title": note.title, "circle": note.circle.title}
    told = [(user, f"passage_wiped:{note.id}:{now.isoformat()}", payload) for user in people]
    outbox.add_many("passage_wiped", told, by=by, now=now)


def notes_with(circle: Circle, passage: str) -> list[Note]:
    """The notes of a circle in whose texts the passage may stand; `places` looks closer."""
    word = passages.longest_word(passage)
    kinds: tuple[Any, ...] = (Revision, WorkingCopy, JointText)
    holds = [exists().where(kind.note_id == Note.id, kind.source.contains(word, autoescape=True)) for kind in kinds]
    rows = select(Note).where(Note.circle_id == circle.id, or_(*holds))
    return list(db.session.scalars(rows.order_by(Note.id)))


def wiped_from(note: Note) -> list[WipedPassage]:
    """What was wiped from a note, newest first."""
    rows = select(WipedPassage).where(WipedPassage.note_id == note.id)
    return list(db.session.scalars(rows.order_by(WipedPassage.wiped_at.desc(), WipedPassage.id.desc())))


def known(note: Note) -> list[passages.Known]:
    """What the passages wiped from a note are known by."""
    return [passages.Known(one.length, one.digest) for one in wiped_from(note)]


def kept_out(
    note: Note, texts: Sequence[str], *, keys: Sequence[str], looked_for: Collection[passages.Known] = ()
) -> list[str]:
    """Texts that arrive for a note, with the mark where they bring back what was wiped from it.

    An editor that was open meanwhile, a copy a browser kept, a hand that pastes: none brings it back. Locks the note,
    so that nothing arrives while something is being wiped; what was `looked_for` in the texts before is not again.
    """
    writing.lock(note)
    added = [one for one in known(note) if one not in looked_for]
    return [marked(text, note.id, added, keys=keys) for text in texts]


def marked(text: str, note_id: int, wiped: Collection[passages.Known], *, keys: Sequence[str]) -> str:
    """The text with the mark where it holds what was wiped. Asks the database nothing."""
    for passage in set(passages.returning(text, note_id, wiped, keys=keys)):
        text = passages.without(text, passage)
    return text
