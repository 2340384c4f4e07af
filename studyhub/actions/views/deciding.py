"""A decision: said in other words, or dropped."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from studyhub import clock
from studyhub.actions import deciding
from studyhub.actions.forms import DecisionForm, ReasonForm
from studyhub.actions.models import Decision
from studyhub.actions.views.blueprint import bp
from studyhub.actions.views.fetching import back_to, require_part, visible_decision
from studyhub.db import db
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


@bp.get("/decisions/<id:decision_id>/edit")
@member_required
def edit_decision(decision_id: int) -> Any:
    """Say it in other words, or drop it."""
    decision = _changeable(decision_id)
    return _page(decision, DecisionForm(formdata=None, obj=decision), ReasonForm(formdata=None))


def _changeable(decision_id: int) -> Decision:
    decision = visible_decision(decision_id)
    require_part(decision.circle)
    return decision


def _page(decision: Decision, form: DecisionForm, reason: ReasonForm) -> str:
    context = {"decision": decision, "circle": decision.circle, "form": form, "reason": reason}
    return render_template("actions/edit_decision.html", **context)


@bp.post("/decisions/<id:decision_id>/edit")
@member_required
def update_decision(decision_id: int) -> Any:
    """Keep the other words."""
    decision, form = _changeable(decision_id), DecisionForm()
    if not form.validate():
        return _page(decision, form, ReasonForm(formdata=None)), 422
    deciding.reword(decision, form.text.data or "", by=current_user(), now=clock.now())
    return _done(decision, _("Kept."))


@bp.post("/decisions/<id:decision_id>/drop")
@member_required
def create_decision_drop(decision_id: int) -> Any:
    """Let it hold no more, for a reason."""
    decision, reason = _changeable(decision_id), ReasonForm()
    if not reason.validate():
        return _page(decision, DecisionForm(formdata=None, obj=decision), reason), 422
    deciding.drop(decision, reason.reason.data or "", by=current_user(), now=clock.now())
    url = url_for("actions.delete_decision_drop", decision_id=decision.id, back=request.args.get("back"))
    dropped = _("The decision holds no more; it stays in the list with its reason.")
    return _done(decision, {"message": dropped, "url": url, "label": _("Undo")}, "undo")


@bp.post("/decisions/<id:decision_id>/drop/delete")
@member_required
def delete_decision_drop(decision_id: int) -> Any:
    """Let it hold again."""
    decision = _changeable(decision_id)
    deciding.restore(decision, by=current_user(), now=clock.now())
    return _done(decision, _("The decision holds again."))


def _done(decision: Decision, message: Any, category: str = "success") -> Any:
    db.session.commit()
    flash(message, category)
    here = url_for("actions.index", slug=decision.circle.slug, show="decisions")
    return redirect(back_to(decision.circle) if request.args.get("back") else here, 303)
