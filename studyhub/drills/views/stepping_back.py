"""A drill that is not held after all, the press that opens an answer, and whoever does not play."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.drills.forms import ReasonForm
from studyhub.drills.running import playing, stepping_back
from studyhub.drills.views.blueprint import bp
from studyhub.drills.views.fetching import visible_drill
from studyhub.drills.views.playing import drill_page
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


def _back(drill_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show_drill", drill_id=drill_id), 303)


def _begun(drill_id: int) -> ResponseReturnValue:
    db.session.rollback()
    flash(_("The drill has gone on meanwhile: this is no longer possible."), "warning")
    return _back(drill_id)


@bp.post("/drills/<id:drill_id>/answer")
@member_required
def create_opening(drill_id: int) -> ResponseReturnValue:
    """Open the answer as its examiner, which is noted."""
    drill = visible_drill(drill_id)
    try:
        stepping_back.open_answer(drill, by=current_user(), now=clock.now())
    except playing.NotExaminer:
        abort(403)
    except playing.NotNow:
        return _begun(drill_id)
    except stepping_back.CannotOpen:
        db.session.rollback()
        flash(_("You are to respond to this scenario in another drill."), "error")
        return _back(drill_id)
    db.session.commit()
    return _back(drill_id)


@bp.post("/drills/<id:drill_id>/part/delete")
@member_required
def delete_part(drill_id: int) -> ResponseReturnValue:
    """Step back from a drill that has not begun."""
    drill = visible_drill(drill_id)
    try:
        stepping_back.step_back(drill, by=current_user(), now=clock.now())
    except stepping_back.NotNamed:
        abort(403)
    except playing.NotNow:
        return _begun(drill_id)
    db.session.commit()
    flash(_("You have stepped back. Whoever planned the drill is told."), "success")
    return _back(drill_id)


@bp.post("/drills/<id:drill_id>/cancellation")
@member_required
def create_cancellation(drill_id: int) -> ResponseReturnValue:
    """Call it off with a reason; the answer carries the way back."""
    drill, form = visible_drill(drill_id), ReasonForm()
    if not form.validate():
        return drill_page(drill, calling_off=form), 422
    try:
        stepping_back.call_off(drill, form.reason.data or "", by=current_user(), now=clock.now())
    except playing.NotOrganizer:
        abort(403)
    except playing.NotNow:
        return _begun(drill_id)
    db.session.commit()
    url = url_for(".delete_cancellation", drill_id=drill_id)
    way_back: Any = {
        "message": _("The drill is called off. Those who were named are told."),
        "url": url,
        "label": _("Undo"),
    }
    flash(way_back, "undo")
    return _back(drill_id)


@bp.post("/drills/<id:drill_id>/cancellation/delete")
@member_required
def delete_cancellation(drill_id: int) -> ResponseReturnValue:
    """Plan it again."""
    drill = visible_drill(drill_id)
    try:
        stepping_back.plan_again(drill, by=current_user(), now=clock.now())
    except playing.NotOrganizer:
        abort(403)
    db.session.commit()
    flash(_("The drill is planned again."), "success")
    return _back(drill_id)
