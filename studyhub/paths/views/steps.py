"""Doing steps, taking them again, choosing the night to shadow, and ending a path."""

from flask import abort, flash, request
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.paths import holding, making, queries, rules, shadowing, stepping
from studyhub.paths.models import Path, PathStep
from studyhub.paths.steps import WORDS
from studyhub.paths.views.blueprint import bp
from studyhub.paths.views.pages import back_to, ended, leads, own_path, show_page, visible_path
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words import dates
from studyhub.words.language import sentences
from studyhub.words.saying import gettext as _

# The part of the page that a press leads back to.
STEPS = "steps"


def _step(path: Path, step_id: int) -> PathStep:
    return queries.step(path, step_id) or abort(404)


@bp.post("/<id:path_id>/steps/<id:step_id>/tick")
@member_required
def create_tick(path_id: int, step_id: int) -> ResponseReturnValue:
    """Say that a step is done."""
    path, user = visible_path(path_id), current_user()
    step = _step(path, step_id)
    if not rules.can_tick(user, path, step.kind, leads=leads(path)):
        abort(403)
    try:
        stepping.tick(step, by=user, now=clock.now())
    except holding.Ended:
        return ended(path_id)
    db.session.commit()
    flash(_done(path, step), "success")
    return back_to(path_id, STEPS)


def _done(path: Path, step: PathStep) -> str:
    done: str = _("“%(step)s” is done.", step=WORDS[step.kind])
    if path.next_step is None:
        return done
    coming = {"step": WORDS[path.next_step.kind], "day": dates.day(path.next_step.due_on)}
    return str(sentences([done, _("Next is “%(step)s”, until %(day)s.", **coming)]))


@bp.post("/<id:path_id>/steps/<id:step_id>/repeat")
@member_required
def create_repeat(path_id: int, step_id: int) -> ResponseReturnValue:
    """Take a step again."""
    path = own_path(path_id)
    step = _step(path, step_id)
    try:
        stepping.take_again(step, by=current_user(), now=clock.now())
    except holding.Ended:
        return ended(path_id)
    db.session.commit()
    flash(_("Once more, then. It is due in two weeks at the earliest."), "success")
    return back_to(path_id, STEPS)


@bp.post("/<id:path_id>/shadow")
@member_required
def create_shadow(path_id: int) -> ResponseReturnValue:
    """Choose the night to shadow."""
    path = own_path(path_id)
    try:
        shadowing.plan(path, row_id(request.form.get("shift_id")) or 0, by=current_user(), now=clock.now())
    except shadowing.NightGone:
        return _refused(path_id, _("Please choose a night that is still ahead in the rota."))
    except shadowing.Resting:
        return _refused(path_id, _("They are on duty around this night, and rest. Please choose another."))
    except holding.Ended:
        return ended(path_id)
    db.session.commit()
    flash(_("Noted. Whoever is on duty hears of it the day before."), "success")
    return back_to(path_id, STEPS)


def _refused(path_id: int, problem: str) -> ResponseReturnValue:
    db.session.rollback()
    return show_page(visible_path(path_id), problem), 422


@bp.post("/<id:path_id>/shadow/delete")
@member_required
def delete_shadow(path_id: int) -> ResponseReturnValue:
    """Take the night back, as long as it has not begun."""
    path = own_path(path_id)
    try:
        holding.hold(path)
    except holding.Ended:
        return ended(path_id)
    shadowing.withdraw(path, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The night is taken back. Another can be chosen below."), "success")
    return back_to(path_id, STEPS)


@bp.post("/<id:path_id>/end")
@member_required
def create_end(path_id: int) -> ResponseReturnValue:
    """Go it no further."""
    path = own_path(path_id)
    making.end(path, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The path is ended. What was done on it stays to be read here."), "success")
    return back_to(path_id)
