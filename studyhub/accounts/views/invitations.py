"""Invitations: administrators send and take them back, whoever has the link answers."""

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts import invitations, passwords
from studyhub.accounts.fields import written
from studyhub.accounts.forms import InviteForm, NewAccountForm
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.people import queries as people_queries
from studyhub.people import tokens
from studyhub.people.models import Token, TokenPurpose
from studyhub.web.guards import auth
from studyhub.web.guards.access import admin_required
from studyhub.web.guards.auth import current_user
from studyhub.web.guards.carrying import takes_password
from studyhub.web.guards.confirming import password_again
from studyhub.web.guards.guessing import guess_limited
from studyhub.web.guards.hashing import hashes_passwords
from studyhub.web.guards.security_log import note
from studyhub.web.pages.addresses import public_url
from studyhub.web.pages.mail import MailState, mail_state
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

bp = Blueprint("invitations", __name__)


@bp.get("/people/invitations/")
@admin_required
def index() -> str:
    """Invitations not answered yet, with their links where mail does not go out."""
    return _index_page(InviteForm())


def _index_page(form: InviteForm) -> str:
    found = list(db.session.scalars(invitations.open_invitations()))
    now = clock.now()
    state = mail_state()
    mails = invitations.mails_of(found)
    return render_template(
        "accounts/invitations.html",
        form=form,
        rows=[_row(token, mails.get(token.id), now) for token in found],
        requests=[] if state is MailState.FLOWS else _unconfirmed(now),
        mail_state=state,
    )


def _row(token: Token, mail: OutboxMessage | None, now: datetime) -> dict[str, Any]:
    name, is_valid = invitations.known_name(token), tokens.is_valid(token, now)
    return {"token": token, "name": name, "link": _link(token), "is_valid": is_valid, "mail": mail}


def _link(token: Token) -> str:
    secret = tokens.shown_again(token, keys=current_app.config["STUDYHUB_SETTINGS"].keys)
    endpoint = "invitations.edit" if token.purpose is TokenPurpose.INVITATION else "registrations.edit"
    return public_url(url_for(endpoint, secret=secret))


def _unconfirmed(now: datetime) -> list[tuple[Token, str]]:
    """Those who asked for an account and wait for the link that no mail can bring."""
    found = db.session.scalars(people_queries.open_tokens(TokenPurpose.CONFIRMATION))
    return [(token, _link(token)) for token in found if tokens.is_valid(token, now)]


@bp.post("/people/invitations/")
@admin_required
@password_again
def create() -> ResponseReturnValue:
    """Invite every address of the form, or none."""
    form = InviteForm()
    if not form.validate_on_submit():
        return _index_page(form), 422
    known = _invite_all(form.addresses())
    if known:
        db.session.rollback()
        form.emails.errors = [_("These people have an account already: %(known)s", known=", ".join(known))]
        return _index_page(form), 422
    db.session.commit()
    # Whether mail tells them of it stands on the page that follows.
    count = len(form.addresses())
    flash(ngettext("%(num)s person is invited.", "%(num)s people are invited.", count), "success")
    return redirect(url_for(".index"), 303)


def _invite_all(emails: list[str]) -> list[str]:
    """Those who have an account already."""
    known = []
    for email in emails:
        try:
            invitations.invite(email, by=current_user(), key=str(current_app.secret_key), now=clock.now())
        except invitations.HasAccount:
            known.append(email)
    return known


@bp.post("/people/invitations/<id:token_id>/send-again")
@admin_required
@password_again
def update(token_id: int) -> ResponseReturnValue:
    """Send an invitation once more, for another 14 days."""
    token = _open_invitation(token_id)
    try:
        invitations.send_again(token, by=current_user(), key=str(current_app.secret_key), now=clock.now())
    except (invitations.HasAccount, invitations.InvitationGone):
        flash(_("This person has an account already."), "error")
    else:
        db.session.commit()
        flash(_("%(email)s is invited once more.", email=token.email), "success")
    return redirect(url_for(".index"), 303)


@bp.post("/people/invitations/<id:token_id>/delete")
@admin_required
@password_again
def delete(token_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    token = _open_invitation(token_id)
    invitations.revoke(token, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The invitation of %(email)s is taken back.", email=token.email), "success")
    return redirect(url_for(".index"), 303)


def _open_invitation(token_id: int) -> Token:
    token: Token = db.one_or_404(people_queries.invitation(token_id))
    if token.used_at or token.revoked_at:
        abort(404)
    return token


@bp.get("/invitations/<secret>")
@guess_limited
def edit(secret: str) -> ResponseReturnValue:
    """Ask for name and password; mail scanners open links, so nothing happens yet."""
    token = _invited(secret)
    if token is None:
        return _gone()
    form = NewAccountForm(known_email=token.email or "", name=_known_name(token))
    return render_template("accounts/new_account.html", form=form, email=token.email)


def _invited(secret: str) -> Token | None:
    try:
        return invitations.invited_by_secret(secret, now=clock.now())
    except invitations.InvitationGone:
        return None


def _known_name(token: Token) -> str:
    """The name from a list of people; whoever was only invited has none yet."""
    return token.user.name if token.user and token.user.is_member else ""


def _gone() -> ResponseReturnValue:
    return render_template("accounts/link_gone.html", again_url=None), 404


@bp.post("/invitations/<secret>")
@hashes_passwords
@takes_password()
@guess_limited
def create_account(secret: str) -> ResponseReturnValue:
    """Make the account and sign in."""
    token = _invited(secret)
    if token is None:
        return _gone()
    email = token.email or ""
    form = NewAccountForm(known_email=email)
    if not form.validate_on_submit():
        return render_template("accounts/new_account.html", form=form, email=email), 422
    db.session.rollback()
    try:
        password_hash = passwords.hashed(written(form.password))
        user = invitations.accept(secret, name=written(form.name), password_hash=password_hash, now=clock.now())
    except invitations.InvitationGone:
        return _gone()
    auth.sign_in(user, now=clock.now())
    db.session.commit()
    note("signed in")
    flash(_("Welcome, %(name)s.", name=user.name), "success")
    return redirect(url_for("home.index"), 303)
