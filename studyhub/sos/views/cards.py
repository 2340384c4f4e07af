"""Writing a team's card: kept as a draft, handed in, or written down by whoever leads the round."""

from enum import Enum
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from studyhub import clock
from studyhub.circles import queries as circles
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.sos import happenings, queries, rules, writing
from studyhub.sos.ages import ages
from studyhub.sos.forms import UpdateForm
from studyhub.sos.models import Happening, TeamUpdate
from studyhub.sos.views.blueprint import bp
from studyhub.sos.views.rounds import WORDS, visible_round
from studyhub.sos.writing import ChangedMeanwhile, Closed, NotInTeam, WrittenByTeam
from studyhub.teams.models import Team
from studyhub.text.cleaning import clean_line
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _

KEYS_MAX = 50
WALL = "wall"


class Writer(Enum):
    """As whom somebody writes a card; as None they cannot."""

    TEAM = "team"
    FACILITATOR = "facilitator"


SAVES = {Writer.TEAM: writing.hand_in, Writer.FACILITATOR: writing.write_down}


@bp.get("/<id:meeting_id>/teams/<id:team_id>/edit")
@member_required
def edit(meeting_id: int, team_id: int) -> Any:
    """The card as it stands, with what happened on call filled in."""
    meeting, team = visible_round(meeting_id), _team(team_id)
    writer = _writer(meeting, team)
    if writer is None:
        return _refused(meeting, team)
    update = queries.update_of(meeting, team_id)
    if writer is Writer.FACILITATOR and update is not None and not update.is_by_facilitator:
        return _refused(meeting, team, problem=_by_team())
    form = UpdateForm.of(update, queries.of_team_in(meeting, team_id))
    problem = "" if writing.is_open(meeting, clock.now()) else _too_late()
    return _page(meeting, team, update, form, problem=problem, writer=writer)


def _team(team_id: int) -> Team:
    return queries.team(team_id) or abort(404)


def _writer(meeting: Meeting, team: Team) -> Writer | None:
    user = current_user()
    if queries.own_team(user, team.id) is not None:
        return Writer.TEAM
    mine = circles.participation(meeting.circle, user)
    can_write = team.closed_at is None and rules.can_write_down(meeting, user, mine, clock.now())
    return Writer.FACILITATOR if can_write else None


def _refused(meeting: Meeting, team: Team, *, problem: str = "") -> Any:
    """Whoever is not in the team, or left it: what they typed stays, to be copied."""
    form = UpdateForm([])
    return _page(meeting, team, None, form, problem=problem or _left(team), writer=None), 403


def _left(team: Team) -> str:
    if team.closed_at is not None:
        return _("This team is closed: it has no update any more. What you typed still stands below.")
    return _("Only people of this team write its update. What you typed still stands below.")


def _by_team() -> str:
    return _("The team writes its update itself. What you typed still stands below.")


def _too_late() -> str:
    return _("The updates of this round are closed. What you typed still stands below.")


def _page(
    meeting: Meeting,
    team: Team,
    update: TeamUpdate | None,
    form: UpdateForm,
    *,
    writer: Writer | None,
    problem: str = "",
    is_newer: bool = False,
) -> str:
    now = clock.now()
    return render_template(
        "sos/edit.html",
        meeting=meeting,
        team=team,
        update=update,
        form=form,
        problem=problem,
        is_newer=is_newer,
        can_save=writer is not None and writing.is_open(meeting, now),
        is_by_facilitator=writer is Writer.FACILITATOR,
        happenings=_happenings(meeting, team.id, update) if writer else [],
        off=_off(update),
        ages=ages([row.wanted for row in form.rows], now=now, as_of=meeting.starts_at),
        is_begun=meeting.has_begun(now),
        back=_back(),
        **WORDS,
    )


def _back() -> str | None:
    """The wall, for whoever came from there."""
    return WALL if request.args.get("back") == WALL else None


def _happenings(meeting: Meeting, team_id: int, update: TeamUpdate | None) -> list[Happening]:
    """Those that a card that is handed in has, else those of now."""
    if update is not None and update.handed_in_at is not None:
        return update.happenings
    found = happenings.found(team_id, meeting, now=clock.now())
    return [Happening(key=one.key, kind=one.kind, about=one.about) for one in found]


def _off(update: TeamUpdate | None) -> set[str]:
    """The keys of what is taken off the card: as typed, else as it was saved."""
    if request.method == "POST":
        return set(_keys("offered")) - set(_keys("ticked"))
    return {one.key for one in update.happenings if not one.is_shown} if update else set()


def _keys(name: str) -> list[str]:
    return [clean_line(key) for key in request.form.getlist(name)[:KEYS_MAX]]


@bp.post("/<id:meeting_id>/teams/<id:team_id>/edit")
@member_required
def update(meeting_id: int, team_id: int) -> Any:
    """Keep it as a draft, or hand it in. What cannot be saved stays in the form."""
    meeting, team, user, now = visible_round(meeting_id), _team(team_id), current_user(), clock.now()
    writer = _writer(meeting, team)
    if writer is None:
        return _refused(meeting, team)
    form = UpdateForm(queries.of_team_in(meeting, team_id))
    hands_in = "draft" not in request.form or writer is Writer.FACILITATOR
    if not form.is_ready(hands_in=hands_in):
        return _page(meeting, team, _readable(meeting, team, writer), form, writer=writer), 422
    words = form.words(_keys("offered"), _keys("ticked"))
    save = SAVES[writer] if hands_in else writing.save_draft
    try:
        saved = save(meeting, team_id, words, base=form.base_number, by=user, now=now)
    except NotInTeam:
        db.session.rollback()
        return _refused(meeting, team)
    except WrittenByTeam:
        db.session.rollback()
        return _refused(meeting, team, problem=_by_team())
    except Closed:
        db.session.rollback()
        return _page(meeting, team, None, form, problem=_too_late(), writer=None), 422
    except ChangedMeanwhile:
        return _newer(meeting, team, form, writer)
    is_late = saved.is_late
    db.session.commit()
    if not hands_in:
        flash(_("Saved as a draft: only your team sees it."), "success")
        return redirect(url_for(".edit", meeting_id=meeting_id, team_id=team_id, _anchor="how"), 303)
    flash(_("Handed in, marked as late.") if is_late else _("Handed in. Thank you."), "success")
    if _back():
        return redirect(url_for(".show_wall", meeting_id=meeting_id, team=team_id), 303)
    return redirect(url_for(".show", meeting_id=meeting_id, _anchor=f"team-{team_id}"), 303)


def _readable(meeting: Meeting, team: Team, writer: Writer) -> TeamUpdate | None:
    """The card as far as the writer may read it: a draft is for its team alone."""
    update = queries.update_of(meeting, team.id)
    return update if writer is Writer.TEAM or (update and update.handed_in_at) else None


def _newer(meeting: Meeting, team: Team, form: UpdateForm, writer: Writer) -> Any:
    """Both texts: what somebody saved meanwhile, and what was typed."""
    update = queries.update_of(meeting, team.id)
    form.base.data = str(update.number if update else 0)
    return _page(meeting, team, update, form, writer=writer, is_newer=True), 422
