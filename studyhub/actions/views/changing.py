"""An action: changed, done, opened again, dropped."""

from typing import Any

from flask import abort, flash, render_template, request, url_for

from studyhub import clock
from studyhub.actions import giving, rules
from studyhub.actions.around import owners
from studyhub.actions.forms import NOBODY, ReasonForm, TaskForm
from studyhub.actions.models import Action
from studyhub.actions.reading.owners import Person
from studyhub.actions.views.blueprint import bp
from studyhub.actions.views.fetching import go_back, require_part, visible_action
from studyhub.circles import queries as circles
from studyhub.db import db
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


@bp.post("/actions/<id:action_id>/done")
@member_required
def create_done(action_id: int) -> Any:
    """It is done; the way back is in the sentence that says so."""
    action = _finishable(action_id)
    giving.finish(action, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_with_way_back(_("Done: %(text)s", text=action.text), action), "undo")
    return go_back(action.circle)


@bp.post("/actions/<id:action_id>/done/delete")
@member_required
def delete_done(action_id: int) -> Any:
    """It is to do again, whether it was done or dropped."""
    action = _finishable(action_id)
    giving.reopen(action, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("It is open again."), "success")
    return go_back(action.circle)


def _finishable(action_id: int) -> Action:
    action = visible_action(action_id)
    mine = circles.participation(action.circle, current_user())
    if not rules.can_finish(action, current_user(), mine):
        abort(403)
    return action


def _with_way_back(message: str, action: Action) -> Any:
    # Whoever takes it back stays on the page on which they pressed.
    url = url_for("actions.delete_done", action_id=action.id, back=request.args.get("back"))
    return {"message": message, "url": url, "label": _("Undo")}


@bp.get("/actions/<id:action_id>/edit")
@member_required
def edit(action_id: int) -> Any:
    """Change what, who or until when, or drop it."""
    action = _changeable(action_id)
    form = TaskForm(formdata=None, obj=action, owner_id=str(action.owner_id or NOBODY))
    return _page(action, form, ReasonForm(formdata=None))


def _changeable(action_id: int) -> Action:
    action = visible_action(action_id)
    require_part(action.circle)
    return action


def _page(action: Action, form: TaskForm, reason: ReasonForm) -> str:
    _offer(action, form)
    return render_template("actions/edit.html", action=action, circle=action.circle, form=form, reason=reason)


def _offer(action: Action, form: TaskForm) -> None:
    people = owners(action.circle)
    if action.owner is not None and action.owner_id not in {person.id for person in people}:
        # Whoever has left the circle since stays chosen until somebody else is.
        people.append(Person(action.owner.id, action.owner.name))
    form.offer(people)


@bp.post("/actions/<id:action_id>/edit")
@member_required
def update(action_id: int) -> Any:
    """Keep the change."""
    action, form = _changeable(action_id), TaskForm()
    _offer(action, form)
    if not form.validate():
        return _page(action, form, ReasonForm(formdata=None)), 422
    try:
        giving.change(action, form.task, by=current_user(), now=clock.now())
    except giving.NotInCircle:
        db.session.rollback()
        form.owner_id.errors = [_("They are not in the circle any more. Please choose somebody else.")]
        return _page(visible_action(action_id), form, ReasonForm(formdata=None)), 422
    db.session.commit()
    flash(_("Kept."), "success")
    return go_back(action.circle)


@bp.post("/actions/<id:action_id>/drop")
@member_required
def create_drop(action_id: int) -> Any:
    """Nobody does it any more, for a reason."""
    action, reason = _changeable(action_id), ReasonForm()
    if not reason.validate():
        form = TaskForm(formdata=None, obj=action, owner_id=str(action.owner_id or NOBODY))
        return _page(action, form, reason), 422
    giving.drop(action, reason.reason.data or "", by=current_user(), now=clock.now())
    db.session.commit()
    flash(_with_way_back(_("Dropped: %(text)s", text=action.text), action), "undo")
    return go_back(action.circle)
