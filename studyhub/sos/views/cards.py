"""Writing a team's card: kept as a draft, or handed in."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from studyhub import clock
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.sos import happenings, queries, writing
from studyhub.sos.ages import ages
from studyhub.sos.forms import UpdateForm
from studyhub.sos.models import Happening, TeamUpdate
from studyhub.sos.views.blueprint import bp
from studyhub.sos.views.rounds import WORDS, visible_round
from studyhub.sos.writing import ChangedMeanwhile, Closed, NotInTeam
from studyhub.teams.models import Team
from studyhub.text.cleaning import clean_line
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user

KEYS_MAX = 50


@bp.get("/<id:meeting_id>/teams/<id:team_id>/edit")
@member_required
def edit(meeting_id: int, team_id: int) -> Any:
    """The card as it stands, with what happened on call filled in."""
    meeting, team = visible_round(meeting_id), _team(team_id)
    if queries.own_team(current_user(), team_id) is None:
        return _refused(meeting, team)
    update = queries.update_of(meeting, team_id)
    form = UpdateForm.of(update, queries.of_team_in(meeting, team_id))
    problem = "" if writing.is_open(meeting, clock.now()) else _too_late()
    return _page(meeting, team, update, form, problem=problem)


def _team(team_id: int) -> Team:
    return queries.team(team_id) or abort(404)


def _refused(meeting: Meeting, team: Team, status: int = 403) -> Any:
    """Whoever is not in the team, or left it: what they typed stays, to be copied."""
    form = UpdateForm([])
    return _page(meeting, team, None, form, problem=_left(), can_save=False), status


def _left() -> str:
    return str(_("Only people of this team write its update. What you typed still stands below."))


def _too_late() -> str:
    return str(_("The updates of this round are closed. What you typed still stands below."))


def _page(
    meeting: Meeting,
    team: Team,
    update: TeamUpdate | None,
    form: UpdateForm,
    *,
    problem: str = "",
    is_newer: bool = False,
    can_save: bool = True,
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
        can_save=can_save and writing.is_open(meeting, now),
        happenings=_happenings(meeting, team.id, update) if can_save else [],
        off=_off(update),
        ages=ages([row.wanted for row in form.rows], now=now, as_of=meeting.starts_at),
        is_begun=meeting.has_begun(now),
        **WORDS,
    )


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
    if queries.own_team(user, team_id) is None:
        return _refused(meeting, team)
    form = UpdateForm(queries.of_team_in(meeting, team_id))
    hands_in = "draft" not in request.form
    if not form.is_ready(hands_in=hands_in):
        return _page(meeting, team, queries.update_of(meeting, team_id), form), 422
    words = form.words(_keys("offered"), _keys("ticked"))
    save = writing.hand_in if hands_in else writing.save_draft
    try:
        saved = save(meeting, team_id, words, base=form.base_number, by=user, now=now)
    except NotInTeam:
        db.session.rollback()
        return _refused(meeting, team)
    except Closed:
        db.session.rollback()
        return _page(meeting, team, None, form, problem=_too_late(), can_save=False), 422
    except ChangedMeanwhile:
        return _newer(meeting, team, form)
    is_late = saved.is_late
    db.session.commit()
    if not hands_in:
        flash(_("Saved as a draft: only your team sees it."), "success")
        return redirect(url_for(".edit", meeting_id=meeting_id, team_id=team_id), 303)
    flash(_("Handed in, marked as late.") if is_late else _("Handed in. Thank you."), "success")
    return redirect(url_for(".show", meeting_id=meeting_id, _anchor=f"team-{team_id}"), 303)


def _newer(meeting: Meeting, team: Team, form: UpdateForm) -> Any:
    """Both texts: what somebody of the team saved meanwhile, and what was typed."""
    update = queries.update_of(meeting, team.id)
    form.base.data = str(update.number if update else 0)
    return _page(meeting, team, update, form, is_newer=True), 422
