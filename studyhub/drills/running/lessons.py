"""What becomes of what was learned: a quirk, an action, help wanted, a chapter to read, each once.

Rules: docs/rules.md, Drills. Nothing here commits.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from studyhub.actions import giving
from studyhub.actions.giving import Task
from studyhub.actions.places import Place
from studyhub.db import db
from studyhub.drills.running import debriefing, playing, queries
from studyhub.drills.running.models import Drill, DrillRemark
from studyhub.drills.running.read_chapters import ToRead
from studyhub.drills.running.states import RemarkKind
from studyhub.people.models import User
from studyhub.services import quirks


class Became(StrEnum):
    """Something that a learning becomes, by the column that names it."""

    QUIRK = "quirk_id"
    ACTION = "action_id"
    HELP = "help_id"
    CHAPTER = "chapter_id"


def turn_into(became: Became, drill: Drill, said: DrillRemark, make: Callable[[], int], *, by: User) -> bool:
    """Let a learning become what `make` makes and hands the id of. Pressing twice makes one: False the second time.

    Raises NotSeen; NotNow where it was taken back meanwhile; ValueError for anything else that was said.
    """
    if said.kind is not RemarkKind.LEARNED:
        raise ValueError(f"Nothing comes of {said.kind}.")
    playing.hold(drill)
    if debriefing.read_again(said) is None:
        raise playing.NotNow
    if not queries.has_seen(drill.scenario_id, by.id):
        raise debriefing.NotSeen
    if getattr(said, became) is not None:
        return False
    setattr(said, became, make())
    db.session.flush()
    return True


def make_quirk(drill: Drill, said: DrillRemark, *, by: User, now: datetime) -> bool:
    """Write it on the page of the service. Raises as `turn_into`."""

    def write() -> int:
        return quirks.write(drill.scenario.service, quirks.Words(said.text, "", ""), by=by, now=now).id

    return turn_into(Became.QUIRK, drill, said, write, by=by)


def make_action(drill: Drill, said: DrillRemark, *, by: User, now: datetime) -> bool:
    """Let it be something to do, of nobody yet: it returns in the sessions of the circle. Raises as `turn_into`.

    That `by` may is asked before (actions.rules.can_keep_in).
    """

    def give() -> int:
        action = giving.give(Place(drill.meeting.circle, drill.meeting), Task(said.text), by=by, now=now)
        db.session.flush()
        return action.id

    return turn_into(Became.ACTION, drill, said, give, by=by)


def choose_chapter(drill: Drill, said: DrillRemark, chapter: ToRead, *, by: User) -> bool:
    """Send people to a chapter that tells more of it. Raises as `turn_into`.

    That it is offered to `by` is asked before (`read_chapters.offered`).
    """
    return turn_into(Became.CHAPTER, drill, said, lambda: chapter.id, by=by)
