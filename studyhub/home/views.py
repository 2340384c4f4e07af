"""Home: the next meeting, what waits with the button that settles it, and what was shared."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.actions import queries as actions
from studyhub.db import db
from studyhub.handing_in import features_of
from studyhub.home import circles, latest, newcomer, organizing, practices, waiting
from studyhub.home.waiting import Beside, Waits
from studyhub.meetings import circle_list, spines
from studyhub.meetings.circle_cards import cards
from studyhub.meetings.circle_list import Wanted
from studyhub.meetings.models import Meeting
from studyhub.meetings.running import sheet
from studyhub.meetings.running.sheet import NowSheet
from studyhub.meetings.thanks import queries as thanks
from studyhub.meetings.week import short_week
from studyhub.notes import of_meeting
from studyhub.notes.of_meeting import MeetingNote
from studyhub.notes.releases.released import released
from studyhub.pager.calling import calls
from studyhub.people.models import User
from studyhub.people.readers import is_member, read_by
from studyhub.rota import duty
from studyhub.rota.swaps.waiting import awaited_for
from studyhub.rota.wording import ROLES
from studyhub.teams import memberships
from studyhub.teams import queries as teams
from studyhub.teams.models import Team
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user, current_user_or_none
from studyhub.web.pages.converters import row_id
from studyhub.words.dates import reader_zone
from studyhub.words.saying import gettext as _

bp = Blueprint("home", __name__)

ACTIONS_SHOWN = 5
MORNING, NOON, EVENING = 5, 11, 18
CIRCLES_SHOWN = 6
# As many as one looks through; the list of circles has them all.
SESSIONS_SHOWN = 12


# Mostly there is nothing of either: both are asked for with what waits.
THANKS = Beside(lambda user, now: thanks.arrived(user, now=now), thanks.arrived_rows, thanks.lately)
TO_DO = Beside(
    lambda user, _now: actions.open_actions_of(user, limit=ACTIONS_SHOWN + 1),
    actions.open_rows,
    lambda user, _now: read_by(user),
)


@bp.get("/")
def index() -> ResponseReturnValue:
    """Home for members; whoever is not one reads what is public."""
    user = current_user_or_none()
    return _home(user) if is_member(user) else _front(user)


def _front(user: User | None) -> str:
    now = clock.now()
    found = circle_list.listed(user, Wanted(), offset=0, limit=CIRCLES_SHOWN, now=now)
    return render_template(
        "home/visitor.html",
        cards=cards(found, user, now=now),
        week=short_week(user, zone=reader_zone(), most=SESSIONS_SHOWN, now=now),
        notes=released(None, limit=latest.NOTES_SHOWN),
    )


def _home(user: User, team_problem: str = "") -> str:
    now = clock.now()
    mine = circles.mine(user)
    meetings = latest.my_meetings(user, now=now)
    now_sheets = _now_sheets(meetings.running, user, now)
    days = [meetings.next.day if meetings.next else None, *(one.day for one, _note in now_sheets)]
    shown = [one.meeting for one in (*(sheet for sheet, _note in now_sheets), meetings.next) if one]
    is_empty = not mine.circles and latest.is_empty()
    this_week = short_week(user, zone=reader_zone(), most=SESSIONS_SHOWN, now=now)
    on_duty = duty.duty(user.id, now=now)
    found = waiting.found_for(user, [*_kinds(), THANKS, TO_DO], now=now)
    return render_template(
        "home/index.html",
        next_meeting=meetings.next,
        now_sheets=now_sheets,
        ended=meetings.ended,
        drills=practices.drills_in(shown, user),
        thanks=found.get(THANKS, ()),
        waiting=organizing.without(waiting.in_turn(found), days, meetings.ended),
        notes=latest.notes(user),
        my_actions=found.get(TO_DO, ()),
        actions_shown=ACTIONS_SHOWN,
        week=this_week,
        first_steps=None if is_empty else newcomer.first_steps(user, mine, this_week, now=now),
        duty=on_duty,
        asked_for=awaited_for(on_duty.mine, now) if on_duty else (),
        calls=calls(on_duty.running, now) if on_duty else {},
        roles=ROLES,
        circles=mine.circles,
        organizes=mine.organizes,
        spines=spines.small_spines([circle.id for circle in mine.circles], now=now),
        greeting=_greeting(user, now),
        is_empty=is_empty,
        has_others=is_empty and latest.has_others(user),
        team_problem=team_problem,
    )


@bp.post("/first-steps/team")
@member_required
def create_membership() -> ResponseReturnValue:
    """Choose one's first team; who is in it later, its leads say."""
    user, team_id = current_user(), row_id(request.form.get("team_id"))
    team = db.session.scalar(teams.teams().where(Team.id == team_id))
    if team is None:
        return _home(user, _("Please choose a team.")), 422
    try:
        chosen = memberships.choose_first(team, user, now=clock.now())
    except memberships.TeamClosed:
        db.session.rollback()
        return _home(user, _("This team is closed: nobody can be put in it.")), 422
    db.session.commit()
    if chosen is None:
        flash(_("You are in a team already; its leads say who is in it."), "notice")
    else:
        flash(_("You are in the team %(team)s.", team=team.name), "success")
    return redirect(url_for(".index"), 303)


@bp.post("/first-steps/delete")
@member_required
def delete_first_steps() -> ResponseReturnValue:
    """Show what is proposed to somebody new no more."""
    newcomer.put_away(current_user(), now=clock.now())
    db.session.commit()
    said: Any = {"message": _("Put away."), "url": url_for(".create_first_steps"), "label": _("Undo")}
    flash(said, "undo")
    return redirect(url_for(".index"), 303)


@bp.post("/first-steps")
@member_required
def create_first_steps() -> ResponseReturnValue:
    """Show it again."""
    newcomer.bring_back(current_user())
    db.session.commit()
    return redirect(url_for(".index"), 303)


def _now_sheets(running: Sequence[Meeting], user: User, now: datetime) -> list[tuple[NowSheet, MeetingNote | None]]:
    """Each session that runs with its note; the one where the person presents first."""
    found = [one for meeting in running if (one := sheet.now_sheet(meeting, user, now))]
    found.sort(key=lambda one: not one.presents)
    return [(one, of_meeting.line(one.meeting, user, one.participation, has_chapters=True)) for one in found]


def _kinds() -> list[Waits]:
    return [kind for feature in features_of(current_app) for kind in feature.waits]


def _greeting(user: User, now: datetime) -> str:
    hour = now.astimezone(ZoneInfo(reader_zone())).hour
    if MORNING <= hour < NOON:
        return _("Good morning, %(name)s", name=user.name)
    if NOON <= hour < EVENING:
        return _("Hello, %(name)s", name=user.name)
    return _("Good evening, %(name)s", name=user.name)
