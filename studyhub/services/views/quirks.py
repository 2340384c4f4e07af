"""What is peculiar to a service: everybody inside writes it down, mends it and says that it is still true."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.services import queries, quirks
from studyhub.services.forms import QuirkForm
from studyhub.services.models import Quirk, QuirkRevision, Service
from studyhub.services.views.blueprint import bp
from studyhub.services.views.fetching import any_quirk, present_quirk, visible_service
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _

REVISIONS_SHOWN = 50


@bp.get("/<id:service_id>/quirks/new")
@member_required
def new_quirk(service_id: int) -> str:
    """The form for one more."""
    return _new_page(visible_service(service_id), QuirkForm(formdata=None))


def _new_page(service: Service, form: QuirkForm) -> str:
    return render_template("services/new_quirk.html", service=service, form=form)


@bp.post("/<id:service_id>/quirks")
@member_required
def create_quirk(service_id: int) -> ResponseReturnValue:
    """Write one more down."""
    service, form = visible_service(service_id), QuirkForm()
    if not form.validate():
        return _new_page(service, form), 422
    quirks.write(service, form.words, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("Written down. Thank you: the next one woken will read it."), "success")
    return _back(service_id)


def _back(service_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show", service_id=service_id, _anchor="quirks"), 303)


@bp.get("/quirks/<id:quirk_id>/edit")
@member_required
def edit_quirk(quirk_id: int) -> str:
    """The form with what it says."""
    quirk, form = present_quirk(quirk_id), QuirkForm(formdata=None)
    form.begin_with(quirk)
    return _edit_page(quirk, form)


def _edit_page(quirk: Quirk, form: QuirkForm, newer: QuirkRevision | None = None) -> str:
    return render_template("services/edit_quirk.html", quirk=quirk, service=quirk.service, form=form, newer=newer)


@bp.post("/quirks/<id:quirk_id>/edit")
@member_required
def update_quirk(quirk_id: int) -> ResponseReturnValue:
    """Say it in other words; where somebody else did meanwhile, both texts are shown and neither is lost."""
    quirk, form = present_quirk(quirk_id), QuirkForm()
    if not form.validate():
        return _edit_page(quirk, form), 422
    try:
        quirks.rewrite(quirk, form.words, base=form.base_number, by=current_user(), now=clock.now())
    except quirks.ChangedMeanwhile:
        form.count_on(quirk)
        return _edit_page(quirk, form, quirk.head), 422
    db.session.commit()
    flash(_("Saved, and confirmed as of today."), "success")
    return _back(quirk.service_id)


@bp.get("/quirks/<id:quirk_id>/history")
@member_required
def show_quirk_history(quirk_id: int) -> str:
    """Every text it had, the newest first, with who wrote it."""
    quirk = any_quirk(quirk_id)
    revisions = db.session.scalars(queries.revisions_of(quirk).limit(REVISIONS_SHOWN)).all()
    return render_template("services/quirk_history.html", quirk=quirk, service=quirk.service, revisions=revisions)


@bp.post("/quirks/<id:quirk_id>/confirmation")
@member_required
def create_confirmation(quirk_id: int) -> ResponseReturnValue:
    """Say that it is still true."""
    quirk = present_quirk(quirk_id)
    quirks.confirm(quirk, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("“%(title)s” is confirmed as of today.", title=quirk.head.title), "success")
    return _back(quirk.service_id)


@bp.post("/quirks/<id:quirk_id>/retirement")
@member_required
def create_quirk_retirement(quirk_id: int) -> ResponseReturnValue:
    """Take it from the page; the answer carries the way back."""
    quirk = any_quirk(quirk_id)
    quirks.retire(quirk, by=current_user(), now=clock.now())
    db.session.commit()
    said = _("“%(title)s” is no longer on the page.", title=quirk.head.title)
    url = url_for(".delete_quirk_retirement", quirk_id=quirk_id)
    way_back: Any = {"message": said, "url": url, "label": _("Undo")}
    flash(way_back, "undo")
    return _back(quirk.service_id)


@bp.post("/quirks/<id:quirk_id>/retirement/delete")
@member_required
def delete_quirk_retirement(quirk_id: int) -> ResponseReturnValue:
    """Put it on the page again."""
    quirk = any_quirk(quirk_id)
    quirks.bring_back(quirk, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("“%(title)s” is on the page again.", title=quirk.head.title), "success")
    return _back(quirk.service_id)
