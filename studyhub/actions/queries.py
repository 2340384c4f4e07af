"""Fetching decisions and actions; permission is part of the fetch: members alone, of circles they may open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    bindparam,
    column,
    exists,
    false,
    or_,
    select,
    table,
    union_all,
)
from sqlalchemy.orm import joinedload

from studyhub.actions.models import Action, Decision
from studyhub.actions.reading.letters import key_of
from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, Participation
from studyhub.column_types import UtcDateTime
from studyhub.db import db, kept
from studyhub.meetings import queries as meetings
from studyhub.meetings.models import Meeting
from studyhub.people import readers
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by
from studyhub.shown import Shown

# More than any page shows.
MANY = 1_000
# The session of a note that is of none: no row has it.
NO_SESSION = 0
Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])
NAMED = Shown(User, User.id, User.name)
ACTION = Shown(Action, owner=NAMED, former_owner=NAMED)
OWN_ACTION = Shown(Action, circle=Shown(Circle, Circle.id, Circle.slug, Circle.title, Circle.time_zone))


@dataclass(frozen=True)
class Settled:
    """What a session or a note settled: decisions that stand, and actions, done ones too, both in order."""

    decisions: Sequence[Decision]
    actions: Sequence[Action]

    def __bool__(self) -> bool:
        return bool(self.decisions or self.actions)


# Notes stand above this folder, which asks one thing of them.
_NOTE = table("note", column("id", Integer), column("shared_at", UtcDateTime))


def is_visible(kind: type[Action] | type[Decision], *, is_member: bool) -> ColumnElement[bool]:
    """Whether the reader may see a row; to be executed with `read_by` them. Nothing of it leaves the organisation.

    What was made from a note is seen by whoever may open that note, and by whoever is to do it.
    """
    if not is_member:
        return false()
    is_shared = exists().where(_NOTE.c.id == kind.note_id, _NOTE.c.shared_at.is_not(None)).correlate(kind)
    ways = [kind.note_id.is_(None), is_shared, meetings.takes_part(kind)]
    if kind is Action:
        ways.append(Action.owner_id == READER)
    return and_(circles.is_visible(kind.circle_id, is_member=True), or_(*ways))


def keeps_any(circle_id: int) -> bool:
    """Whether anything was ever decided or given to do in a circle: in most there is nothing to ask for."""
    return bool(db.session.scalar(_keeps_any(), {"circle_id": circle_id}))


@kept
def _keeps_any() -> Select[bool]:
    of_circle = (exists().where(kind.circle_id == bindparam("circle_id")) for kind in (Action, Decision))
    return select(or_(*of_circle))


def open_actions(circle: Circle, user: User | None, *, limit: int = MANY) -> list[Action]:
    """What is to do in a circle, next due first, as this person may know it; with owners."""
    asked = read_by(user) | {"circle_id": circle.id, "limit": limit}
    return list(db.session.scalars(_open_in_circle(readers.is_member(user)), asked))


@kept
def _open_in_circle(is_member: bool) -> Select[Action]:
    rows = shown_actions(is_member=is_member).where(Action.circle_id == bindparam("circle_id"), Action.is_open)
    return next_due_first(rows).limit(bindparam("limit"))


def open_actions_of(person: User, *, limit: int = MANY) -> list[Action]:
    """What a person is to do, next due first, in the circles they are in, as it is shown to them; with circle."""
    return OWN_ACTION.read(open_rows(), read_by(person) | {"limit": limit})


@kept
def open_rows() -> Select[*tuple[Any, ...]]:
    """The statement that `open_actions_of` executes, with `limit`."""
    rows = OWN_ACTION.select().where(Action.owner_id == READER, Action.is_open, is_in(Action.owner_id))
    return next_due_first(rows).limit(bindparam("limit"))


def is_to_do(action_id: int, person: User) -> bool:
    """Whether an action is open and this person's, in a circle they are in."""
    theirs = select(Action.id).where(Action.id == action_id, Action.owner_id == person.id, is_in(Action.owner_id))
    return db.session.scalar(theirs.where(Action.is_open)) is not None


def is_in(person_id: Any) -> ColumnElement[bool]:
    """Whether a person is in the circle of an action."""
    return exists().where(
        Participation.circle_id == Action.circle_id, Participation.user_id == person_id, Participation.is_present
    )


def last_decisions(circle: Circle, user: User | None, *, limit: int) -> list[Decision]:
    """What a circle decided last, newest first, as this person may know it; with sessions."""
    asked = read_by(user) | {"circle_id": circle.id, "limit": limit}
    return list(db.session.scalars(_last_decisions(readers.is_member(user)), asked))


@kept
def _last_decisions(is_member: bool) -> Select[Decision]:
    rows = shown_decisions(is_member=is_member).where(Decision.circle_id == bindparam("circle_id"), Decision.stands)
    return rows.order_by(Decision.id.desc()).limit(bindparam("limit"))


def decisions_of(meeting: Meeting, user: User | None) -> list[Decision]:
    """What was decided in a session, in order, as this person may know it."""
    asked = read_by(user) | {"meeting_id": meeting.id}
    return list(db.session.scalars(_decisions_of_meeting(readers.is_member(user)), asked))


@kept
def _decisions_of_meeting(is_member: bool) -> Select[Decision]:
    rows = shown_decisions(is_member=is_member).where(Decision.meeting_id == bindparam("meeting_id"), Decision.stands)
    return rows.order_by(Decision.id)


def settled_in(meeting: Meeting, user: User | None) -> Settled:
    """Decisions and actions of a session, as this person may know them."""
    asked = read_by(user) | {"meeting_id": meeting.id}
    actions = db.session.scalars(_actions_of_meeting(readers.is_member(user)), asked)
    return Settled(decisions_of(meeting, user), list(actions))


@kept
def _actions_of_meeting(is_member: bool) -> Select[Action]:
    rows = shown_actions(is_member=is_member).where(
        Action.meeting_id == bindparam("meeting_id"), Action.dropped_at.is_(None)
    )
    return rows.order_by(Action.id)


def settled_by_note(note_id: int, meeting_id: int | None, user: User | None) -> Settled:
    """Decisions and actions made from a note, or in its session without it, as this person may know them."""
    asked = read_by(user) | {"note_id": note_id, "meeting_id": meeting_id or NO_SESSION}
    is_member = readers.is_member(user)
    decisions = db.session.scalars(_decisions_of_note(is_member), asked)
    return Settled(list(decisions), list(db.session.scalars(_actions_of_note(is_member), asked)))


@kept
def _decisions_of_note(is_member: bool) -> Select[Decision]:
    rows = shown_decisions(is_member=is_member).where(_is_beside(Decision), Decision.stands)
    return rows.order_by(Decision.id)


@kept
def _actions_of_note(is_member: bool) -> Select[Action]:
    rows = shown_actions(is_member=is_member).where(_is_beside(Action), Action.dropped_at.is_(None))
    return rows.order_by(Action.id)


def _is_beside(kept_line: type[Action] | type[Decision]) -> ColumnElement[bool]:
    return or_(kept_line.note_id == bindparam("note_id"), kept_line.meeting_id == bindparam("meeting_id"))


def action(user: User | None, action_id: int) -> Action | None:
    """An action this person may know of, or None."""
    rows = shown_actions(is_member=readers.is_member(user)).options(joinedload(Action.circle))
    return db.session.scalar(rows.where(Action.id == action_id), read_by(user))


def decision(user: User | None, decision_id: int) -> Decision | None:
    """A decision this person may know of, or None."""
    rows = shown_decisions(is_member=readers.is_member(user)).options(joinedload(Decision.circle))
    return db.session.scalar(rows.where(Decision.id == decision_id), read_by(user))


def known_in(circle_id: int, note_id: int) -> set[str]:
    """What the lines are known by from which something was made: of this note, and what is open in the circle."""
    rows = db.session.execute(_known(), {"circle_id": circle_id, "note_id": note_id})
    return {key for line, text in rows for key in (line, key_of(text)) if key}


@kept
def _known() -> CompoundSelect[Any]:
    of_note = select(Action.line, Action.text).where(Action.note_id == bindparam("note_id"))
    decided = select(Decision.line, Decision.text).where(Decision.note_id == bindparam("note_id"))
    still = select(Action.line, Action.text).where(Action.circle_id == bindparam("circle_id"), Action.is_open)
    return union_all(of_note, decided, still)


def next_due_first(rows: Rows) -> Rows:
    """Actions in the order of their days; those without one behind."""
    return rows.order_by(Action.due_on.is_(None), Action.due_on, Action.id)


@kept
def shown_actions(*, is_member: bool) -> Select[Action]:
    """The actions the reader may know of, each with what a list shows of it; to be executed with `read_by` them."""
    rows = select(Action).where(is_visible(Action, is_member=is_member))
    return rows.options(joinedload(Action.owner), joinedload(Action.former_owner), joinedload(Action.meeting))


@kept
def shown_decisions(*, is_member: bool) -> Select[Decision]:
    """The decisions the reader may know of, as `shown_actions`."""
    rows = select(Decision).where(is_visible(Decision, is_member=is_member))
    return rows.options(joinedload(Decision.meeting))
