"""A drill that is not held after all, and whoever was named for it and does not play. Rules: docs/rules.md, Drills.

Nothing here commits.
"""

from datetime import datetime

from studyhub.audit import trail
from studyhub.db import db
from studyhub.drills import scenarios
from studyhub.drills.running import playing, queries, telling
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import DrillState
from studyhub.people.models import User


class NotNamed(Exception):
    """Whoever steps back is neither examiner nor responder."""


class CannotOpen(Exception):
    """The examiner is to respond to this scenario in another drill."""


def open_answer(drill: Drill, *, by: User, now: datetime) -> None:
    """The named examiner opens the answer, which is noted: from now on they never respond to it.

    Pressing twice is harmless. Raises NotExaminer, NotNow, CannotOpen.
    """
    playing.hold(drill)
    if drill.examiner_id != by.id:
        raise playing.NotExaminer
    if drill.state is not DrillState.PLANNED:
        raise playing.NotNow
    if queries.is_to_respond(drill.scenario_id, by.id):
        raise CannotOpen
    scenarios.note_seen(drill.scenario, by, now=now)


def step_back(drill: Drill, *, by: User, now: datetime) -> None:
    """Do not play in it, as long as it has not begun; who finds somebody else is told. Raises NotNamed, NotNow."""
    playing.hold(drill)
    if by.id not in {drill.examiner_id, drill.responder_id}:
        raise NotNamed
    if drill.state is not DrillState.PLANNED:
        raise playing.NotNow
    drill.examiner_id = None if drill.examiner_id == by.id else drill.examiner_id
    drill.responder_id = None if drill.responder_id == by.id else drill.responder_id
    drill.step += 1
    db.session.flush()
    db.session.expire(drill, ["examiner", "responder"])
    trail.record("drill.left", drill, by=by, now=now, circle_id=drill.meeting.circle_id, after={"user_id": by.id})
    telling.tell_stepped_back(drill, by=by, now=now)


def call_off(drill: Drill, reason: str, *, by: User, now: datetime) -> None:
    """Do not play it; its session stays, and those named are told. Pressing twice is harmless.

    Raises NotOrganizer, NotNow.
    """
    _require_organizer(drill, by)
    playing.hold(drill)
    if drill.state is DrillState.CALLED_OFF:
        return
    if drill.state is not DrillState.PLANNED:
        raise playing.NotNow
    drill.move_to(DrillState.CALLED_OFF, now)
    drill.called_off_reason = reason
    drill.step += 1
    trail.record("drill.called_off", drill, by=by, now=now, circle_id=drill.meeting.circle_id)
    telling.tell_called_off(drill, by=by, now=now)


def plan_again(drill: Drill, *, by: User, now: datetime) -> None:
    """Play it after all. Whoever has seen the answer meanwhile, or went, is replaced before it begins; the others hear
    of it, as they heard that it was called off.

    Pressing twice is harmless. Raises NotOrganizer.
    """
    _require_organizer(drill, by)
    playing.hold(drill)
    if drill.state is not DrillState.CALLED_OFF:
        return
    # Called off, the drill kept nobody from examining this scenario or from leaving.
    named = {one for one in (drill.examiner_id, drill.responder_id) if one is not None}
    here = queries.may_open(drill.meeting.circle, named)
    if drill.responder_id is not None:
        is_fit = drill.responder_id in here and not queries.knows(drill.scenario_id, drill.responder_id)
        drill.responder_id = drill.responder_id if is_fit else None
    if drill.examiner_id is not None:
        is_fit = drill.examiner_id in here and not queries.is_to_respond(drill.scenario_id, drill.examiner_id)
        drill.examiner_id = drill.examiner_id if is_fit else None
    drill.move_to(DrillState.PLANNED, now)
    drill.called_off_reason = ""
    drill.step += 1
    db.session.flush()
    db.session.expire(drill, ["examiner", "responder"])
    trail.record("drill.planned_again", drill, by=by, now=now, circle_id=drill.meeting.circle_id)
    telling.tell_planned_again(drill, by=by, now=now)


def _require_organizer(drill: Drill, by: User) -> None:
    if not queries.organizes(drill.meeting.circle_id, by):
        raise playing.NotOrganizer
