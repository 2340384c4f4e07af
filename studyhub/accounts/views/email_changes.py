"""Another address for one's own account: asked for with the password, confirmed by the link in a mail to it."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts import email_changes, members, sign_ins
from studyhub.accounts.fields import written
from studyhub.accounts.forms import EmailChangeForm
from studyhub.accounts.gate import attempts
from studyhub.db import db
from studyhub.people.models import Token
from studyhub.web.guards.access import login_required
from studyhub.web.guards.auth import current_user
from studyhub.web.guards.busy import later_page
from studyhub.web.guards.carrying import takes_password
from studyhub.web.guards.clients import client_network
from studyhub.web.guards.guessing import guess_limited
from studyhub.web.guards.hashing import hashes_passwords
from studyhub.web.guards.known_browsers import name_if_known, remember
from studyhub.web.guards.security_log import note
from studyhub.web.pages.mail import MailState, mail_state
from studyhub.words.saying import gettext as _

bp = Blueprint("email_changes", __name__)


@bp.get("/profile/address")
@login_required
def new() -> str:
    """My address, another one that waits to be confirmed, and a form for that."""
    return render_template("accounts/email_change.html", **_context(_form()))


def _form() -> EmailChangeForm:
    return EmailChangeForm(own=current_user().email)


def _context(form: EmailChangeForm) -> dict[str, Any]:
    waiting = email_changes.waiting(current_user(), now=clock.now())
    return {"form": form, "user": current_user(), "waiting": waiting, "sends_mail": mail_state() is MailState.FLOWS}


@bp.post("/profile/address")
@hashes_passwords
@takes_password("email_changes.new")
@login_required
def create() -> ResponseReturnValue:
    """Write to the new address; the answer is the same whoever that belongs to."""
    user, form, now = current_user(), _form(), clock.now()
    if not form.validate_on_submit():
        return _refused(form)
    try:
        is_right = sign_ins.is_present_password(
            user, written(form.present), network=client_network(), browser=name_if_known(user.email), now=now
        )
        # A try that failed stays written down, and one that succeeded is forgotten.
        db.session.commit()
        if not is_right:
            note("password given again was wrong")
            form.present.errors = [_("This is not your present password.")]
            return _refused(form)
        _ask(form)
    except attempts.TooManyTries as many:
        db.session.rollback()
        return later_page("accounts/email_change.html", many.until - now, **_context(form))
    note("another address asked for")
    return redirect(url_for(".new"), 303)


def _refused(form: EmailChangeForm) -> ResponseReturnValue:
    return render_template("accounts/email_change.html", **_context(form)), 422


def _ask(form: EmailChangeForm) -> None:
    key = str(current_app.secret_key)
    email_changes.ask(current_user(), written(form.email), key=key, now=clock.now())
    db.session.commit()


@bp.post("/profile/address/delete")
@login_required
def delete() -> ResponseReturnValue:
    """Let the address stay as it is."""
    email_changes.call_off(current_user(), now=clock.now())
    db.session.commit()
    flash(_("Your address stays as it is."), "success")
    return redirect(url_for(".new"), 303)


@bp.get("/address/<secret>")
@login_required
@guess_limited
def edit(secret: str) -> ResponseReturnValue:
    """Ask once more; mail scanners open links, so nothing happens yet."""
    found = _asked(secret)
    return _confirmation_page(found) if isinstance(found, Token) else found


def _asked(secret: str) -> Token | ResponseReturnValue:
    """The change that waits, or the page that says why there is none for whoever is signed in."""
    try:
        return email_changes.asked_by_secret(secret, current_user(), now=clock.now())
    except email_changes.ChangeGone:
        return _gone()
    except email_changes.NotTheirs:
        return render_template("accounts/email_change_of_another.html"), 403


def _gone() -> ResponseReturnValue:
    return render_template("accounts/link_gone.html", again_url=url_for(".new")), 404


def _confirmation_page(token: Token, *, is_taken: bool = False) -> str:
    before = current_user().email
    return render_template("accounts/email_confirmed.html", before=before, after=token.email, is_taken=is_taken)


@bp.post("/address/<secret>")
@login_required
@guess_limited
def update(secret: str) -> ResponseReturnValue:
    """Sign in with the new address from now on."""
    found = _asked(secret)
    if not isinstance(found, Token):
        return found
    try:
        email = email_changes.confirm(secret, current_user(), now=clock.now())
    except email_changes.ChangeGone:
        return _gone()
    except members.EmailTaken:
        db.session.rollback()
        return _confirmation_page(found, is_taken=True), 409
    db.session.commit()
    note("address changed")
    # The browser knows the account by its address.
    remember(email)
    flash(_("From now on you sign in with %(email)s.", email=email), "success")
    return redirect(url_for(".new"), 303)
