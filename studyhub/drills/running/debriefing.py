"""After the reveal: what was good, what would be better, what was learned; and how the responder did.

Rules: docs/rules.md, Drills. Nothing here commits.
"""

from contextlib import suppress
from datetime import datetime

from studyhub.audit import trail
from studyhub.db import db
from studyhub.drills.running import playing, queries
from studyhub.drills.running.models import Drill, DrillRemark, DrillReview
from studyhub.drills.running.states import DrillState, RemarkKind, Verdict
from studyhub.people.models import User
from studyhub.services import readying

REMARKS_MAX = 100


class NotSeen(Exception):
    """Whoever has not seen the answer says nothing about it."""


class EnoughSaid(Exception):
    """So much is said that no more is taken."""


class NoLearning(Exception):
    """A debrief needs at least one thing that was learned."""


def remark(drill: Drill, kind: RemarkKind, text: str, *, by: User, now: datetime) -> DrillRemark:
    """Say something after the reveal, for all who were there. Saying the same twice is saying it once.

    Raises NotSeen, NotNow, EnoughSaid.
    """
    playing.hold(drill)
    _require_revealed(drill)
    if not queries.has_seen(drill.scenario_id, by.id):
        raise NotSeen
    if before := queries.same_remark(drill, kind, text, by):
        return before
    # The debrief needs a learning: nobody keeps it open by saying much.
    is_needed = kind is RemarkKind.LEARNED and not queries.has_learning(drill)
    if queries.remark_count(drill) >= REMARKS_MAX and not is_needed:
        raise EnoughSaid
    said = DrillRemark(drill_id=drill.id, kind=kind, text=text, author_id=by.id, created_at=now)
    db.session.add(said)
    db.session.flush()
    return said


def _require_revealed(drill: Drill) -> None:
    if drill.state is not DrillState.REVEALED:
        raise playing.NotNow


def take_back(drill: Drill, said: DrillRemark) -> None:
    """Take back what one said oneself, until the debrief is shared. Pressing twice is harmless. Raises NotNow."""
    playing.hold(drill)
    _require_revealed(drill)
    found = read_again(said)
    if found is not None and not found.has_become:
        db.session.delete(found)
        db.session.flush()


def read_again(said: DrillRemark) -> DrillRemark | None:
    """As it stands since its drill is held: somebody else may have taken it back, or made something of it."""
    return db.session.get(DrillRemark, said.id, populate_existing=True)


def share(drill: Drill, verdict: Verdict, line: str, *, by: User, now: datetime) -> bool:
    """End the debrief, with the examiner's word on how the responder did, which those two alone read.

    Whoever passes has practised the service, and begun if they had not; "again" is counted nowhere. Of two
    who press, or one who presses twice, the first has shared it: False for the other. Raises NotExaminer, NotNow,
    NoLearning.
    """
    playing.hold(drill)
    if drill.examiner_id != by.id:
        raise playing.NotExaminer
    if drill.state is DrillState.DEBRIEFED:
        return False
    _require_revealed(drill)
    if not queries.has_learning(drill):
        raise NoLearning
    drill.move_to(DrillState.DEBRIEFED, now)
    drill.step += 1
    db.session.add(DrillReview(drill_id=drill.id, verdict=verdict, line=line))
    trail.record("drill.debriefed", drill, by=by, now=now, circle_id=drill.meeting.circle_id)
    if verdict is Verdict.PASS:
        _let_practise(drill, now)
    return True


def _let_practise(drill: Drill, now: datetime) -> None:
    service, responder = drill.scenario.service, drill.responder
    # A drill may outlast the responder's time here, and the service's; and accounts that examined and responded become
    # one, in whose name nobody lets themselves pass.
    if responder is not None and responder.is_member and responder.id != drill.examiner_id:
        with suppress(readying.ServiceGone):
            readying.practise(service, responder, now=now)
