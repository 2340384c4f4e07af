"""Fetching drills: whoever may open the session sees its drills, and of each what was said in it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, CircleKind, Participation
from studyhub.db import db, kept
from studyhub.drills.models import Scenario, ScenarioSeen
from studyhub.drills.running.models import Drill, DrillEvent, DrillRemark, DrillReview
from studyhub.drills.running.states import BEGUN, OVER, TOLD, DrillState, EventKind, RemarkKind
from studyhub.meetings.models import WAS_THERE, Attendance, Meeting, MeetingState
from studyhub.people.models import User, UserState
from studyhub.people.readers import READER, read_by
from studyhub.people.waiting import NOW

# What was begun and left stands so long among what is to come.
SHOWN_FOR = timedelta(days=30)


def drills() -> Select[Drill]:
    """Those the reader may see, each with scenario, session and people; to be executed with `read_by` them."""
    rows = select(Drill).join(Drill.meeting).where(is_seen())
    of_scenario = joinedload(Drill.scenario).joinedload(Scenario.service)
    of_meeting = joinedload(Drill.meeting).joinedload(Meeting.circle)
    return rows.options(of_scenario, of_meeting, joinedload(Drill.examiner), joinedload(Drill.responder))


def is_seen() -> ColumnElement[bool]:
    """Whether the reader, a member, may see drills of the session that is asked for; executed with `read_by` them."""
    return circles.is_visible(Meeting.circle_id, is_member=True)


def drill(drill_id: int, user: User) -> Drill | None:
    """One that a person may see."""
    return db.session.scalar(drills().where(Drill.id == drill_id), read_by(user))


def of_meeting(meeting: Meeting, user: User) -> list[Drill]:
    """Those of a session, in order."""
    return list(db.session.scalars(drills().where(Drill.meeting_id == meeting.id).order_by(Drill.id), read_by(user)))


def coming(user: User, now: datetime) -> list[Drill]:
    """Those that are planned, in sessions that are not over or called off, and those that were begun and go on, however
    long their session is over, the next first.
    """
    is_planned = Drill.state.not_in(OVER), Meeting.state != MeetingState.CANCELLED, Meeting.ends_at > now
    is_left = Drill.state.in_(BEGUN), Drill.last_at > now - SHOWN_FOR
    rows = drills().where(or_(and_(*is_planned), and_(*is_left))).order_by(Meeting.starts_at, Drill.id).limit(20)
    return list(db.session.scalars(rows, read_by(user)))


def next_of(person: User, now: datetime) -> Drill | None:
    """The next that a person examines or responds in, in a session that stands and is not over."""
    return db.session.scalar(_next_of(), read_by(person) | {"now": now})


@kept
def _next_of() -> Select[Drill]:
    is_coming = Meeting.state == MeetingState.SCHEDULED, Meeting.ends_at > NOW
    rows = drills().where(is_theirs(), Drill.state.not_in(OVER), *is_coming)
    return rows.order_by(Meeting.starts_at, Drill.id).limit(1)


def is_theirs() -> ColumnElement[bool]:
    """Whether the reader examines or responds in a drill; to be executed with `read_by` them."""
    return (Drill.examiner_id == READER) | (Drill.responder_id == READER)


def events_of(drill: Drill) -> list[DrillEvent]:
    """The record, the newest first."""
    rows = select(DrillEvent).where(DrillEvent.drill_id == drill.id)
    return list(db.session.scalars(rows.order_by(DrillEvent.id.desc())))


def event(drill: Drill, event_id: int) -> DrillEvent | None:
    """A line of the record."""
    rows = select(DrillEvent).where(DrillEvent.drill_id == drill.id, DrillEvent.id == event_id)
    return db.session.scalar(rows)


def hints_given(drill: Drill) -> int:
    """How many hints were given."""
    rows = select(func.count()).select_from(DrillEvent)
    return db.session.scalar(rows.where(DrillEvent.drill_id == drill.id, DrillEvent.kind == EventKind.HINT)) or 0


def line_count(drill: Drill) -> int:
    """How long the record is."""
    rows = select(func.count()).select_from(DrillEvent).where(DrillEvent.drill_id == drill.id)
    return db.session.scalar(rows) or 0


def last_event(drill: Drill) -> DrillEvent | None:
    """The newest line of the record."""
    rows = select(DrillEvent).where(DrillEvent.drill_id == drill.id)
    return db.session.scalar(rows.order_by(DrillEvent.id.desc()).limit(1))


def has_seen(scenario_id: int, user_id: int) -> bool:
    """Whether somebody has seen the answer of a scenario."""
    seen = exists().where(ScenarioSeen.scenario_id == scenario_id, ScenarioSeen.user_id == user_id)
    return bool(db.session.scalar(select(seen)))


def knows(scenario_id: int, user_id: int) -> bool:
    """Whether somebody cannot respond to a scenario: they have seen its answer, or were there when it was told."""
    seen = exists().where(ScenarioSeen.scenario_id == scenario_id, ScenarioSeen.user_id == user_id)
    told = (Drill.scenario_id == scenario_id, Drill.state.in_(TOLD), Drill.meeting_id == Attendance.meeting_id)
    was_there = exists().where(*told, Attendance.user_id == user_id, Attendance.state.in_(WAS_THERE))
    return bool(db.session.scalar(select(or_(seen, was_there))))


def told_ids() -> set[int]:
    """The scenarios whose answers a drill has revealed, to whomever."""
    return set(db.session.scalars(select(Drill.scenario_id).where(Drill.state.in_(TOLD)).distinct()))


def is_to_respond(scenario_id: int, user_id: int) -> bool:
    """Whether somebody is the responder of a drill on a scenario, neither revealed yet nor called off."""
    rows = exists().where(Drill.scenario_id == scenario_id, Drill.responder_id == user_id, is_open(Drill))
    return bool(db.session.scalar(select(rows)))


def is_open(drill: Any) -> ColumnElement[bool]:
    """That a drill, by its columns, is neither revealed nor called off with its session."""
    # Nobody waits for ever for a session that is not held; held after all, it begins with whoever has not seen it.
    meeting = aliased(Meeting)
    is_off = exists().where(meeting.id == drill.meeting_id, meeting.state == MeetingState.CANCELLED)
    return and_(drill.state.not_in(OVER), ~and_(drill.state == DrillState.PLANNED, is_off))


def is_revealed(scenario_id: int, user: User) -> bool:
    """Whether a drill that a person may see has revealed a scenario's answer."""
    rows = drills().where(Drill.scenario_id == scenario_id, Drill.state.in_(TOLD))
    return db.session.scalar(rows.limit(1), read_by(user)) is not None


def may_see(scenario_id: int, user: User) -> bool:
    """Whether somebody may open a scenario's answer: a drill has revealed it, and they respond to it in no other."""
    return is_revealed(scenario_id, user) and not is_to_respond(scenario_id, user.id)


def organizes(circle_id: int, user: User) -> bool:
    """Whether somebody organises a circle now."""
    mine = exists().where(
        Participation.circle_id == circle_id,
        Participation.user_id == user.id,
        Participation.is_present,
        Participation.is_organizer,
    )
    return bool(db.session.scalar(select(mine)))


def sessions_to_plan(user: User, now: datetime) -> list[Meeting]:
    """Sessions to come of circles of drills that a person organises, the next first."""
    circle, mine = aliased(Circle), aliased(Participation)
    rows = select(Meeting).join(circle, circle.id == Meeting.circle_id).join(mine, mine.circle_id == circle.id)
    rows = rows.where(circle.kind == CircleKind.DRILL, mine.user_id == user.id, mine.is_present)
    rows = rows.where(mine.is_organizer, Meeting.state == MeetingState.SCHEDULED, Meeting.ends_at > now)
    return list(db.session.scalars(rows.options(joinedload(Meeting.circle)).order_by(Meeting.starts_at).limit(50)))


def planned_with(user: User) -> list[Drill]:
    """Drills that have not begun, with somebody as examiner or responder, held so that none begins meanwhile."""
    rows = select(Drill).where(Drill.state == DrillState.PLANNED, is_theirs()).order_by(Drill.id)
    held = rows.with_for_update().execution_options(populate_existing=True)
    # Whoever is leaving is no member any more, and `read_by` would ask for nobody's.
    return list(db.session.scalars(held, {"reader": user.id}))


def may_open(circle: Circle, user_ids: Collection[int]) -> set[int]:
    """Which of these people may open a circle, and are there."""
    rows = circles.insiders(circle).where(User.id.in_(user_ids), User.state == UserState.ACTIVE)
    return {user.id for user in db.session.scalars(rows)}


def remarks_of(drill: Drill, user: User) -> list[DrillRemark]:
    """What was said after the reveal, in order, for whoever has seen the answer."""
    seen = exists().where(ScenarioSeen.scenario_id == drill.scenario_id, ScenarioSeen.user_id == READER)
    rows = select(DrillRemark).where(DrillRemark.drill_id == drill.id, seen).options(joinedload(DrillRemark.author))
    return list(db.session.scalars(rows.order_by(DrillRemark.id), read_by(user)))


def remark(drill: Drill, remark_id: int, user: User) -> DrillRemark | None:
    """One of them, for whoever has seen the answer."""
    return next((one for one in remarks_of(drill, user) if one.id == remark_id), None)


def remark_count(drill: Drill) -> int:
    """How much was said."""
    rows = select(func.count()).select_from(DrillRemark).where(DrillRemark.drill_id == drill.id)
    return db.session.scalar(rows) or 0


def same_remark(drill: Drill, kind: RemarkKind, text: str, by: User) -> DrillRemark | None:
    """What somebody said in the same words before."""
    mine = (DrillRemark.drill_id == drill.id, DrillRemark.author_id == by.id)
    rows = select(DrillRemark).where(*mine, DrillRemark.kind == kind, DrillRemark.text == text)
    return db.session.scalars(rows.limit(1)).first()


def has_learning(drill: Drill) -> bool:
    """Whether somebody said what was learned."""
    learned = exists().where(DrillRemark.drill_id == drill.id, DrillRemark.kind == RemarkKind.LEARNED)
    return bool(db.session.scalar(select(learned)))


def review(drill: Drill, user: User) -> DrillReview | None:
    """How the responder did, for the two of them."""
    rows = select(DrillReview).join(Drill, Drill.id == DrillReview.drill_id)
    return db.session.scalar(rows.where(Drill.id == drill.id, is_theirs()), read_by(user))


def told_in(meeting: Meeting) -> list[Drill]:
    """The drills of a session whose answers were told, in order, each with its scenario."""
    rows = select(Drill).where(Drill.meeting_id == meeting.id, Drill.state.in_(TOLD))
    return list(db.session.scalars(rows.options(joinedload(Drill.scenario)).order_by(Drill.id)))


def learned_in(drill: Drill) -> list[str]:
    """What was learned in a drill, in words."""
    rows = select(DrillRemark.text).where(DrillRemark.drill_id == drill.id, DrillRemark.kind == RemarkKind.LEARNED)
    return list(db.session.scalars(rows.order_by(DrillRemark.id)))
