"""Pages with one button that mails lead to, without signing in, and the choice of circles in the profile."""

from collections.abc import Sequence

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.circles.models import Circle
from studyhub.circles.views.fetching import organized_circle
from studyhub.db import db
from studyhub.meetings.models import Signup
from studyhub.meetings.signing_up import absences, signups
from studyhub.people.models import SIGNS_IN, User
from studyhub.reminders import absence, links, standing, stopping
from studyhub.reminders.links import Absence, Stop
from studyhub.web.guards.access import login_required, member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.guards.guessing import LinkOver, guess_limited
from studyhub.web.pages.addresses import safe_next
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _

bp = Blueprint("reminders", __name__)


@bp.get("/reminders/absence/<token>")
@guess_limited
def show_absence(token: str) -> ResponseReturnValue:
    """Ask before somebody is absent, for programs open every link of a mail; or say what they are."""
    signup = _signup(token)
    stands, meeting = absence.standing(signup), signup.meeting
    is_to_come = stands is absence.Standing.COMES
    return render_template(
        "reminders/absence.html",
        meeting=meeting,
        circle=meeting.circle,
        stands=stands,
        would=absences.consequences(meeting, signup.user, now=clock.now()) if is_to_come else None,
        did=absences.absence(meeting, signup.user),
        is_withdrawal=absence.is_withdrawal(meeting, signup.user),
        token=token,
    )


@bp.post("/reminders/absence/<token>")
@guess_limited
def create_absence(token: str) -> ResponseReturnValue:
    """Absent this time. The token alone says who: no cookie is read."""
    try:
        absence.be_absent(_signup(token), now=clock.now())
    except signups.SignupClosed:
        # Begun or called off this very moment: the page says that it is over.
        db.session.rollback()
    db.session.commit()
    return redirect(url_for(".show_absence", token=token), 303)


@bp.get("/reminders/stop/<token>")
@guess_limited
def show_stop(token: str) -> ResponseReturnValue:
    """Ask before reminders of a circle, or all, are stopped; or say that they are."""
    user, circle = _stop(token)
    is_stopped = stopping.is_stopped(user, circle) if circle else stopping.are_all_stopped(user)
    return render_template("reminders/stop.html", circle=circle, is_stopped=is_stopped, token=token)


@bp.post("/reminders/stop/<token>")
@guess_limited
def create_stop(token: str) -> ResponseReturnValue:
    """No reminders any more. The token alone says whose and which: no cookie is read."""
    user, circle = _stop(token)
    if circle:
        stopping.stop(user, circle, now=clock.now())
    else:
        stopping.stop_all(user)
    db.session.commit()
    return redirect(url_for(".show_stop", token=token), 303)


@bp.post("/profile/messages/circles")
@login_required
def update_circles() -> ResponseReturnValue:
    """Keep of which of one's circles one is reminded."""
    wanted = [id_ for text in request.form.getlist("circle_id") if (id_ := row_id(text)) is not None]
    stopping.choose(current_user(), wanted, now=clock.now())
    db.session.commit()
    flash(_("Your choices are saved."), "success")
    return redirect(url_for("delivery.edit_preferences"), 303)


@bp.post("/circles/<slug>/reminders/halt")
@member_required
def create_halt(slug: str) -> ResponseReturnValue:
    """Nobody is reminded of this circle's sessions any more."""
    circle = organized_circle(slug)
    standing.halt(circle, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("Nobody is reminded of this circle's sessions any more."), "success")
    return redirect(safe_next(request.form.get("next")), 303)


@bp.post("/circles/<slug>/reminders/halt/delete")
@member_required
def delete_halt(slug: str) -> ResponseReturnValue:
    """People are reminded again."""
    circle = organized_circle(slug)
    standing.go_on(circle, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("People are reminded of this circle's sessions again."), "success")
    return redirect(safe_next(request.form.get("next")), 303)


@bp.record_once
def _let_mails_act(state: BlueprintSetupState) -> None:
    # Neither reads a cookie: another site has nothing to misuse.
    for view in (create_absence, create_stop):
        state.app.extensions["csrf"].exempt(view)


def _keys() -> Sequence[str]:
    keys: Sequence[str] = current_app.config["STUDYHUB_SETTINGS"].keys
    return keys


def _signup(token: str) -> Signup:
    """The sign-up of which somebody is absent, as long as its session begins when the mail said."""
    found: Absence = links.read_absence(_keys(), token, clock.now()) or abort(404)
    signup = absence.signup_of(found, now=clock.now())
    if signup is None:
        raise LinkOver
    return signup


def _stop(token: str) -> tuple[User, Circle | None]:
    found: Stop = links.read_stop(_keys(), token, clock.now()) or abort(404)
    user = _there(found.user_id)
    if found.circle_id is None:
        return user, None
    # Whoever may not see a circle any more learns no new title of it.
    circle = stopping.visible_circle(user, found.circle_id)
    if circle is None:
        raise LinkOver
    return user, circle


def _there(user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None or user.state not in SIGNS_IN:
        raise LinkOver
    return user
