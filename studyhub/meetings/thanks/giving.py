"""Giving thanks: a short line from whoever belongs to a session to who presented in it.

Rules: docs/rules.md, Thanks. Nothing here commits.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from studyhub.db import db
from studyhub.meetings import payloads, rules, telling
from studyhub.meetings.models import Meeting
from studyhub.meetings.thanks import queries
from studyhub.meetings.thanks.models import Thanks
from studyhub.people.models import User

THANKS_MAX_CHARS = 120
# More is not what a line of thanks is for.
OF_PERSON_MAX = 10


class ThanksClosed(Exception):
    """The meeting has not begun, was called off, or ended more than 14 days ago."""


class NotTheirs(Exception):
    """Only who belongs to the session thanks for it, only who presented in it is thanked, nobody themselves."""


class EnoughThanked(Exception):
    """Of this person no more is taken in this session."""


def thank(meeting: Meeting, presenter_ids: Collection[int], text: str, *, by: User, now: datetime) -> None:
    """Say the same to each of these presenters. What was said already is not said again; each is told once a session.

    Raises ThanksClosed, NotTheirs, EnoughThanked.
    """
    if not rules.can_thank(meeting, now):
        raise ThanksClosed
    known = {one.id for one in queries.presenters(meeting)}
    if not presenter_ids or not set(presenter_ids) <= known - {by.id} or not queries.belongs(meeting, by):
        raise NotTheirs
    said = _lock_said(meeting, by)
    new = [id_ for id_ in sorted(presenter_ids) if (id_, text) not in said]
    if len(said) + len(new) > OF_PERSON_MAX:
        raise EnoughThanked
    db.session.add_all(
        Thanks(meeting_id=meeting.id, writer_id=by.id, presenter_id=id_, text=text, written_at=now) for id_ in new
    )
    _tell(meeting, new, by=by, now=now)


def _lock_said(meeting: Meeting, by: User) -> set[tuple[int, str]]:
    # Two presses at once wait for each other here.
    db.session.scalar(select(User.id).where(User.id == by.id).with_for_update())
    said = select(Thanks.presenter_id, Thanks.text).where(Thanks.meeting_id == meeting.id, Thanks.writer_id == by.id)
    return {(row[0], row[1]) for row in db.session.execute(said)}


def _tell(meeting: Meeting, presenter_ids: Collection[int], *, by: User, now: datetime) -> None:
    # Neither the words nor their writer: what is taken back stands in no mailbox, and a second line tells nothing.
    people = db.session.scalars(select(User).where(User.id.in_(presenter_ids))).all()
    payload = payloads.of_meeting(meeting)
    telling.tell("thanked", [(user, f"thanked:{meeting.id}", payload) for user in people], by=by, now=now)


def take_back(thanks: Thanks) -> None:
    """Unsay a line, to everybody it was said to."""
    db.session.execute(
        delete(Thanks).where(
            Thanks.meeting_id == thanks.meeting_id, Thanks.writer_id == thanks.writer_id, Thanks.text == thanks.text
        )
    )


def show(thanks: Thanks, *, is_shown: bool) -> None:
    """Let a line stand on the presenter's own page, or not any more."""
    thanks.is_shown = is_shown
