"""What becomes of what was learned, one press each: a quirk, an action of the session, help wanted, a chapter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.actions import rules as actions
from studyhub.circles import queries as circles
from studyhub.db import db
from studyhub.drills.running import debriefing, lessons, playing, read_chapters
from studyhub.drills.running.lessons import Became
from studyhub.drills.running.models import Drill, DrillRemark
from studyhub.drills.running.states import RemarkKind
from studyhub.drills.views.blueprint import bp
from studyhub.drills.views.fetching import said_in, told_drill
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.sos import helping
from studyhub.sos import queries as rounds
from studyhub.teams import queries as teams
from studyhub.teams.models import Team
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


@dataclass(frozen=True)
class Ways:
    """What this reader may make of what was learned: the round to ask for help in, whether an action may be kept, and
    whether they decide about the alert that the scenario began with.
    """

    asks_in: Meeting | None
    as_team: Team | None
    keeps_actions: bool
    decides: bool


def ways(drill: Drill, user: User, now: datetime) -> Ways:
    """The ways from what was learned in a drill whose answer was told."""
    mine = circles.participation(drill.meeting.circle, user)
    asks_in = next(iter(rounds.next_rounds(user, now)), None)
    decides = drill.scenario.alert_group_id is not None and teams.is_in(user, drill.scenario.service.team)
    return Ways(asks_in, _team(drill, user), actions.can_keep_in(drill.meeting, mine, now), decides)


def _team(drill: Drill, user: User) -> Team | None:
    """The team that runs the service where somebody is in it, else their own first one."""
    mine = [row.team for row in db.session.scalars(teams.memberships_of(user))]
    owning = drill.scenario.service.team
    return owning if owning in mine else next(iter(mine), None)


@bp.post("/drills/<id:drill_id>/remarks/<id:remark_id>/quirk")
@member_required
def create_lesson(drill_id: int, remark_id: int) -> ResponseReturnValue:
    """Write what was learned on the page of the service."""
    drill, said = _learned(drill_id, remark_id)
    done = _("It is among the quirks of %(service)s now.", service=drill.scenario.service.name)
    return _make(drill, lambda: lessons.make_quirk(drill, said, by=current_user(), now=clock.now()), done)


def _learned(drill_id: int, remark_id: int) -> tuple[Drill, DrillRemark]:
    drill = told_drill(drill_id)
    said = said_in(drill, remark_id)
    return (drill, said) if said.kind is RemarkKind.LEARNED else abort(404)


def _make(drill: Drill, make: Callable[[], object], done: str) -> ResponseReturnValue:
    drill_id = drill.id
    try:
        make()
    except debriefing.NotSeen:
        abort(403)
    except playing.NotNow:
        db.session.rollback()
        flash(_("The drill has gone on meanwhile: this is no longer possible."), "warning")
    else:
        db.session.commit()
        flash(done, "success")
    return redirect(url_for(".show_drill", drill_id=drill_id, _anchor="learned-remarks"), 303)


@bp.post("/drills/<id:drill_id>/remarks/<id:remark_id>/action")
@member_required
def create_lesson_action(drill_id: int, remark_id: int) -> ResponseReturnValue:
    """Let it be something to do, which returns in the sessions of the circle until it is done."""
    drill, said = _learned(drill_id, remark_id)
    if not ways(drill, current_user(), clock.now()).keeps_actions:
        abort(403)
    done = _("It is an action of the session now, and nobody's yet.")
    return _make(drill, lambda: lessons.make_action(drill, said, by=current_user(), now=clock.now()), done)


@bp.post("/drills/<id:drill_id>/remarks/<id:remark_id>/help")
@member_required
def create_lesson_help(drill_id: int, remark_id: int) -> ResponseReturnValue:
    """Ask all teams for help with it, in the next round."""
    drill, said = _learned(drill_id, remark_id)
    user, now = current_user(), clock.now()
    found = ways(drill, user, now)
    if found.asks_in is None or found.as_team is None:
        abort(403)
    meeting, team = found.asks_in, found.as_team

    def ask() -> int:
        wanted = helping.ask(meeting, team.id, said.text, None, by=user, now=now)
        db.session.flush()
        return wanted.id

    done = _("%(team)s asks for help with it, until somebody claims it.", team=team.name)
    return _make(drill, lambda: lessons.turn_into(Became.HELP, drill, said, ask, by=user), done)


@bp.post("/drills/<id:drill_id>/remarks/<id:remark_id>/chapter")
@member_required
def create_lesson_chapter(drill_id: int, remark_id: int) -> ResponseReturnValue:
    """Send everybody who reads the debrief to a chapter, of those that the reader's circles read."""
    drill, said = _learned(drill_id, remark_id)
    user = current_user()
    chapters = {str(one.id): one for one in read_chapters.offered(user)}
    chapter = chapters.get(request.form.get("chapter", ""))
    if chapter is None:
        flash(_("Choose a chapter that one of your circles reads."), "warning")
        return redirect(url_for(".show_drill", drill_id=drill_id, _anchor="learned-remarks"), 303)
    done = _("Whoever reads this debrief is led to the chapter now.")
    return _make(drill, lambda: lessons.choose_chapter(drill, said, chapter, by=user), done)
