"""Who was there over time in one circle: everything for its organisers, who came, or how many, for everybody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from studyhub.db import db
from studyhub.meetings import rules
from studyhub.meetings.attendance import queries as attendance_queries
from studyhub.meetings.attendance.presence import CAME, Presence, presence
from studyhub.meetings.models import WAS_THERE, Meeting
from studyhub.people.models import User


@dataclass(frozen=True)
class Row:
    """One person; `cells` are in the order of the meetings, None where they had no part."""

    user: User
    cells: Sequence[Presence | None]

    @property
    def came(self) -> int:
        """How often the person was there."""
        return sum(cell in CAME for cell in self.cells)


def rows(meetings: Sequence[Meeting], now: datetime) -> list[Row]:
    """Everybody who had a seat or is on record, by their reading (kana). For organisers only."""
    ids = [meeting.id for meeting in meetings]
    seated, recorded = attendance_queries.seated(ids), attendance_queries.recorded(ids)
    excused = attendance_queries.excused(ids)
    found = []
    for user in _people({user_id for _, user_id in seated | recorded.keys()}):
        pairs = [(meeting, (meeting.id, user.id)) for meeting in meetings]
        cells = [
            presence(meeting, recorded.get(pair), has_seat=pair in seated, has_excuse=pair in excused, now=now)
            for meeting, pair in pairs
        ]
        if any(cells):
            found.append(Row(user, cells))
    return found


def _people(ids: set[int]) -> list[User]:
    people = db.session.scalars(select(User).where(User.id.in_(ids)))
    return sorted(people, key=lambda user: (user.reading, user.id))


@dataclass(frozen=True)
class CameLine:
    """One meeting and how many were there; nothing of anybody else.

    `people` are they, None for a reader to whom they are not named; `presenters` are the names of who presented.
    """

    meeting: Meeting
    count: int
    people: Sequence[User] | None
    presenters: Sequence[str]


def came_lines(meetings: Sequence[Meeting], reader: User, *, organizes: bool) -> list[CameLine]:
    """Who was there, for everybody who may see the circle; by name only where `rules.knows_who_came` says so.

    Only where attendance was confirmed: until then pages name who signed up, and both together would tell who is
    missing.
    """
    known = [meeting for meeting in meetings if meeting.attendance_confirmed_at is not None]
    ids = [meeting.id for meeting in known]
    recorded, presented = attendance_queries.recorded(ids), attendance_queries.presented(ids)
    named = {one for one in ids if rules.knows_who_came(recorded.get((one, reader.id)), organizes=organizes)}
    came = {pair for pair, state in recorded.items() if state in WAS_THERE}
    people = _people({user_id for meeting_id, user_id in came if meeting_id in named})
    return [
        CameLine(
            meeting,
            count=sum(meeting_id == meeting.id for meeting_id, _ in came),
            people=[user for user in people if (meeting.id, user.id) in came] if meeting.id in named else None,
            presenters=presented.get(meeting.id, []),
        )
        for meeting in known
    ]
