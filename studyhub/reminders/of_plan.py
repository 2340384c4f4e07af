"""How the reminders of the day before stand for each session of a circle's plan, for whoever organises it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from studyhub.circles.models import Circle
from studyhub.db import db, kept
from studyhub.delivery.models import Channel, DeliveryState, OutboxMessage
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.reminders import moments
from studyhub.reminders.models import Reminder, ReminderKind
from studyhub.reminders.reminding import key_of
from studyhub.reminders.standing import SHOWN_BEFORE, is_halted


@dataclass(frozen=True)
class PlanReminder:
    """When it is due, to how many it went so far, and how many of them it did not reach by mail; or that none goes."""

    moment: datetime
    is_halted: bool
    sent: int
    unreached: int


def of_plan(circle: Circle, meetings: Iterable[Meeting], now: datetime) -> Mapping[int, PlanReminder]:
    """By the id of the session; only for those soon that take place. Three statements, however many there are."""
    due = {one.id: _moment(one, circle) for one in meetings if _is_near(one, now)}
    if not due:
        return {}
    sent: dict[int, list[str]] = {id_: [] for id_ in due}
    for meeting_id, moment, user_id in db.session.execute(_decided(), {"ids": list(due)}):
        if due[meeting_id] == moment:
            sent[meeting_id].append(f"{key_of(ReminderKind.DAY, meeting_id, moment)}:{user_id}:{Channel.MAIL}")
    failed = set(db.session.scalars(_failed(), {"keys": [key for keys in sent.values() for key in keys]}))
    halted = is_halted(circle)
    return {
        id_: PlanReminder(moment, halted, len(sent[id_]), len(failed.intersection(sent[id_])))
        for id_, moment in due.items()
    }


def _is_near(meeting: Meeting, now: datetime) -> bool:
    is_on = meeting.state is MeetingState.SCHEDULED
    return is_on and meeting.starts_at - SHOWN_BEFORE <= now < meeting.ends_at


def _moment(meeting: Meeting, circle: Circle) -> datetime:
    return moments.moment(ReminderKind.DAY, meeting.starts_at, circle.time_zone)


@kept
def _decided() -> Select[*tuple[Any, ...]]:
    rows = select(Reminder.meeting_id, Reminder.moment, Reminder.user_id)
    here = Reminder.meeting_id.in_(bindparam("ids", expanding=True))
    return rows.where(here, Reminder.kind == ReminderKind.DAY)


@kept
def _failed() -> Select[str]:
    keys = OutboxMessage.key.in_(bindparam("keys", expanding=True))
    return select(OutboxMessage.key).where(keys, OutboxMessage.state == DeliveryState.FAILED)
