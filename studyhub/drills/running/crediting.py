"""Who examined and who responded, in the ledger of duties. Nothing here commits."""

from studyhub import zones
from studyhub.drills.running.models import Drill
from studyhub.ledger import entries
from studyhub.ledger.entries import Done
from studyhub.ledger.models import Duty


def credit(drill: Drill) -> None:
    """Write down both duties of a drill whose answer was told, on the day of its session, once."""
    named = {Duty.EXAMINED: drill.examiner_id, Duty.RESPONDED: drill.responder_id}
    done = [Done(source(duty, drill), duty, user_id) for duty, user_id in named.items() if user_id is not None]
    day = zones.in_zone(drill.meeting.starts_at, drill.meeting.circle.time_zone).date()
    sources = [source(duty, drill) for duty in named]
    entries.settle(done, sources, meeting_id=drill.meeting_id, happened_on=day)


def source(duty: Duty, drill: Drill) -> str:
    """What names a duty of a drill in the ledger, once."""
    return f"{duty.value}:drill:{drill.id}"
