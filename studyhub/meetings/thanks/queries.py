"""Fetching thanks; permission is part of the fetch. Nothing here counts them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, Circle, Participation
from studyhub.db import db, kept
from studyhub.meetings.assigning.models import WILL_PRESENT_OR_DID, Assignment
from studyhub.meetings.models import WAS_THERE, Attendance, Meeting, MeetingState, Signup, SignupState
from studyhub.meetings.thanks.models import Thanks
from studyhub.people.models import MEMBERS, User
from studyhub.people.readers import READER, read_by

SHOWN_AT_HOME, DAYS_AT_HOME = 2, 7
# The older ones stand at their sessions.
SHOWN_ON_PAGE = 30


class Presenter(NamedTuple):
    """Somebody who can be thanked for a meeting, with the numbers or titles of what they presented."""

    id: int
    name: str
    chapters: tuple[str, ...] = ()


def presenters(meeting: Meeting) -> list[Presenter]:
    """Who can be thanked: those who present in a meeting; where nobody does, whoever leads it.

    Guests, and whoever has left the organisation, have no page to read it on: nobody is thanked in their place.
    """
    found: dict[int, Presenter] = {}
    rows = db.session.execute(_presenters(), {"meeting_id": meeting.id}).all()
    for id_, name, state, chapter in rows:
        if state in MEMBERS:
            one = found.get(id_, Presenter(id_, name))
            found[id_] = one._replace(chapters=(*one.chapters, chapter))
    lead = meeting.facilitator
    if not rows and lead is not None and lead.state in MEMBERS:
        return [Presenter(lead.id, lead.name)]
    return list(found.values())


@kept
def _presenters() -> Select[*tuple[Any, ...]]:
    called = func.coalesce(Chapter.number, Chapter.title)
    rows = select(User.id, User.name, User.state, called).select_from(Assignment)
    named = rows.outerjoin(User, User.id == Assignment.user_id).join(Chapter, Chapter.id == Assignment.chapter_id)
    here = named.where(Assignment.meeting_id == bindparam("meeting_id"), Assignment.state.in_(WILL_PRESENT_OR_DID))
    return here.order_by(Chapter.position, Assignment.id)


def belongs(meeting: Meeting, user: User) -> bool:
    """Whether the person may thank for this meeting: they take part in its circle, had a seat or are on record."""
    return db.session.scalar(_belongs(), {"reader": user.id, "meeting_id": meeting.id}) is not None


@kept
def _belongs() -> Select[int]:
    return _belonging().where(Meeting.id == bindparam("meeting_id"))


def _belonging() -> Select[int]:
    here = select(Meeting.id).where(circles.is_visible(Meeting.circle_id, is_member=True))
    is_in = exists().where(
        Participation.circle_id == Meeting.circle_id, Participation.user_id == READER, Participation.is_present
    )
    return here.where(or_(is_in, _has_seat(), _is_recorded()))


def to_thank(user: User, meeting_ids: Collection[int]) -> set[int]:
    """In which of these meetings there is somebody whom the person may thank, as `belongs` and `presenters` say.

    Not where they have done so already.
    """
    return set(db.session.scalars(_to_thank(), {"reader": user.id, "ids": list(meeting_ids)}))


@kept
def _to_thank() -> Select[int]:
    has_thanked = exists().where(Thanks.meeting_id == Meeting.id, Thanks.writer_id == READER)
    here = _belonging().where(Meeting.id.in_(bindparam("ids", expanding=True)), ~has_thanked)
    presents = exists().where(Assignment.meeting_id == Meeting.id, Assignment.state.in_(WILL_PRESENT_OR_DID))
    is_other = and_(User.id != READER, User.state.in_(MEMBERS))
    presented = presents.where(Assignment.user_id == User.id, is_other)
    led = exists().where(User.id == Meeting.facilitator_id, is_other)
    return here.where(or_(presented, and_(~presents, led)))


@dataclass(frozen=True)
class Line:
    """What somebody said, once, however many they said it to. `ids` are its rows, `own_ids` those to the reader."""

    ids: tuple[int, ...]
    text: str
    writer_id: int
    writer: str
    presenters: tuple[str, ...]
    own_ids: tuple[int, ...]
    is_shown: bool


def said_in(meeting: Meeting, reader: User) -> list[Line]:
    """What was said in a meeting, newest first, as far as this person may read it.

    That is all of it for whoever was there and for organisers; of others what they wrote and what is to them.
    """
    found: dict[tuple[int, str], Line] = {}
    for id_, text, writer_id, writer, presenter_id, presenter, is_shown in db.session.execute(
        _said(), read_by(reader) | {"meeting_id": meeting.id}
    ):
        line = found.get((writer_id, text)) or Line((), text, writer_id, writer, (), (), is_shown=False)
        is_to_reader = presenter_id == reader.id
        found[writer_id, text] = replace(
            line,
            ids=(*line.ids, id_),
            presenters=(*line.presenters, presenter),
            own_ids=(*line.own_ids, id_) if is_to_reader else line.own_ids,
            is_shown=is_shown if is_to_reader else line.is_shown,
        )
    return list(reversed(found.values()))


@kept
def _said() -> Select[*tuple[Any, ...]]:
    writer, presenter = aliased(User), aliased(User)
    rows = (
        select(Thanks.id, Thanks.text, writer.id, writer.name, presenter.id, presenter.name, Thanks.is_shown)
        .join(writer, writer.id == Thanks.writer_id)
        .join(presenter, presenter.id == Thanks.presenter_id)
        .join(Meeting, Meeting.id == Thanks.meeting_id)
        .where(Meeting.id == bindparam("meeting_id"), circles.is_visible(Meeting.circle_id, is_member=True))
    )
    is_theirs = or_(Thanks.writer_id == READER, Thanks.presenter_id == READER)
    return rows.where(or_(is_theirs, _was_there(), _organizes())).order_by(Thanks.id)


def _was_there() -> ColumnElement[bool]:
    """Whether the reader was there: as recorded, and until somebody has confirmed it whoever had a seat."""
    came = _is_recorded(Attendance.state.in_(WAS_THERE))
    return or_(came, and_(Meeting.attendance_confirmed_at.is_(None), _has_seat()))


def _has_seat() -> ColumnElement[bool]:
    return exists().where(
        Signup.meeting_id == Meeting.id, Signup.user_id == READER, Signup.state == SignupState.CONFIRMED
    )


def _is_recorded(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Attendance.meeting_id == Meeting.id, Attendance.user_id == READER, *which)


def _organizes() -> ColumnElement[bool]:
    return exists().where(
        Participation.circle_id == Meeting.circle_id,
        Participation.user_id == READER,
        Participation.is_present,
        Participation.is_organizer,
    )


class Received(NamedTuple):
    """A line of thanks away from its meeting: what, of whom, and for which session."""

    id: int
    text: str
    writer: str
    meeting_id: int
    circle: str
    number: int | None
    is_shown: bool
    written_at: datetime


def arrived(user: User, *, now: datetime) -> list[Received]:
    """What was said to a person this week, newest first: one or two, for their first page."""
    return [Received(*row) for row in db.session.execute(arrived_rows(), lately(user, now))]


def lately(user: User, now: datetime) -> dict[str, Any]:
    """What `arrived_rows` is executed with."""
    return read_by(user) | {"presenter_id": user.id, "written_since": now - timedelta(days=DAYS_AT_HOME)}


@kept
def arrived_rows() -> Select[*tuple[Any, ...]]:
    """The statement that `arrived` executes."""
    return _received().where(Thanks.written_at > bindparam("written_since")).limit(SHOWN_AT_HOME)


def received(presenter: User, reader: User) -> Sequence[Received]:
    """What stands on a presenter's page, newest first: what they show, to whoever may see the circle; to them all.

    The newest of very many.
    """
    asked = read_by(reader) | {"presenter_id": presenter.id}
    return [Received(*row) for row in db.session.execute(_on_page(), asked)]


@kept
def _on_page() -> Select[*tuple[Any, ...]]:
    return _received().where(or_(Thanks.is_shown, Thanks.presenter_id == READER)).limit(SHOWN_ON_PAGE)


def _received() -> Select[*tuple[Any, ...]]:
    return (
        select(Thanks.id, Thanks.text, User.name, Meeting.id, Circle.title, Meeting.number)
        .add_columns(Thanks.is_shown, Thanks.written_at)
        .select_from(Thanks)
        .join(User, User.id == Thanks.writer_id)
        .join(Meeting, Meeting.id == Thanks.meeting_id)
        .join(Circle, Circle.id == Meeting.circle_id)
        .where(Thanks.presenter_id == bindparam("presenter_id"), Meeting.state == MeetingState.SCHEDULED)
        .where(circles.is_visible(Meeting.circle_id, is_member=True))
        .order_by(Thanks.id.desc())
    )


def own(meeting: Meeting, user: User, thanks_id: int) -> Thanks | None:
    """A line the person wrote in a meeting, or None."""
    return db.session.scalar(_one(meeting, thanks_id).where(Thanks.writer_id == user.id))


def addressed(meeting: Meeting, user: User, thanks_id: int) -> Thanks | None:
    """A line in a meeting that was said to the person, or None."""
    return db.session.scalar(_one(meeting, thanks_id).where(Thanks.presenter_id == user.id))


def _one(meeting: Meeting, thanks_id: int) -> Select[Thanks]:
    return select(Thanks).where(Thanks.id == thanks_id, Thanks.meeting_id == meeting.id)
