"""What several views of drills need first."""

from flask import abort

from studyhub.drills.running import queries
from studyhub.drills.running.models import Drill, DrillRemark
from studyhub.drills.running.states import TOLD
from studyhub.web.guards.auth import current_user


def visible_drill(drill_id: int) -> Drill:
    """A drill whose session the reader may open; else 404."""
    return queries.drill(drill_id, current_user()) or abort(404)


def told_drill(drill_id: int) -> Drill:
    """One whose answer was told; else 404."""
    drill = visible_drill(drill_id)
    return drill if drill.state in TOLD else abort(404)


def said_in(drill: Drill, remark_id: int) -> DrillRemark:
    """Something said in its debrief, for whoever has seen the answer; else 404."""
    return queries.remark(drill, remark_id, current_user()) or abort(404)
