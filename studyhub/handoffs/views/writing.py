"""Handing over: whoever has the hours writes what still burns, or says by one press that nothing does."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.handoffs import asking, queries, writing
from studyhub.handoffs import sheet as sheets
from studyhub.handoffs.forms import HandoffForm
from studyhub.handoffs.models import Handoff
from studyhub.handoffs.views.blueprint import bp
from studyhub.handoffs.views.pages import any_handoff
from studyhub.handoffs.writing import ChangedMeanwhile, NotYours, TooEarly, TooLate
from studyhub.rota.models import Shift
from studyhub.rota.swaps import queries as swaps
from studyhub.rota.wording import ROLES
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _

Refused = NotYours | TooEarly | TooLate
REFUSALS = (NotYours, TooEarly, TooLate)


@bp.get("/shifts/<id:shift_id>/new")
@member_required
def new(shift_id: int) -> ResponseReturnValue:
    """The form, which begins with what burnt before; where it is written already, that one."""
    shift, user, now = shift_of(shift_id), current_user(), clock.now()
    try:
        duty = writing.hours_to_hand_over(shift, user, now=now)
    except NotYours:
        abort(403)
    except (TooEarly, TooLate) as error:
        flash(_refusal(error), "warning")
        return redirect(url_for("rota.show_shift", shift_id=shift_id), 303)
    written = queries.of_duty(duty)
    if written is not None:
        return redirect(url_for(".edit", handoff_id=written.id), 303)
    form = HandoffForm(sheets.sheet(duty, None, now=now), formdata=None)
    form.begin()
    return _new_page(form)


def shift_of(shift_id: int) -> Shift:
    """A published shift, which everybody inside may see; else 404."""
    found: Shift = db.one_or_404(swaps.shifts().where(Shift.id == shift_id))
    return found


def _refusal(error: Refused) -> str:
    match error:
        case NotYours():
            return _("These hours are with somebody else now: they hand over.")
        case TooEarly():
            return _("The hand-off is written in the last hour of the shift.")
        case TooLate():
            return _("These hours ended more than 12 hours ago: what was handed on stays as it is.")


def _new_page(form: HandoffForm, problem: str = "") -> str:
    return render_template("handoffs/new.html", sheet=form.sheet, form=form, problem=problem, roles=ROLES)


@bp.post("/shifts/<id:shift_id>")
@member_required
def create(shift_id: int) -> ResponseReturnValue:
    """Hand over. What cannot be saved any more stays in the form."""
    shift, user, now = shift_of(shift_id), current_user(), clock.now()
    try:
        duty = writing.hours_to_hand_over(shift, user, now=now)
    except REFUSALS as error:
        return _kept(shift, error)
    form = HandoffForm(sheets.sheet(duty, None, now=now))
    if not form.validate():
        return _new_page(form), 422
    try:
        writing.write(shift, form.words, by=user, now=now)
    except REFUSALS as error:
        db.session.rollback()
        return _kept(shift, error)
    except ChangedMeanwhile:
        return _newer(queries.of_duty(duty), form)
    db.session.commit()
    flash(_("Handed over. Whoever has the next shift reads it first."), "success")
    return _back(shift_id)


def _kept(shift: Shift, error: Refused) -> ResponseReturnValue:
    form = HandoffForm(sheets.without_hours(shift))
    return _new_page(form, _refusal(error)), 403 if isinstance(error, NotYours) else 422


def _newer(written: Handoff | None, form: HandoffForm) -> ResponseReturnValue:
    """Both texts: the one that was saved meanwhile, and the one that was typed."""
    if written is None:
        abort(404)
    form.count_on(written)
    return _edit_page(written, form, is_newer=True), 422


def _back(shift_id: int) -> ResponseReturnValue:
    return redirect(url_for("rota.show_shift", shift_id=shift_id, _anchor="handoffs"), 303)


@bp.post("/shifts/<id:shift_id>/quiet")
@member_required
def create_quiet(shift_id: int) -> ResponseReturnValue:
    """Hand over that nothing burns, by one press."""
    shift = shift_of(shift_id)
    try:
        written = writing.say_that_nothing_burns(shift, by=current_user(), now=clock.now())
    except REFUSALS as error:
        db.session.rollback()
        if isinstance(error, NotYours):
            abort(403)
        flash(_refusal(error), "warning")
        return _back(shift_id)
    db.session.commit()
    if written.is_burning:
        flash(_("It was handed over already, and something burns there. Please look again."), "warning")
    else:
        flash(_("Handed over: nothing burns. Thank you."), "success")
    return _back(shift_id)


@bp.get("/<id:handoff_id>/edit")
@member_required
def edit(handoff_id: int) -> ResponseReturnValue:
    """The form with what it says."""
    handoff = _own(handoff_id)
    now = clock.now()
    if now >= handoff.ends_at + asking.AFTER:
        flash(_refusal(TooLate()), "warning")
        return redirect(url_for(".show", handoff_id=handoff_id), 303)
    form = HandoffForm(_sheet_of(handoff), formdata=None)
    form.begin_with(handoff)
    return _edit_page(handoff, form)


def _own(handoff_id: int) -> Handoff:
    handoff = any_handoff(handoff_id)
    if handoff.author_id != current_user().id:
        abort(403)
    return handoff


def _sheet_of(handoff: Handoff) -> sheets.Sheet:
    return sheets.sheet(sheets.duty_of(handoff, handoff.author), handoff, now=clock.now())


def _edit_page(handoff: Handoff, form: HandoffForm, *, is_newer: bool = False, problem: str = "") -> str:
    return render_template(
        "handoffs/edit.html",
        handoff=handoff,
        sheet=form.sheet,
        form=form,
        is_newer=is_newer,
        problem=problem,
        roles=ROLES,
    )


@bp.post("/<id:handoff_id>/edit")
@member_required
def update(handoff_id: int) -> ResponseReturnValue:
    """Say it in other words, as long as it can be changed."""
    handoff = _own(handoff_id)
    form = HandoffForm(_sheet_of(handoff))
    if not form.validate():
        return _edit_page(handoff, form), 422
    try:
        writing.rewrite(handoff, form.words, base=form.base_number, by=current_user(), now=clock.now())
    except ChangedMeanwhile:
        return _newer(handoff, form)
    except TooLate as error:
        db.session.rollback()
        return _edit_page(any_handoff(handoff_id), form, problem=_refusal(error)), 422
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(".show", handoff_id=handoff_id), 303)
