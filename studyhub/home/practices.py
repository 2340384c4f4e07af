"""What of the other practices is in the sessions that home opens with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from studyhub.circles.models import CircleKind
from studyhub.db import db
from studyhub.drills.running import queries
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import DrillState
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.people.readers import read_by


def drills_in(meetings: Iterable[Meeting], user: User) -> Mapping[int, Sequence[Drill]]:
    """The drills of these sessions by the session's id, in order; one statement, and none where nobody trains."""
    found: defaultdict[int, list[Drill]] = defaultdict(list)
    ids = [one.id for one in meetings if one.circle.kind is CircleKind.DRILL]
    if ids:
        is_held = Drill.meeting_id.in_(ids), Drill.state != DrillState.CALLED_OFF
        rows = queries.drills().where(*is_held).order_by(Drill.id)
        for drill in db.session.scalars(rows, read_by(user)):
            found[drill.meeting_id].append(drill)
    return dict(found)
