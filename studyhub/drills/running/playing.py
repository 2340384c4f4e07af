"""A drill as it is played: begun, logged, interrupted, gone on with, revealed. Rules: docs/rules.md, Drills.

What is told in a drill is copied into its record when it is told: the symptom at its beginning, a hint when it is
given. Whoever watches is sent the record and nothing else. Nothing here commits.
"""

from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.drills import queries as answers
from studyhub.drills import scenarios
from studyhub.drills.models import ScenarioSecret
from studyhub.drills.running import crediting, queries
from studyhub.drills.running.models import Drill, DrillEvent
from studyhub.drills.running.states import LOGGED, TOLD, DrillState, EventKind
from studyhub.people.models import ImpossibleMove, User

# Nobody presses so often in an evening.
LINES_MAX = 500


class NotExaminer(Exception):
    """Somebody else examines."""


class NotOrganizer(Exception):
    """Drills are planned and called off by organisers of their circle."""


class NotOpened(Exception):
    """The examiner has not opened the answer yet."""


class NotResponder(Exception):
    """Somebody else responds."""


class NotNow(Exception):
    """The drill is not where this can happen: not begun, interrupted, or revealed already."""


class NoResponder(Exception):
    """Nobody responds yet, or who was to respond has seen the answer meanwhile."""


class EnoughLogged(Exception):
    """The record holds as much as one evening needs."""


class NoHintLeft(Exception):
    """All hints are given."""


def hold(drill: Drill) -> None:
    """Let two presses come one after the other, the later one reading what the earlier did."""
    rows = select(Drill).where(Drill.id == drill.id).with_for_update(of=Drill)
    db.session.scalar(rows.execution_options(populate_existing=True))


def start(drill: Drill, *, by: User, now: datetime) -> None:
    """Read the symptom out and let the clock run. Pressing twice is harmless.

    Raises NotExaminer, NotOpened, NoResponder.
    """
    secret = _held_by_examiner(drill, by)
    if drill.state is not DrillState.PLANNED:
        return
    if drill.responder_id is None or queries.knows(drill.scenario_id, drill.responder_id):
        raise NoResponder
    drill.move_to(DrillState.RUNNING, now)
    note(drill, EventKind.STARTED, by=by, now=now, text=secret.symptom)
    trail.record("drill.started", drill, by=by, now=now, circle_id=drill.meeting.circle_id)


def _held_by_examiner(drill: Drill, by: User) -> ScenarioSecret:
    hold(drill)
    if drill.examiner_id != by.id:
        raise NotExaminer
    secret = answers.secret(drill.scenario, by)
    if secret is None:
        raise NotOpened
    return secret


def note(drill: Drill, kind: EventKind, *, by: User, now: datetime, text: str = "") -> DrillEvent:
    """Add a line to the record of a drill that is held."""
    event = DrillEvent(drill_id=drill.id, kind=kind, text=text, by_id=by.id, at=now)
    event.clock_seconds = drill.clock_seconds(now)
    drill.step += 1
    drill.last_at = now
    db.session.add(event)
    db.session.flush()
    return event


def log(drill: Drill, kind: EventKind, *, by: User, now: datetime) -> DrillEvent:
    """Something was asked, tried or found; words may follow. Raises NotExaminer, NotNow, EnoughLogged."""
    if kind not in LOGGED:
        raise ValueError(f"Nobody logs {kind}.")
    _held_by_examiner(drill, by)
    _require_running(drill, now)
    _require_room(drill)
    return note(drill, kind, by=by, now=now)


def _require_running(drill: Drill, now: datetime) -> None:
    if drill.standing(now) is not DrillState.RUNNING:
        raise NotNow


def _require_room(drill: Drill) -> None:
    if queries.line_count(drill) >= LINES_MAX:
        raise EnoughLogged


def put_into_words(drill: Drill, event: DrillEvent, text: str, *, by: User) -> None:
    """Say in words what was asked, tried or found, until the debrief is shared.

    Raises NotExaminer, NotNow; ValueError for any other line.
    """
    _held_by_examiner(drill, by)
    if drill.state is DrillState.DEBRIEFED:
        raise NotNow
    if event.kind not in LOGGED:
        raise ValueError(f"Nobody rewrites {event.kind}.")
    event.text = text
    drill.step += 1


def ask_for_hint(drill: Drill, *, by: User, now: datetime) -> None:
    """The responder would like a hint; asking twice is asking once. Raises NotResponder, NotNow, EnoughLogged."""
    hold(drill)
    if drill.responder_id != by.id:
        raise NotResponder
    _require_running(drill, now)
    last = queries.last_event(drill)
    if last is None or last.kind is not EventKind.HINT_WANTED:
        _require_room(drill)
        note(drill, EventKind.HINT_WANTED, by=by, now=now)


def give_hint(drill: Drill, number: int, *, by: User, now: datetime) -> None:
    """Give the hint of this number, from 1; pressing twice gives one. Raises NotExaminer, NotNow, NoHintLeft."""
    secret = _held_by_examiner(drill, by)
    _require_running(drill, now)
    given, hints = queries.hints_given(drill), secret.hint_lines
    if number <= given:
        return
    if given >= len(hints):
        raise NoHintLeft
    note(drill, EventKind.HINT, by=by, now=now, text=hints[given])


def interrupt(drill: Drill, *, by: User, now: datetime) -> None:
    """Let the clock stand. Pressing twice is harmless. Raises NotExaminer, NotNow, EnoughLogged."""
    _held_by_examiner(drill, by)
    if drill.state is DrillState.INTERRUPTED:
        return
    _require_room(drill)
    _move(drill, DrillState.INTERRUPTED, now)
    note(drill, EventKind.INTERRUPTED, by=by, now=now)


def resume(drill: Drill, *, by: User, now: datetime) -> None:
    """Let it run on; what was left open too. Pressing twice is harmless. Raises NotExaminer, NotNow."""
    _held_by_examiner(drill, by)
    if drill.is_left_open(now):
        # Shown as interrupted since then, it reads so in the record too.
        _move(drill, DrillState.INTERRUPTED, now)
        note(drill, EventKind.INTERRUPTED, by=by, now=now)
    if drill.state is DrillState.RUNNING:
        return
    if drill.state is not DrillState.INTERRUPTED:
        raise NotNow
    _move(drill, DrillState.RUNNING, now)
    note(drill, EventKind.RESUMED, by=by, now=now)


def _move(drill: Drill, state: DrillState, now: datetime) -> None:
    try:
        drill.move_to(state, now)
    except ImpossibleMove as refused:
        raise NotNow from refused


def reveal(drill: Drill, *, by: User, now: datetime) -> None:
    """Tell the answer: the responder has seen it from now on, others by a press of their own.

    Of two who press, one moves. Raises NotExaminer, NotNow.
    """
    _held_by_examiner(drill, by)
    if drill.state in TOLD:
        return
    _move(drill, DrillState.REVEALED, now)
    note(drill, EventKind.REVEALED, by=by, now=now)
    if drill.responder is not None:
        scenarios.note_seen(drill.scenario, drill.responder, now=now)
    crediting.credit(drill)
    trail.record("drill.revealed", drill, by=by, now=now, circle_id=drill.meeting.circle_id)
