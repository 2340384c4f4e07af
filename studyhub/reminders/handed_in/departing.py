"""Which columns of reminders name people. Nothing here commits."""

from datetime import datetime

from sqlalchemy import delete

from studyhub.db import db
from studyhub.people.departing import OfPeople
from studyhub.people.models import User
from studyhub.reminders.models import Reminder, ReminderHalt, ReminderStop


def settle(going: User, staying: User, *, now: datetime) -> None:
    """The choices of the account that stays hold."""
    db.session.execute(delete(ReminderStop).where(ReminderStop.user_id == going.id))


OF_PEOPLE = OfPeople(kept=(Reminder.user_id, ReminderHalt.halted_by_id), ended=(ReminderStop.user_id,), settle=settle)
