"""What a person's page shows one reader: what they gave, what they were thanked for, where they take part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_

from studyhub.circles.models import Participation
from studyhub.contributions import presented, taking_part
from studyhub.contributions.presented import Presented
from studyhub.contributions.taking_part import TakesPart
from studyhub.db import db
from studyhub.meetings import spines
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.attendance import own_record
from studyhub.meetings.attendance.own_record import Entry
from studyhub.meetings.models import Attendance, Meeting, Signup
from studyhub.meetings.spines import SmallSpine
from studyhub.meetings.thanks import queries as thanks
from studyhub.meetings.thanks.queries import Received
from studyhub.people.models import User, UserState
from studyhub.people.readers import read_by

RECORD_SHOWN = 3
GONE = (UserState.LEFT, UserState.SUSPENDED)
_DOERS = (Participation.user_id, Signup.user_id, Assignment.user_id, Attendance.user_id)


@dataclass(frozen=True)
class PersonPage:
    """`next_meeting` is asked for only where nothing is presented; `record` is there on one's own page alone."""

    presented: Sequence[Presented]
    has_more: bool
    next_meeting: Meeting | None
    thanks: Sequence[Received]
    circles: Sequence[TakesPart]
    spines: Mapping[int, SmallSpine]
    record: Sequence[Entry]


def person_page(person: User, reader: User, *, page: int, now: datetime) -> PersonPage:
    """The page of a person; `page` counts from 1 through what they presented, whoever reads."""
    shown, has_more = presented.presented(person, reader, page=page)
    circles = taking_part.circles_of(person, reader, now=now)
    is_first_and_empty = page == 1 and not shown
    return PersonPage(
        presented=shown,
        has_more=has_more,
        next_meeting=taking_part.next_meeting(person, reader, now=now) if is_first_and_empty else None,
        thanks=thanks.received(person, reader),
        circles=circles,
        spines=spines.small_spines([one.id for one in circles if one.goes_on], now=now),
        record=_record(person, now) if person.id == reader.id else (),
    )


def _record(person: User, now: datetime) -> list[Entry]:
    wanted = own_record.mine(person, now).limit(RECORD_SHOWN)
    return own_record.entries(person, db.session.scalars(wanted, read_by(person)), now)


def has_taken_part() -> ColumnElement[bool]:
    """That somebody who is gone was in a circle or a session once: what they did stays, and so does their page.

    Whoever was refused, or never answered an invitation, is known to administrators alone.
    """
    did = or_(*(exists().where(person == User.id) for person in _DOERS))
    return and_(User.state.in_(GONE), User.merged_into_id.is_(None), did)
