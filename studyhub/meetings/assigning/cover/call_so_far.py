"""How far the telling of those who could take a chapter has come, for whoever decides about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from studyhub.db import db
from studyhub.meetings.assigning.cover import calling
from studyhub.meetings.assigning.fairness import Candidate
from studyhub.meetings.assigning.models import ChapterCall
from studyhub.meetings.models import Meeting
from studyhub.meetings.rules import LAST_ASKED
from studyhub.people.models import User

SHOWN = 5


class Told(NamedTuple):
    """Somebody who was told that a chapter wants a presenter, and when."""

    user_id: int
    name: str
    at: datetime


@dataclass(frozen=True)
class CallSoFar:
    """Who was told, the earliest first, and who is told next, the fairest first; until when, and whether all at once.

    `to_follow` are the first of those who are still to be told, `more` is how many others could take it besides.
    """

    told: Sequence[Told]
    to_follow: Sequence[str]
    more: int
    until: datetime
    tells_all: bool


def told_of(meeting: Meeting, chapter_ids: Collection[int]) -> dict[int, list[Told]]:
    """Who was told of each of these chapters of a meeting, the earliest first."""
    rows = select(ChapterCall.chapter_id, User.id, User.name, ChapterCall.called_at)
    named = rows.join(User, User.id == ChapterCall.user_id).where(ChapterCall.meeting_id == meeting.id)
    found: dict[int, list[Told]] = {}
    here = named.where(ChapterCall.chapter_id.in_(chapter_ids)).order_by(ChapterCall.called_at, ChapterCall.id)
    for chapter_id, user_id, name, called_at in db.session.execute(here):
        found.setdefault(chapter_id, []).append(Told(user_id, name, called_at))
    return found


def call_so_far(
    meeting: Meeting, told: Sequence[Told], candidates: Sequence[Candidate], *, now: datetime
) -> CallSoFar | None:
    """Of one chapter, given who could take it in fair order; None where nobody is told by itself (any more)."""
    if not calling.is_called(meeting, now):
        return None
    known = {one.user_id for one in told}
    left = [one.person.name for one in candidates if one.person.user_id not in known]
    return CallSoFar(
        told=told,
        to_follow=left[:SHOWN],
        more=max(len(left) - SHOWN, 0),
        until=meeting.starts_at - LAST_ASKED,
        tells_all=calling.tells_all(meeting, now),
    )
