"""The rules of the rota, for its keeper and administrators."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.rota import queries
from studyhub.rota.forms import RulesForm
from studyhub.rota.rules import setting
from studyhub.rota.views.blueprint import bp
from studyhub.web.guards.access import rota_setter_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


@bp.get("/rules/")
@rota_setter_required
def edit_rules() -> str:
    """Borders, points, rest and caps, on one page."""
    return _page(RulesForm(obj=queries.rules()))


def _page(form: RulesForm) -> str:
    return render_template("rota/rules.html", form=form, drafts=len(queries.open_drafts()))


@bp.post("/rules/")
@rota_setter_required
def update_rules() -> ResponseReturnValue:
    """Set them, and plan the drafts anew by them."""
    form = RulesForm()
    if not form.validate_on_submit():
        return _page(form), 422
    drafts = setting.update(form.said(), by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The rules are saved. Published shifts stay as they are."), "success")
    if drafts:
        flash(ngettext("%(num)s draft was planned anew.", "%(num)s drafts were planned anew.", drafts), "notice")
    return redirect(url_for(".edit_rules"), 303)
