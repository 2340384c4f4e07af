"""A new password: asked for by mail, or handed over by an administrator."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts import passwords, resets
from studyhub.accounts.fields import written
from studyhub.accounts.forms import EmailForm, NewPasswordForm
from studyhub.accounts.gate import attempts
from studyhub.db import db
from studyhub.people.models import User
from studyhub.web.guards import auth
from studyhub.web.guards.busy import later_page
from studyhub.web.guards.carrying import takes_password
from studyhub.web.guards.clients import client_network
from studyhub.web.guards.guessing import guess_limited
from studyhub.web.guards.hashing import hashes_passwords
from studyhub.web.guards.security_log import note
from studyhub.web.pages.mail import mail_state
from studyhub.words.saying import gettext as _

bp = Blueprint("resets", __name__, url_prefix="/reset")


@bp.get("")
def new() -> str:
    """Ask whose password it is."""
    return render_template("accounts/reset.html", form=EmailForm(), mail_state=mail_state())


@bp.post("")
def create() -> ResponseReturnValue:
    """Mail the link; the answer is the same whoever the address belongs to."""
    form = EmailForm()
    if not form.validate_on_submit():
        return render_template("accounts/reset.html", form=form, mail_state=mail_state()), 422
    email = written(form.email)
    now = clock.now()
    try:
        resets.ask(email, network=client_network(), key=str(current_app.secret_key), now=now)
    except attempts.TooManyTries as many:
        return later_page("accounts/reset.html", many.until - now, form=form, mail_state=mail_state())
    db.session.commit()
    return render_template("accounts/link_sent.html", email=email, mail_state=mail_state())


@bp.get("/<secret>")
@guess_limited
def edit(secret: str) -> ResponseReturnValue:
    """Ask for the new password; mail scanners open links, so nothing happens yet."""
    user = _person(secret)
    if user is None:
        return _gone()
    return render_template("accounts/new_password.html", form=_form(user), email=user.email)


def _person(secret: str) -> User | None:
    try:
        return resets.reset_by_secret(secret, now=clock.now())
    except resets.ResetGone:
        return None


def _form(user: User) -> NewPasswordForm:
    return NewPasswordForm(known_email=user.email, known_names=(user.name, user.kana))


def _gone() -> ResponseReturnValue:
    return render_template("accounts/link_gone.html", again_url=url_for(".new")), 404


@bp.post("/<secret>")
@hashes_passwords
@takes_password()
@guess_limited
def update(secret: str) -> ResponseReturnValue:
    """Set the password, sign out everywhere and sign in here."""
    user = _person(secret)
    if user is None:
        return _gone()
    form, email = _form(user), user.email
    if not form.validate_on_submit():
        return render_template("accounts/new_password.html", form=form, email=email), 422
    db.session.rollback()
    try:
        user = resets.reset(secret, password_hash=passwords.hashed(written(form.password)), now=clock.now())
    except resets.ResetGone:
        return _gone()
    auth.sign_in(user, now=clock.now())
    db.session.commit()
    note("password changed by a link")
    note("signed in")
    flash(_("Your new password is set. All other browsers are signed out."), "success")
    return redirect(url_for("home.index"), 303)
