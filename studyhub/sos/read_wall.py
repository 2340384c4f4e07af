"""What changes whenever there is something new on the wall of a round, whose script asks for it again and again."""

import hashlib
from datetime import datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)

from studyhub.actions.models import Action, Decision
from studyhub.actions.queries import is_visible
from studyhub.column_types import UtcDateTime
from studyhub.db import db, kept
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.people.readers import read_by
from studyhub.sos import queries, writing
from studyhub.sos.models import HelpWanted, TeamUpdate

MEETING_ID, CIRCLE_ID = bindparam("meeting_id", type_=Integer()), bindparam("circle_id", type_=Integer())
STARTS_AT = bindparam("starts_at", type_=UtcDateTime())
# What the kinds of rows have in common: two whole numbers, two moments, a text and a day.
NOTHING: tuple[ColumnElement[Any], ...] = (
    cast(null(), Integer),
    cast(null(), Integer),
    cast(null(), UtcDateTime),
    cast(null(), UtcDateTime),
    cast(null(), String),
    cast(null(), Date),
)


def step(meeting: Meeting, user: User, now: datetime) -> str:
    """The step of a round that this person may open, by one statement; drafts are no part of it."""
    about = {"meeting_id": meeting.id, "circle_id": meeting.circle_id, "starts_at": meeting.starts_at}
    rows = [tuple(row) for row in db.session.execute(_rows(), read_by(user) | about)]
    phase = meeting.has_begun(now), meeting.is_held(now), writing.is_open(meeting, now)
    return hashlib.sha256(repr((phase, meeting.starts_at, sorted(rows, key=repr))).encode()).hexdigest()[:32]


@kept
def _rows() -> CompoundSelect[*tuple[Any, ...]]:
    return union_all(_cards(), _help(), _actions(), _decisions())


def _cards() -> Select[*tuple[Any, ...]]:
    rows = _row("card", TeamUpdate.id, TeamUpdate.number, TeamUpdate.handed_in_at)
    return rows.where(TeamUpdate.meeting_id == MEETING_ID, TeamUpdate.handed_in_at.is_not(None))


def _help() -> Select[*tuple[Any, ...]]:
    moment = HelpWanted.claimed_at, HelpWanted.closed_at
    rows = _row("help", HelpWanted.id, HelpWanted.claimed_by_id, *moment, cast(HelpWanted.escalated_at, String))
    rows = rows.join(Meeting, Meeting.id == HelpWanted.meeting_id)
    return rows.where(*queries.is_in_round(CIRCLE_ID, MEETING_ID, STARTS_AT))


def _actions() -> Select[*tuple[Any, ...]]:
    ends = Action.done_at, Action.dropped_at
    rows = _row("action", Action.id, Action.owner_id, *ends, Action.text, Action.due_on)
    rows = rows.where(Action.circle_id == CIRCLE_ID, or_(Action.meeting_id == MEETING_ID, Action.is_open))
    return rows.where(is_visible(Action, is_member=True))


def _decisions() -> Select[*tuple[Any, ...]]:
    rows = _row("decision", Decision.id, None, Decision.dropped_at, None, Decision.text)
    rows = rows.where(Decision.circle_id == CIRCLE_ID, or_(Decision.meeting_id == MEETING_ID, Decision.stands))
    return rows.where(is_visible(Decision, is_member=True))


def _row(kind: str, *columns: Any) -> Select[*tuple[Any, ...]]:
    """A kind's columns, in the places of NOTHING: those that are None, or left out, are empty."""
    cells = [one if one is not None else nothing for one, nothing in zip_longest(columns, NOTHING)]
    return select(literal(kind), *cells)
