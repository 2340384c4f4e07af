"""What a page shows one reader of the thanks of a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studyhub.meetings import rules
from studyhub.meetings.models import Meeting
from studyhub.meetings.thanks import queries
from studyhub.meetings.thanks.queries import Line, Presenter
from studyhub.people.models import User
from studyhub.people.readers import is_member


@dataclass(frozen=True)
class ThanksPage:
    """What was said, and whom the reader may thank: nobody where they may not."""

    said: Sequence[Line]
    presenters: Sequence[Presenter]


def thanks_page(meeting: Meeting, user: User | None, now: datetime) -> ThanksPage | None:
    """The thanks of a meeting that has begun; None for visitors, and where there is nothing to read or to say."""
    if not is_member(user) or not meeting.has_begun(now):
        return None
    said, presenters = queries.said_in(meeting, user), _can_be_thanked(meeting, user, now)
    return ThanksPage(said, presenters) if said or presenters else None


def _can_be_thanked(meeting: Meeting, user: User, now: datetime) -> list[Presenter]:
    if not rules.can_thank(meeting, now) or not queries.belongs(meeting, user):
        return []
    return [one for one in queries.presenters(meeting) if one.id != user.id]
