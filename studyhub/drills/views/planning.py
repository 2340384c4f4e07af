"""Planning a drill: an organiser of its circle names scenario, session, examiner and responder."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.drills import queries as answers
from studyhub.drills.forms import NOBODY, CastForm, DrillForm
from studyhub.drills.running import casting, playing, queries
from studyhub.drills.running.models import Drill
from studyhub.drills.views.blueprint import bp
from studyhub.drills.views.fetching import visible_drill
from studyhub.meetings.models import Meeting
from studyhub.people import queries as people
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _

REFUSALS = (casting.CannotRespond, casting.CannotExamine, casting.NotThere, casting.NoDrillSession)


@bp.get("/drills/new")
@member_required
def new_drill() -> str:
    """The form, with what `?scenario=`, `?session=`, `?responder=` and `?examiner=` say; else the reader examines.

    Without a session to plan it in it says what is missing.
    """
    form = _offering(DrillForm(formdata=None))
    asked = {name: row_id(request.args.get(name)) for name in ("scenario", "session", "responder", "examiner")}
    form.scenario_id.data, form.meeting_id.data = asked["scenario"], asked["session"]
    form.responder_id.data = asked["responder"] or NOBODY
    form.examiner_id.data = asked["examiner"] or (NOBODY if asked["responder"] else current_user().id)
    return _new_page(form)


def _offering(form: DrillForm) -> DrillForm:
    meetings = queries.sessions_to_plan(current_user(), clock.now())
    form.offer(db.session.scalars(answers.scenarios()), queries.told_ids(), meetings)
    form.offer_people(db.session.scalars(people.members()))
    return form


def _new_page(form: DrillForm) -> str:
    return render_template("drills/running/new_drill.html", form=form)


@bp.post("/drills/")
@member_required
def create_drill() -> ResponseReturnValue:
    """Plan one. What cannot be stays in the form, with the reason."""
    form = _offering(DrillForm())
    if not form.validate():
        return _new_page(form), 422
    meeting, scenario = db.session.get_one(Meeting, form.meeting_id.data), answers.scenario(form.scenario_id.data)
    try:
        drill = casting.plan(meeting, scenario or abort(404), form.cast, by=current_user(), now=clock.now())
    except REFUSALS as refused:
        db.session.rollback()
        _say(form, refused)
        return _new_page(_offering(form)), 422
    db.session.commit()
    flash(_("The drill is planned. Those who are named are told."), "success")
    return redirect(url_for(".show_drill", drill_id=drill.id), 303)


def _say(form: CastForm, refused: Exception) -> None:
    match refused:
        case casting.CannotRespond():
            form.responder_id.errors = [_("They have seen the answer, and so cannot respond. Please choose another.")]
        case casting.CannotExamine():
            form.examiner_id.errors = [_("They respond to this scenario, and so cannot examine with it.")]
        case casting.NotThere():
            form.form_errors.append(_("One of them cannot open the session at the moment. Please choose another."))
        case _:
            form.form_errors.append(_("The session or the scenario cannot be used any more. Please choose another."))


@bp.get("/drills/<id:drill_id>/edit")
@member_required
def edit_drill(drill_id: int) -> str:
    """Who examines and who responds, as long as it has not begun."""
    drill = _organized(drill_id)
    form = CastForm(formdata=None)
    form.offer_people(db.session.scalars(people.members()))
    form.begin_with(drill)
    return _edit_page(drill, form)


def _organized(drill_id: int) -> Drill:
    drill = visible_drill(drill_id)
    if not queries.organizes(drill.meeting.circle_id, current_user()):
        abort(403)
    return drill


def _edit_page(drill: Drill, form: CastForm) -> str:
    return render_template("drills/running/edit_drill.html", drill=drill, form=form)


@bp.post("/drills/<id:drill_id>/edit")
@member_required
def update_drill(drill_id: int) -> ResponseReturnValue:
    """Name other people."""
    drill = _organized(drill_id)
    form = CastForm()
    form.offer_people(db.session.scalars(people.members()))
    if not form.validate():
        return _edit_page(drill, form), 422
    try:
        casting.name_people(drill, form.cast, by=current_user(), now=clock.now())
    except playing.NotNow:
        db.session.rollback()
        flash(_("The drill has begun: another examiner takes over on its page."), "warning")
        return redirect(url_for(".show_drill", drill_id=drill_id), 303)
    except REFUSALS as refused:
        db.session.rollback()
        _say(form, refused)
        return _edit_page(visible_drill(drill_id), form), 422
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(".show_drill", drill_id=drill_id), 303)
