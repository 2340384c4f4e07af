"""What the worker looks for once a minute: of which sessions whom to remind. Nothing here commits.

Each reminder is a row of its own and a message with a key of its own, so two workers that look at once remind once.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from studyhub.db import db
from studyhub.delivery import rows
from studyhub.delivery.texts import Payload
from studyhub.meetings import telling
from studyhub.reminders import facts, moments, queries
from studyhub.reminders.models import BEFORE, Reminder, ReminderKind
from studyhub.reminders.queries import Due, ToRemind

KEPT = moments.DAY * 90


def remind_of_sessions(now: datetime, ours: str, zones: Sequence[str]) -> None:
    """Remind people a week, a day and an hour before, as docs/rules.md, Reminders, says.

    `zones` are those in which people read; whoever chose none reads in `ours`.
    """
    for kind in BEFORE:
        for until, readers in _reaches(zones, now).items():
            sessions = _sessions(kind, until, readers[0], now)
            found = list(queries.to_remind(kind, sessions, readers, ours, now=now)) if sessions else []
            if found:
                _remind(kind, found, now)


def _reaches(zones: Sequence[str], now: datetime) -> dict[datetime, list[str]]:
    """The zones of readers by the moment up to which they are reminded; those where it is night are left out."""
    found: dict[datetime, list[str]] = {}
    for zone in zones:
        if (until := moments.reach(now, zone)) is not None:
            found.setdefault(until, []).append(zone)
    return found


def _sessions(kind: ReminderKind, until: datetime, zone: str, now: datetime) -> list[Due]:
    """Those that are due for readers in a zone: of what is due until the end of its night, not what comes before it."""
    return [one for one in queries.due(kind, now=now, until=until) if moments.is_due(one.moment, zone, now)]


def _remind(kind: ReminderKind, found: Sequence[ToRemind], now: datetime) -> None:
    _note(kind, found, now)
    program = facts.program({one.meeting.id: one.meeting for one in found}.values())
    before = facts.chapters_before(_own_chapters(program, found)) if kind is ReminderKind.WEEK else {}
    messages = [(one.user, key_of(kind, one.meeting.id, one.moment), _payload(program, before, one)) for one in found]
    telling.tell(kind, messages, now=now)


def _note(kind: ReminderKind, found: Sequence[ToRemind], now: datetime) -> None:
    noted = [
        {"kind": kind, "meeting_id": one.meeting.id, "user_id": one.user.id, "moment": one.moment, "decided_at": now}
        for one in found
    ]
    rows.insert_missing(Reminder, noted, unique=["meeting_id", "kind", "user_id", "moment"])


def key_of(kind: ReminderKind, meeting_id: int, moment: datetime) -> str:
    """What makes a reminder one, with its reader: `day_before:56:1764745200`."""
    return f"{kind}:{meeting_id}:{moment.timestamp():.0f}"


def _own_chapters(program: facts.Program, found: Sequence[ToRemind]) -> set[int]:
    return {part["id"] for one in found for part in program.of(one.meeting, one.user)["chapters"] if part["is_mine"]}


def _payload(program: facts.Program, before: dict[int, facts.Before], one: ToRemind) -> Payload:
    told = program.of(one.meeting, one.user)
    of_others = facts.of_others(before, told["chapters"])
    for part in told["chapters"]:
        if (earlier := of_others.get(part["id"])) is not None:
            part["before"] = {"title": earlier.title, "presenters": list(earlier.presenters)}
    return told


def forget_old(now: datetime) -> None:
    """Forget reminders of long ago, as their messages are forgotten."""
    db.session.execute(delete(Reminder).where(Reminder.moment < now - KEPT))
