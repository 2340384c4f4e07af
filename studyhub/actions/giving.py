"""What somebody is to do: given to them, changed, done, dropped. Rules: docs/rules.md, Decisions and actions.

Nothing here commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from studyhub.actions import queries
from studyhub.actions.models import Action
from studyhub.actions.places import Place
from studyhub.audit import trail
from studyhub.circles import queries as circles
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.people.models import User
from studyhub.text import searching


@dataclass(frozen=True)
class Task:
    """What is to be done, by whom (None: nobody yet) and until which day of the circle's zone (None: no day)."""

    text: str
    owner: User | None = None
    due_on: date | None = None


class NotInCircle(Exception):
    """Only who is in the circle gets an action of it."""


def give(place: Place, task: Task, *, by: User, now: datetime) -> Action:
    """Keep an action and tell its owner, unless they made it themselves. Raises NotInCircle."""
    _require_in_circle(place.circle, task.owner)
    action = Action(**place.columns, created_by_id=by.id, created_at=now)
    action.circle, action.meeting = place.circle, place.meeting
    _take(action, task)
    db.session.add(action)
    trail.record("action.given", action, by=by, now=now, circle_id=action.circle_id, after=_owned(action))
    _tell(action, by=by, now=now)
    return action


def change(action: Action, task: Task, *, by: User, now: datetime) -> None:
    """Change what, who or until when; a new owner is told. Raises NotInCircle."""
    read = ["text", "owner_id", "former_owner_id", "due_on", "done_at", "dropped_at"]
    db.session.refresh(action, read, with_for_update=True)
    before = action.owner_id
    if task.owner is not None and task.owner.id != before:
        _require_in_circle(action.circle, task.owner)
    if (action.text, action.owner_id, action.due_on) == (task.text, _id(task.owner), task.due_on):
        return
    _take(action, task)
    after = _owned(action) if action.owner_id != before else None
    trail.record("action.changed", action, by=by, now=now, circle_id=action.circle_id, after=after)
    if action.owner_id != before:
        _tell(action, by=by, now=now)


def _take(action: Action, task: Task) -> None:
    action.text, action.search_text, action.due_on = task.text, searching.kept(task.text), task.due_on
    action.owner_id, action.owner = _id(task.owner), task.owner
    if task.owner is not None:
        action.former_owner_id, action.former_owner = None, None


def _owned(action: Action) -> dict[str, int] | None:
    return {"user_id": action.owner_id} if action.owner_id is not None else None


def _id(user: User | None) -> int | None:
    return user.id if user else None


def _require_in_circle(circle: Circle, owner: User | None) -> None:
    if owner is not None and circles.participation(circle, owner) is None:
        raise NotInCircle


def _tell(action: Action, *, by: User, now: datetime) -> None:
    if action.owner is None:
        return
    payload = {
        "action_id": action.id,
        "circle": action.circle.title,
        "slug": action.circle.slug,
        "note_id": action.note_id,
        "text": action.text,
        "due_on": action.due_on.isoformat() if action.due_on else None,
        "by": by.name,
    }
    key = f"action_given:{action.id}:{now.isoformat()}"
    outbox.add_many("action_given", [(action.owner, key, payload)], by=by, now=now)


def finish(action: Action, *, by: User, now: datetime) -> None:
    """It is done; pressed twice, or after it was dropped, nothing changes."""
    db.session.refresh(action, ["done_at", "dropped_at"], with_for_update=True)
    if not action.is_open:
        return
    action.done_at, action.done_by_id = now, by.id
    trail.record("action.done", action, by=by, now=now, circle_id=action.circle_id)


def reopen(action: Action, *, by: User, now: datetime) -> None:
    """It is to do again, whether it was done or dropped."""
    db.session.refresh(action, ["done_at", "dropped_at"], with_for_update=True)
    if action.is_open:
        return
    action.done_at, action.done_by_id = None, None
    action.dropped_at, action.dropped_by_id, action.dropped_reason = None, None, ""
    trail.record("action.reopened", action, by=by, now=now, circle_id=action.circle_id)


def drop(action: Action, reason: str, *, by: User, now: datetime) -> None:
    """Nobody does it any more, for a reason; what is done stays done."""
    db.session.refresh(action, ["done_at", "dropped_at"], with_for_update=True)
    if not action.is_open:
        return
    action.dropped_at, action.dropped_by_id, action.dropped_reason = now, by.id, reason
    trail.record("action.dropped", action, by=by, now=now, circle_id=action.circle_id)


def give_back_all(user: User, *, by: User, now: datetime) -> None:
    """Let nobody have what somebody who goes was to do; who had it stands beside it for the organisers."""
    for action in _open_of(user):
        action.owner_id, action.owner = None, None
        action.former_owner_id = user.id
        trail.record("action.given_back", action, by=by, now=now, circle_id=action.circle_id)


def _open_of(user: User) -> Sequence[Action]:
    rows = select(Action).where(Action.owner_id == user.id, Action.is_open)
    return db.session.scalars(queries.next_due_first(rows).with_for_update()).all()
