"""What administrators write of others: what is known of them, and the address they sign in with."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts import editing, email_changes, members
from studyhub.accounts.fields import written
from studyhub.accounts.forms import EmailForm
from studyhub.db import db
from studyhub.people import queries
from studyhub.people.forms import DetailsForm
from studyhub.people.models import User
from studyhub.teams import memberships
from studyhub.teams import queries as team_queries
from studyhub.web.guards.access import admin_required
from studyhub.web.guards.auth import current_user
from studyhub.web.guards.confirming import password_again
from studyhub.web.guards.security_log import note
from studyhub.words.saying import gettext as _

bp = Blueprint("people_editing", __name__, url_prefix="/people")


@bp.get("/<id:user_id>/edit")
@admin_required
def edit(user_id: int) -> str:
    """What is known of somebody."""
    return _page(_person(user_id))


def _person(user_id: int) -> User:
    # What became part of another account is changed there.
    person: User = db.one_or_404(queries.own_person(user_id))
    return person


def _page(person: User, **forms: Any) -> str:
    forms = {"form": None, "email_form": None} | forms
    forms["form"] = forms["form"] or _details_form(person, formdata=None, obj=person)
    forms["email_form"] = forms["email_form"] or EmailForm(formdata=None, obj=person)
    return render_template("people/edit.html", person=person, **forms)


def _details_form(person: User, **values: Any) -> DetailsForm:
    theirs = list(db.session.scalars(team_queries.memberships_of(person)))
    form = DetailsForm(teams=[(row.team_id, row.team.name) for row in theirs], **values)
    if form.primary_team and not form.primary_team.data:
        form.primary_team.data = str(next((row.team_id for row in theirs if row.is_primary), ""))
    return form


@bp.post("/<id:user_id>/edit")
@admin_required
def update(user_id: int) -> ResponseReturnValue:
    """Keep it."""
    person = _person(user_id)
    form = _details_form(person)
    if not form.validate_on_submit():
        return _page(person, form=form), 422
    try:
        editing.edit(person, _details(form), by=current_user(), now=clock.now())
    except editing.NumberTaken:
        db.session.rollback()
        form.number.errors = [_("Somebody else has this number.")]
        return _page(person, form=form), 422
    if form.primary_team:
        team_id = int(form.primary_team.data)
        memberships.make_primary_for(person, team_id=team_id, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("What is known of %(name)s is saved.", name=person.name), "success")
    return redirect(url_for("people.show", user_id=user_id), 303)


def _details(form: DetailsForm) -> editing.Details:
    return editing.Details(
        name=written(form.name),
        kana=written(form.kana),
        chat_handle=written(form.chat_handle),
        number=written(form.number) or None,
    )


@bp.post("/<id:user_id>/address")
@admin_required
@password_again
def update_email(user_id: int) -> ResponseReturnValue:
    """Give somebody another address, at once; both are told."""
    person, form = _person(user_id), EmailForm()
    if person.id == current_user().id:
        return redirect(url_for("email_changes.new"), 303)
    if not form.validate_on_submit():
        return _page(person, email_form=form), 422
    try:
        email_changes.change(person, written(form.email), by=current_user(), now=clock.now())
    except members.EmailTaken:
        db.session.rollback()
        form.email.errors = [_("Somebody has an account with this address.")]
        return _page(person, email_form=form), 422
    db.session.commit()
    note("address changed", of=person.id)
    flash(_("%(name)s signs in with %(email)s from now on.", name=person.name, email=person.email), "success")
    return redirect(url_for("people.show", user_id=user_id), 303)
