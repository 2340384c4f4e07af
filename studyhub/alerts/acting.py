"""Saying of an alert that somebody did something about it, or nobody. Rules: docs/rules.md, Alerts. Does not commit."""

from datetime import datetime, timedelta

from sqlalchemy import select

from studyhub.alerts.models import Alert
from studyhub.audit import trail
from studyhub.commitments import calendar
from studyhub.commitments.models import CommitmentKind
from studyhub.db import db
from studyhub.people.models import User

# How long somebody is taken up by an alert that has no end yet, or ended at once.
AT_LEAST = timedelta(minutes=15)
# And at most: what rings for a week because nobody told its end takes nobody up for a week.
AT_MOST = timedelta(hours=24)


def act(alert: Alert, actor: User, done: str = "", *, by: User, now: datetime) -> None:
    """Say that a person did something about it: they could not be anywhere else meanwhile. The last word holds."""
    _hold(alert)
    calendar.release([source_of(alert)])
    alert.is_acted_on, alert.acted_by_id, alert.done = True, actor.id, done or alert.done
    alert.marked_by_id, alert.marked_at = by.id, now
    ends_at = max(alert.ends_at or now, alert.starts_at + AT_LEAST)
    ends_at = min(ends_at, alert.starts_at + AT_MOST)
    calendar.hold(source_of(alert), CommitmentKind.PAGE, actor.id, alert.starts_at, ends_at)
    trail.record("alert.acted_on", alert, by=by, now=now, after={"user_id": actor.id})


def leave(alert: Alert, *, by: User, now: datetime) -> None:
    """Say that nobody did anything about it."""
    _hold(alert)
    calendar.release([source_of(alert)])
    alert.is_acted_on, alert.acted_by_id = False, None
    alert.marked_by_id, alert.marked_at = by.id, now
    trail.record("alert.left", alert, by=by, now=now)


def source_of(alert: Alert) -> str:
    """Names the row that a commitment came from."""
    return f"alert:{alert.id}"


def _hold(alert: Alert) -> None:
    db.session.flush()
    held = select(Alert).where(Alert.id == alert.id).with_for_update()
    db.session.scalar(held.execution_options(populate_existing=True))
