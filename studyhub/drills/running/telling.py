"""Who is told of a drill: whoever is named, when it is called off or played after all, and who finds somebody else.

No word of the scenario but its title. Nothing here commits.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.drills.running import queries
from studyhub.drills.running.models import Drill
from studyhub.meetings import queries as meetings
from studyhub.people.models import User


def tell_named(drill: Drill, before: Collection[int], *, by: User, now: datetime) -> None:
    """Tell who examines and who responds now and did not among `before`."""
    db.session.flush()
    for part, user in (("examiner", drill.examiner), ("responder", drill.responder)):
        if user is not None and user.id not in before:
            knows = queries.has_seen(drill.scenario_id, user.id)
            _tell("drill_named", drill, [user], by=by, now=now, part=part, has_seen=knows)


def tell_called_off(drill: Drill, *, by: User, now: datetime) -> None:
    """Tell both who were named that it is not held, and why."""
    named = [user for user in (drill.examiner, drill.responder) if user is not None]
    _tell("drill_called_off", drill, named, by=by, now=now, reason=drill.called_off_reason)


def tell_planned_again(drill: Drill, *, by: User, now: datetime) -> None:
    """Tell those who were told that it is called off, and are still named, that it is played after all."""
    for part, user in (("examiner", drill.examiner), ("responder", drill.responder)):
        if user is not None:
            _tell("drill_planned_again", drill, [user], by=by, now=now, part=part)


def tell_stepped_back(drill: Drill, *, by: User, now: datetime) -> None:
    """Tell who finds somebody else that somebody does not play."""
    _tell("drill_left", drill, _who_names(drill), by=by, now=now)


def tell_gone(drill: Drill, gone: User, *, by: User, now: datetime) -> None:
    """Tell who finds somebody else that somebody who was named is away, or gone."""
    _tell("drill_left", drill, _who_names(drill), by=by, now=now, gone=gone.name)


def _who_names(drill: Drill) -> list[User]:
    """Whoever planned it; who organises its circle where they do no more, for nobody else could name anybody."""
    organizers = meetings.organizers(drill.meeting.circle)
    return [one for one in organizers if one.id == drill.created_by_id] or organizers


def _tell(kind: str, drill: Drill, people: Collection[User], *, by: User, now: datetime, **words: Any) -> None:
    payload = {"drill_id": drill.id, "title": drill.scenario.title, "by": by.name, **words}
    payload["circle"] = drill.meeting.circle.title
    key = f"{kind}:{drill.id}:{now.isoformat()}"
    told = [(user, f"{key}:{user.id}", payload) for user in people if user.is_member]
    outbox.add_many(kind, told, by=by, now=now)
