"""Making an account without an invitation: an address, a link in its mail, a name and a password."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts import members, passwords, registrations
from studyhub.accounts.fields import written
from studyhub.accounts.forms import EmailForm, NewAccountForm
from studyhub.accounts.gate import attempts
from studyhub.db import db
from studyhub.people.models import UserState
from studyhub.settings import organization
from studyhub.settings.models import Registration
from studyhub.web.guards import auth
from studyhub.web.guards.busy import later_page
from studyhub.web.guards.carrying import takes_password
from studyhub.web.guards.clients import client_network
from studyhub.web.guards.guessing import guess_limited
from studyhub.web.guards.hashing import hashes_passwords
from studyhub.web.guards.security_log import note
from studyhub.web.pages.mail import mail_state
from studyhub.words.saying import gettext as _

bp = Blueprint("registrations", __name__, url_prefix="/register")


@bp.get("")
def new() -> str:
    """Ask for an address, or say that an invitation is needed."""
    return _ask_page(EmailForm())


def _ask_page(form: EmailForm) -> str:
    return render_template("accounts/register.html", **_ask_context(form))


def _ask_context(form: EmailForm) -> dict[str, Any]:
    found = organization.current()
    by_invitation = found.registration is Registration.INVITATION
    return {"form": form, "by_invitation": by_invitation, "domains": registrations.domains(found)}


@bp.post("")
def create() -> ResponseReturnValue:
    """Mail the link; the answer is the same whoever the address belongs to."""
    form = EmailForm()
    if not form.validate_on_submit():
        return _ask_page(form), 422
    email, now = written(form.email), clock.now()
    try:
        registrations.ask(
            email,
            organization=organization.current(),
            network=client_network(),
            key=str(current_app.secret_key),
            now=now,
        )
    except attempts.TooManyTries as many:
        return later_page("accounts/register.html", many.until - now, **_ask_context(form))
    except registrations.RegistrationClosed:
        form.email.errors = [_("This address cannot register by itself. Please ask an administrator to invite you.")]
        return _ask_page(form), 422
    db.session.commit()
    return render_template("accounts/link_sent.html", email=email, mail_state=mail_state())


@bp.get("/<secret>")
@guess_limited
def edit(secret: str) -> ResponseReturnValue:
    """Ask for name and password; mail scanners open links, so nothing happens yet."""
    email = _confirmed_address(secret)
    if email is None:
        return render_template("accounts/link_gone.html", again_url=url_for(".new")), 404
    return render_template("accounts/new_account.html", form=NewAccountForm(known_email=email), email=email)


def _confirmed_address(secret: str) -> str | None:
    """The address that a link confirms; None when the link is worth nothing."""
    found = organization.current()
    try:
        return registrations.confirmed_by_secret(secret, organization=found, now=clock.now()).email
    except (registrations.ConfirmationGone, registrations.RegistrationClosed):
        return None


@bp.post("/<secret>")
@hashes_passwords
@takes_password()
@guess_limited
def update(secret: str) -> ResponseReturnValue:
    """Make the account and sign in."""
    email = _confirmed_address(secret)
    if email is None:
        return render_template("accounts/link_gone.html", again_url=url_for(".new")), 404
    form = NewAccountForm(known_email=email)
    if not form.validate_on_submit():
        return render_template("accounts/new_account.html", form=form, email=email), 422
    db.session.rollback()
    return _confirm(secret, written(form.name), passwords.hashed(written(form.password)))


def _confirm(secret: str, name: str, password_hash: str) -> ResponseReturnValue:
    now = clock.now()
    try:
        user = registrations.confirm(
            secret, name=name, password_hash=password_hash, organization=organization.current(), now=now
        )
    except (registrations.ConfirmationGone, registrations.RegistrationClosed):
        abort(404)
    except members.EmailTaken:
        db.session.rollback()
        flash(_("This address has an account. Please sign in."), "notice")
        return redirect(url_for("accounts.sign_in"), 303)
    auth.sign_in(user, now=now)
    db.session.commit()
    note("signed in")
    if user.state is UserState.PENDING:
        flash(_("An administrator will look at your account. Until then you see public circles."), "notice")
    else:
        flash(_("Welcome, %(name)s.", name=name), "success")
    return redirect(url_for("home.index"), 303)
