"""How reminders of one session stand, for whoever organises: when they go, to how many they went, who was not reached.

Organisers can halt all reminders of a circle. Nothing here commits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, bindparam, delete, select

from studyhub.audit import trail
from studyhub.circles.models import Circle
from studyhub.db import db, kept
from studyhub.delivery import rows
from studyhub.delivery.models import Channel, DeliveryState, OutboxMessage
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import User
from studyhub.reminders import moments
from studyhub.reminders.models import Reminder, ReminderHalt, ReminderKind
from studyhub.reminders.reminding import key_of

SHOWN = (ReminderKind.DAY, ReminderKind.HOUR)
# Long before, and after it is over, nobody looks for it.
SHOWN_BEFORE = timedelta(days=14)


@dataclass(frozen=True)
class Standing:
    """Of one kind: when it is due, to how many it went so far, and by whom its mail was not taken."""

    kind: ReminderKind
    moment: datetime
    sent: int
    unreached: Sequence[User]


@dataclass(frozen=True)
class Standings:
    """Of one session; halted, none goes out any more."""

    is_halted: bool
    kinds: Sequence[Standing]


# The id of a session, and the kind of reminder.
About = tuple[int, ReminderKind]


def of_meeting(meeting: Meeting, now: datetime) -> Standings | None:
    """How reminders stand; None where there is nothing to say, for a session is far, over or not on."""
    if not is_shown(meeting, now):
        return None
    starts_at, zone = meeting.starts_at, meeting.circle.time_zone
    found = of_due({(meeting.id, kind): moments.moment(kind, starts_at, zone) for kind in SHOWN})
    return Standings(is_halted(meeting.circle), list(found.values()))


def is_shown(meeting: Meeting, now: datetime) -> bool:
    """Whether anything is said of the reminders of a session: it takes place, is near and not over."""
    is_near = meeting.starts_at - SHOWN_BEFORE <= now < meeting.ends_at
    return is_near and meeting.state is MeetingState.SCHEDULED


def of_due(due: Mapping[About, datetime]) -> dict[About, Standing]:
    """How the reminders of these moments stand; two statements, however many there are."""
    told = _told(due)
    return {
        (meeting_id, kind): Standing(kind, moment, _count(told[meeting_id, kind]), _unreached(told[meeting_id, kind]))
        for (meeting_id, kind), moment in due.items()
    }


class _Told(NamedTuple):
    """A message to somebody, on one channel, and what became of it."""

    user: User
    channel: Channel
    state: DeliveryState


def _told(due: Mapping[About, datetime]) -> dict[About, list[_Told]]:
    """The messages of each kind for its moment; whoever turned a kind off on a channel has none there."""
    keys = {
        f"{key_of(kind, meeting_id, moment)}:{user_id}:{channel}": (meeting_id, kind)
        for meeting_id, kind, moment, user_id in _decided(due)
        if due.get((meeting_id, kind)) == moment
        for channel in Channel
    }
    found: dict[About, list[_Told]] = {about: [] for about in due}
    for key, user, channel, state in db.session.execute(_messages(), {"keys": list(keys)}) if keys else ():
        found[keys[key]].append(_Told(user, channel, state))
    return found


def _decided(due: Mapping[About, datetime]) -> Iterable[tuple[int, ReminderKind, datetime, int]]:
    asked = {"ids": list({meeting_id for meeting_id, _kind in due}), "kinds": list({kind for _id, kind in due})}
    return ((row[0], row[1], row[2], row[3]) for row in db.session.execute(_reminders(), asked))


@kept
def _reminders() -> Select[int, ReminderKind, datetime, int]:
    rows_of = select(Reminder.meeting_id, Reminder.kind, Reminder.moment, Reminder.user_id)
    here = Reminder.meeting_id.in_(bindparam("ids", expanding=True))
    return rows_of.where(here, Reminder.kind.in_(bindparam("kinds", expanding=True)))


@kept
def _messages() -> Select[str, User, Channel, DeliveryState]:
    rows_of = select(OutboxMessage.key, User, OutboxMessage.channel, OutboxMessage.state)
    told = rows_of.join(User, User.id == OutboxMessage.recipient_id)
    return told.where(OutboxMessage.key.in_(bindparam("keys", expanding=True))).order_by(User.reading, User.id)


def _count(told: Sequence[_Told]) -> int:
    """How many people it reaches on some channel, or will as soon as the worker comes to it."""
    return len({one.user.id for one in told if one.state in (DeliveryState.SENT, DeliveryState.WAITING)})


def _unreached(told: Sequence[_Told]) -> list[User]:
    return [one.user for one in told if one.channel is Channel.MAIL and one.state is DeliveryState.FAILED]


def is_halted(circle: Circle) -> bool:
    """Whether nobody is reminded of this circle's sessions."""
    halted = select(ReminderHalt.id).where(ReminderHalt.circle_id == circle.id)
    return db.session.scalar(halted) is not None


def halt(circle: Circle, *, by: User, now: datetime) -> None:
    """Nobody is reminded of this circle's sessions any more. Pressing twice is harmless."""
    if not is_halted(circle):
        trail.record("reminders.halted", circle, by=by, now=now, circle_id=circle.id)
    halted = {"circle_id": circle.id, "halted_by_id": by.id, "halted_at": now}
    rows.insert_missing(ReminderHalt, [halted], unique=["circle_id"])


def go_on(circle: Circle, *, by: User, now: datetime) -> None:
    """People are reminded again, of what is due from now on or still of use."""
    if is_halted(circle):
        trail.record("reminders.resumed", circle, by=by, now=now, circle_id=circle.id)
    db.session.execute(delete(ReminderHalt).where(ReminderHalt.circle_id == circle.id))
