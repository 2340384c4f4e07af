"""Help wanted: claimed, given back, settled, withdrawn, or made a study session."""

from typing import Any

from flask import abort, flash, redirect, request, url_for

from studyhub import clock
from studyhub.db import db
from studyhub.sos import helping, pages, queries
from studyhub.sos.helping import ClaimedByAnother, NotClaimed, Settled
from studyhub.sos.models import HelpWanted
from studyhub.sos.moves import HelpState
from studyhub.sos.views.blueprint import bp
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _


def any_help(help_id: int) -> HelpWanted:
    """Help wanted that the reader may know of; 404 otherwise."""
    return queries.help_of(current_user(), help_id) or abort(404)


def _back(wanted_id: int) -> Any:
    """To the round it was pressed in, or its wall at the team that talks; else to all that is unsettled."""
    places = _pressed_in()
    meeting_id, team_id = places["round"], places["team"]
    if meeting_id is None:
        return redirect(url_for(".index", _anchor=f"help-{wanted_id}"), 303)
    if team_id is not None:
        return redirect(url_for(".show_wall", meeting_id=meeting_id, team=team_id, _anchor=f"help-{wanted_id}"), 303)
    return redirect(url_for(".show", meeting_id=meeting_id, _anchor=f"help-{wanted_id}"), 303)


def _pressed_in() -> dict[str, int | None]:
    """The round in which it was pressed, and the team whose wall it was, where there are any."""
    return {name: row_id(request.form.get(name)) for name in ("round", "team")}


def say_it_is_settled() -> None:
    """Change nothing, and tell the reader that somebody was quicker."""
    db.session.rollback()
    flash(_("It is settled already: nothing is left to do."), "notice")


@bp.post("/help/<id:help_id>/claim")
@member_required
def create_claim(help_id: int) -> Any:
    """Take it on."""
    wanted = any_help(help_id)
    try:
        helping.claim(wanted, by=current_user(), now=clock.now())
    except ClaimedByAnother:
        name = wanted.claimed_by.name if wanted.claimed_by else ""
        db.session.rollback()
        flash(_("%(name)s was quicker and has claimed it.", name=name), "notice")
    except Settled:
        say_it_is_settled()
    else:
        db.session.commit()
        flash(_("Claimed. %(team)s sees your name beside it.", team=wanted.team.name), "success")
    return _back(help_id)


@bp.post("/help/<id:help_id>/claim/delete")
@member_required
def delete_claim(help_id: int) -> Any:
    """Give it back, so that somebody else can claim it."""
    wanted = any_help(help_id)
    try:
        helping.give_back(wanted, by=current_user(), now=clock.now())
    except NotClaimed:
        db.session.rollback()
        abort(403)
    db.session.commit()
    flash(_("Given back. It comes up again in the next round."), "success")
    return _back(help_id)


@bp.post("/help/<id:help_id>/settling")
@member_required
def create_settling(help_id: int) -> Any:
    """Say that it is settled."""
    return _settle(help_id, HelpState.RESOLVED)


@bp.post("/help/<id:help_id>/withdrawal")
@member_required
def create_withdrawal(help_id: int) -> Any:
    """Say that it is not wanted any more."""
    return _settle(help_id, HelpState.WITHDRAWN)


def _settle(help_id: int, state: HelpState) -> Any:
    wanted, user = any_help(help_id), current_user()
    wish = pages.wish_of(wanted, user, now=clock.now())
    may = wish.can_resolve if state is HelpState.RESOLVED else wish.can_withdraw
    if not may and not wanted.is_settled:
        abort(403)
    try:
        helping.settle(wanted, state, by=user, now=clock.now())
    except Settled:
        say_it_is_settled()
    else:
        db.session.commit()
        said = _("Settled. It does not come back.") if state is HelpState.RESOLVED else _("Withdrawn.")
        flash(_with_way_back(said, help_id), "undo")
    return _back(help_id)


def _with_way_back(said: str, help_id: int) -> Any:
    fields = [(name, str(id_)) for name, id_ in _pressed_in().items() if id_ is not None]
    url = url_for(".delete_settling", help_id=help_id)
    return {"message": said, "url": url, "label": _("Undo"), "fields": fields}


@bp.post("/help/<id:help_id>/settling/delete")
@member_required
def delete_settling(help_id: int) -> Any:
    """Want it after all: of whoever said that it is settled, or not wanted any more."""
    wanted = any_help(help_id)
    try:
        helping.want_again(wanted, by=current_user(), now=clock.now())
    except Settled:
        db.session.rollback()
        abort(403)
    db.session.commit()
    flash(_("It is wanted again, since the day it was asked for."), "success")
    return _back(help_id)
