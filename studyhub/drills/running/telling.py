"""Who is told of a drill: whoever is named, when it is called off, and its planner when somebody steps back.

No word of the scenario but its title. Nothing here commits.
"""

from collections.abc import Collection
from datetime import datetime

from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.drills.running.models import Drill
from studyhub.people.models import User


def tell_named(drill: Drill, before: Collection[int], *, by: User, now: datetime) -> None:
    """Tell who examines and who responds now and did not among `before`."""
    db.session.flush()
    for part, user in (("examiner", drill.examiner), ("responder", drill.responder)):
        if user is not None and user.id not in before:
            _tell("drill_named", drill, [user], by=by, now=now, part=part)


def tell_called_off(drill: Drill, *, by: User, now: datetime) -> None:
    """Tell both who were named that it is not held, and why."""
    named = [user for user in (drill.examiner, drill.responder) if user is not None]
    _tell("drill_called_off", drill, named, by=by, now=now, reason=drill.called_off_reason)


def tell_stepped_back(drill: Drill, *, by: User, now: datetime) -> None:
    """Tell whoever planned it that it looks for somebody."""
    planner = db.session.get_one(User, drill.created_by_id)
    _tell("drill_left", drill, [planner], by=by, now=now)


def _tell(kind: str, drill: Drill, people: Collection[User], *, by: User, now: datetime, **words: str) -> None:
    payload = {"drill_id": drill.id, "title": drill.scenario.title, "by": by.name, **words}
    payload["circle"] = drill.meeting.circle.title
    key = f"{kind}:{drill.id}:{now.isoformat()}"
    told = [(user, f"{key}:{user.id}", payload) for user in people if user.is_member]
    outbox.add_many(kind, told, by=by, now=now)
