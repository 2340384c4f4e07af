"""Who examines and who responds: named by an organiser, taken over by another examiner. Rules: docs/rules.md, Drills.

Whoever is named examiner is told and opens the answer by a press of their own; whoever has seen it never responds.
Nothing here commits.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.circles.models import CircleKind
from studyhub.db import db
from studyhub.drills import scenarios
from studyhub.drills.models import Scenario
from studyhub.drills.running import playing, queries, telling
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import DrillState, EventKind
from studyhub.meetings.models import Meeting
from studyhub.people.models import User


class NoDrillSession(Exception):
    """The session is not of a circle of drills, or it is over or called off; or the scenario was put away."""


class CannotRespond(Exception):
    """The responder has seen the answer, or was there when it was told."""


class CannotExamine(Exception):
    """The examiner responds to this scenario, or is to respond to it in another drill."""


class NotThere(Exception):
    """One of them may not open the session, or is away."""


@dataclass(frozen=True)
class Cast:
    """Who examines and who responds; None is nobody yet."""

    examiner: User | None = None
    responder: User | None = None

    @property
    def ids(self) -> dict[str, int | None]:
        """As the columns of a drill keep them."""
        examiner_id = self.examiner.id if self.examiner else None
        return {"examiner_id": examiner_id, "responder_id": self.responder.id if self.responder else None}


def plan(meeting: Meeting, scenario: Scenario, cast: Cast, *, by: User, now: datetime) -> Drill:
    """A drill in a session. Raises NotOrganizer, NoDrillSession, and as `name_people`."""
    is_on = meeting.circle.kind is CircleKind.DRILL and meeting.cancelled_at is None and now < meeting.ends_at
    if not is_on or scenario.retired_at is not None:
        raise NoDrillSession
    _require_organizer(meeting, by)
    _hold_scenario(scenario.id)
    _require_fit(meeting, scenario.id, cast)
    drill = Drill(meeting_id=meeting.id, scenario_id=scenario.id, created_by_id=by.id, created_at=now, **cast.ids)
    drill.meeting, drill.scenario = meeting, scenario
    db.session.add(drill)
    trail.record("drill.planned", drill, by=by, now=now, circle_id=meeting.circle_id)
    telling.tell_named(drill, (), by=by, now=now)
    _open_own(scenario, cast, by, now)
    return drill


def name_people(drill: Drill, cast: Cast, *, by: User, now: datetime) -> None:
    """Other people for what has not begun. Raises NotOrganizer, NotNow, CannotRespond, CannotExamine, NotThere."""
    _require_organizer(drill.meeting, by)
    playing.hold(drill)
    _hold_scenario(drill.scenario_id)
    if drill.state is not DrillState.PLANNED:
        raise playing.NotNow
    before = {one for one in (drill.examiner_id, drill.responder_id) if one is not None}
    # Who is to respond here is about to be somebody else.
    drill.responder_id = None
    db.session.flush()
    _require_fit(drill.meeting, drill.scenario_id, cast)
    drill.examiner_id, drill.responder_id = cast.ids["examiner_id"], cast.ids["responder_id"]
    drill.step += 1
    db.session.flush()
    db.session.expire(drill, ["examiner", "responder"])
    trail.record("drill.cast", drill, by=by, now=now, circle_id=drill.meeting.circle_id)
    telling.tell_named(drill, before, by=by, now=now)
    _open_own(drill.scenario, cast, by, now)


def _require_organizer(meeting: Meeting, by: User) -> None:
    if not queries.organizes(meeting.circle_id, by):
        raise playing.NotOrganizer


def _hold_scenario(scenario_id: int) -> None:
    """Let nobody be named responder of one drill and examiner of another at the same moment."""
    db.session.scalar(select(Scenario.id).where(Scenario.id == scenario_id).with_for_update())


def _require_fit(meeting: Meeting, scenario_id: int, cast: Cast) -> None:
    named = {one.id for one in (cast.examiner, cast.responder) if one is not None}
    if not named <= queries.may_open(meeting.circle, named):
        raise NotThere
    if cast.responder is not None and queries.knows(scenario_id, cast.responder.id):
        raise CannotRespond
    if cast.examiner is not None:
        is_same = cast.responder is not None and cast.examiner.id == cast.responder.id
        if is_same or queries.is_to_respond(scenario_id, cast.examiner.id):
            raise CannotExamine


def _open_own(scenario: Scenario, cast: Cast, by: User, now: datetime) -> None:
    """Whoever names themselves examiner has pressed already."""
    if cast.examiner is not None and cast.examiner.id == by.id:
        scenarios.note_seen(scenario, by, now=now)


def can_take_over(drill: Drill, user: User) -> bool:
    """Whether somebody may go on in the examiner's place: an organiser, or who has seen the answer; no responder.

    Once the answer is told many have seen it: an organiser alone ends the debrief of an examiner who is gone.
    """
    if drill.state in (DrillState.CALLED_OFF, DrillState.DEBRIEFED) or user.id in (
        drill.examiner_id,
        drill.responder_id,
    ):
        return False
    if queries.is_to_respond(drill.scenario_id, user.id):
        return False
    if queries.organizes(drill.meeting.circle_id, user):
        return True
    return drill.state is not DrillState.REVEALED and queries.has_seen(drill.scenario_id, user.id)


def take_over(drill: Drill, *, by: User, now: datetime) -> None:
    """Go on in the examiner's place; it is noted, and opens the answer. Raises CannotExamine."""
    playing.hold(drill)
    _hold_scenario(drill.scenario_id)
    if drill.examiner_id == by.id:
        return
    if not can_take_over(drill, by):
        raise CannotExamine
    drill.examiner_id = by.id
    db.session.flush()
    db.session.expire(drill, ["examiner"])
    scenarios.note_seen(drill.scenario, by, now=now)
    trail.record("drill.taken_over", drill, by=by, now=now, circle_id=drill.meeting.circle_id)
    if drill.state is not DrillState.PLANNED:
        playing.note(drill, EventKind.TAKEN_OVER, by=by, now=now, text=by.name)
