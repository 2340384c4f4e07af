"""The first visit, signing in and out."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts import notices, passwords, setup, sign_ins
from studyhub.accounts.fields import written
from studyhub.accounts.forms import SetUpForm, SignInForm
from studyhub.accounts.gate import attempts
from studyhub.accounts.models import AttemptKind
from studyhub.db import db
from studyhub.people.models import EMAIL_MAX_CHARS, User
from studyhub.people.spelling.emails import normal_email
from studyhub.settings import organization
from studyhub.text.cleaning import clean_line
from studyhub.web.answers.bare import bare_page
from studyhub.web.answers.errors import RETRY
from studyhub.web.guards import auth, carrying, known_browsers, turned_away
from studyhub.web.guards.auth import current_user_or_none
from studyhub.web.guards.busy import busy_message, later_message, later_page
from studyhub.web.guards.clients import client_network
from studyhub.web.guards.guessing import note_wrong_secret
from studyhub.web.guards.hashing import hashes_passwords, is_sent_away
from studyhub.web.guards.reputation import reputation_of
from studyhub.web.guards.security_log import note
from studyhub.web.pages.addresses import safe_next
from studyhub.words.saying import gettext as _

bp = Blueprint("accounts", __name__)

# What answers before there is an organisation: the first visit itself, machines, and how a page is read.
BEFORE_SET_UP = {"accounts.set_up", "accounts.create_organization", "static"}
BLUEPRINTS_BEFORE_SET_UP = {"health", "preferences"}


@bp.before_app_request
def turn_away_again() -> ResponseReturnValue | None:
    """Refuse who may not sign in now before anything is asked of the database."""
    if is_sent_away():
        return _send_away()
    if request.endpoint != "accounts.create_session":
        return None
    now = clock.now()
    account, network = _whose_try()
    if until := turned_away.still_until(network, account, now=now):
        reputation_of(current_app).note_refusal(network, time.monotonic())
        return _later_page(until - now)
    return None


def _whose_try() -> tuple[str, str]:
    """The account and the network under which this try to sign in counts."""
    email = normal_email(clean_line(request.form.get("email", "")[:EMAIL_MAX_CHARS]))
    return attempts.counted_as(email, client_network(), known_browsers.name_if_known(email))


def _send_away() -> Response:
    """503 for whoever found the line full; one more failure of a network that has some."""
    network, now = client_network(), clock.now()
    if reputation_of(current_app).has_failures(network, time.monotonic()):
        with suppress(attempts.TooManyTries):
            attempts.begin(AttemptKind.SIGN_IN, network=network, now=now)
        db.session.commit()
    note("answered with 503", reason="the line for signing in is full")
    if request.endpoint == "accounts.create_session":
        return _refusal(503, busy_message, RETRY)
    return bare_page("errors/busy.html", 503, retry_after=RETRY, message=busy_message)


@bp.before_app_request
def lead_to_set_up() -> ResponseReturnValue | None:
    """Every page leads to the first visit until the organisation exists."""
    if request.endpoint in BEFORE_SET_UP or request.blueprint in BLUEPRINTS_BEFORE_SET_UP or setup.is_set_up():
        return None
    return redirect(url_for("accounts.set_up"), 303)


@bp.get("/set-up")
def set_up() -> ResponseReturnValue:
    """The first visit: ask for the code from the terminal."""
    if setup.is_set_up():
        return redirect(url_for("home.index"))
    return render_template("accounts/set_up.html", form=SetUpForm())


@bp.post("/set-up")
@hashes_passwords
@carrying.takes_password()
def create_organization() -> ResponseReturnValue:
    """Make the organisation and its administrator, and sign them in."""
    if setup.is_set_up():
        return redirect(url_for("home.index"), 303)
    form = SetUpForm()
    try:
        if not form.validate_on_submit() or not _is_right_code(form):
            return render_template("accounts/set_up.html", form=form), 422
        user = _set_up(form)
    except attempts.TooManyTries as many:
        return later_page("accounts/set_up.html", many.until - clock.now(), form=form)
    except (setup.AlreadySetUp, setup.WrongCode):
        db.session.rollback()
        return redirect(url_for("home.index"), 303)
    auth.sign_in(user, now=clock.now())
    db.session.commit()
    note("signed in")
    flash(_("%(organization)s is ready.", organization=written(form.organization_name)), "success")
    return redirect(url_for("home.index"), 303)


def _is_right_code(form: SetUpForm) -> bool:
    """Whether the code is right; says so in the form when not. Raises TooManyTries."""
    network, now = client_network(), clock.now()
    attempts.require_place(AttemptKind.SECRET, network=network, now=now)
    if setup.is_right_code(written(form.code), now=now):
        return True
    note_wrong_secret(network, now)
    form.code.errors = [_("This is not a code that StudyHub showed in a terminal within the last week.")]
    return False


def _set_up(form: SetUpForm) -> User:
    # Nobody may wait for a hash to be made.
    db.session.rollback()
    password_hash = passwords.hashed(written(form.password))
    return setup.set_up(
        written(form.code),
        organization_name=written(form.organization_name),
        name=written(form.name),
        email=written(form.email),
        password_hash=password_hash,
        now=clock.now(),
    )


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Ask who it is."""
    next_url = safe_next(request.args.get("next"))
    if current_user_or_none():
        return redirect(next_url)
    return render_template("accounts/sign_in.html", next_url=next_url, by_invitation=organization.is_by_invitation())


@bp.post("/sign-in")
@hashes_passwords
@carrying.takes_password()
def create_session() -> ResponseReturnValue:
    """Sign in on this browser, and go on where the person was."""
    form, now = SignInForm(), clock.now()
    if not form.validate_on_submit():
        return _sign_in_page(form, _("Please write your e-mail address and password."), 422)
    try:
        user = _authenticate(form, now)
    except sign_ins.WrongEmailOrPassword as refused:
        note("sign-in failed", person=refused.user_id)
        return _sign_in_page(form, _("This e-mail address and password do not fit together."), 422)
    except sign_ins.AccountClosed as refused:
        note("sign-in to a closed account", person=refused.user_id)
        return _sign_in_page(form, _("This account is closed. Please ask an administrator."), 422)
    except attempts.TooManyTries as many:
        return _turn_away(many, now)
    notices.tell_new_browser(auth.sign_in(user, now=now), now=now)
    db.session.commit()
    note("signed in")
    if carried := carrying.from_sign_in():
        return carrying.resend_page(carried, 200, has_signed_in=True)
    return redirect(safe_next(form.next.data), 303)


def _authenticate(form: SignInForm, now: datetime) -> User:
    """Who signs in; whatever fails or slows down is remembered for the line of those who come next."""
    if sign_ins.is_under_attack(now):
        reputation_of(current_app).slow_down(time.monotonic())
    try:
        return sign_ins.authenticate(
            written(form.email),
            written(form.password),
            network=client_network(),
            browser=known_browsers.name_if_known(written(form.email)),
            now=now,
        )
    except sign_ins.WrongEmailOrPassword:
        reputation_of(current_app).note_failure(_whose_try()[1], time.monotonic())
        raise


def _turn_away(many: attempts.TooManyTries, now: datetime) -> Response:
    # Counting took a lock; nobody waits for a page to be drawn.
    db.session.rollback()
    account, network = _whose_try()
    note("limit reached", of="network" if many.of_network else "account")
    turned_away.remember(network if many.of_network else None, account, until=many.until, now=now)
    reputation_of(current_app).note_refusal(network, time.monotonic())
    return _later_page(many.until - now)


def _later_page(wait: timedelta) -> Response:
    return _refusal(429, partial(later_message, wait), wait)


def _refusal(status: int, message: Callable[[], str], wait: timedelta) -> Response:
    """The form with what was typed, in a page that costs next to nothing: see `turned_away`."""
    about = _typed(clean_line(request.form.get("email", "")), request.form.get("next")) | carrying.context()
    return bare_page("accounts/sign_in_later.html", status, retry_after=wait, message=message, **about)


def _sign_in_page(form: SignInForm, problem: str, status: int) -> Response:
    about = _typed(written(form.email), form.next.data) | {"by_invitation": organization.is_by_invitation()}
    return make_response(render_template("accounts/sign_in.html", problem=problem, **about), status)


def _typed(email: str, next_url: str | None) -> dict[str, Any]:
    return {"next_url": safe_next(next_url), "carried": carrying.from_sign_in(), "typed_email": email}


@bp.post("/sign-out")
def delete_session() -> ResponseReturnValue:
    """End this browser's session, and what it keeps of this person: the next one at it is somebody else."""
    auth.sign_out()
    note("signed out")
    db.session.commit()
    flash(_("You are signed out."), "success")
    answer = redirect(url_for("accounts.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer
