"""A person's own pages: who they are, their password and browsers, and the days they are away."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts import passwords, resets, sign_ins, standing
from studyhub.accounts.fields import written
from studyhub.accounts.gate import attempts
from studyhub.db import db
from studyhub.notes.releases import accompanying, consents
from studyhub.people import devices, profile
from studyhub.people.browsers import browser_name
from studyhub.people.forms import PasswordForm, ProfileForm
from studyhub.people.models import OutsideName
from studyhub.settings import organization
from studyhub.teams import memberships
from studyhub.teams import queries as team_queries
from studyhub.web.guards.access import login_required
from studyhub.web.guards.auth import current_device, current_user
from studyhub.web.guards.busy import later_page
from studyhub.web.guards.carrying import takes_password
from studyhub.web.guards.clients import client_network
from studyhub.web.guards.confirming import password_again
from studyhub.web.guards.hashing import hashes_passwords
from studyhub.web.guards.known_browsers import name_if_known
from studyhub.web.guards.security_log import note
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

bp = Blueprint("profile", __name__, url_prefix="/profile")


def _profile_form(**values: object) -> ProfileForm:
    mine = list(db.session.scalars(team_queries.memberships_of(current_user())))
    teams = [(membership.team_id, membership.team.name) for membership in mine]
    form = ProfileForm(organization_zone=organization.current().time_zone, teams=teams, **values)
    if form.primary_team and not form.is_submitted():
        form.primary_team.data = str(next((row.team_id for row in mine if row.is_primary), ""))
    return form


@bp.get("/")
@login_required
def edit() -> str:
    """What I say of myself."""
    user = current_user()
    form = _profile_form(obj=user)
    if not form.is_submitted():
        form.outside_name.data = user.outside_name.value
    return render_template("profile/edit.html", form=form, user=user)


@bp.post("/")
@login_required
def update() -> ResponseReturnValue:
    """Keep it."""
    user, form = current_user(), _profile_form()
    if not form.validate_on_submit():
        return render_template("profile/edit.html", form=form, user=user), 422
    said = profile.Profile(
        name=written(form.name),
        kana=written(form.kana),
        chat_handle=written(form.chat_handle),
        telephone=written(form.telephone),
        pen_name=written(form.pen_name),
        outside_name=OutsideName(form.outside_name.data),
        language=form.language.data or None,
        time_zone=form.time_zone.data or None,
    )
    before, name = accompanying.named(user.name, user.pen_name, user.outside_name)
    profile.update(user, said)
    texts = consents.take_back(user, before, name, now=clock.now())
    if form.primary_team:
        memberships.make_primary(user, team_id=int(form.primary_team.data))
    db.session.commit()
    flash(_("Your profile is saved."), "success")
    if texts:
        flash(_texts_named(len(texts)), "notice")
    return redirect(url_for(".edit"), 303)


def _texts_named(count: int) -> str:
    said: str = ngettext(
        "As the author of texts outside you are “a participant” from now on. %(num)s text names you; the editors were "
        "asked to look at its words.",
        "As the author of texts outside you are “a participant” from now on. %(num)s texts name you; the editors were "
        "asked to look at their words.",
        count,
    )
    return said


@bp.get("/security")
@login_required
def security() -> str:
    """My password and the browsers I am signed in on."""
    return render_template("profile/security.html", **_security_context(_password_form()))


def _password_form() -> PasswordForm:
    user = current_user()
    return PasswordForm(known_email=user.email, known_names=(user.name, user.kana, user.chat_handle))


def _security_context(form: PasswordForm) -> dict[str, object]:
    mine = db.session.scalars(devices.of(current_user(), now=clock.now()))
    named = [(device, browser_name(device.user_agent)) for device in mine]
    lasts = {"lasts": devices.LASTS, "idle": devices.IDLE}
    return {"form": form, "devices": named, "this_device": current_device(), **lasts}


@bp.post("/password")
@hashes_passwords
@takes_password("profile.security")
@login_required
def update_password() -> ResponseReturnValue:
    """Take another password; everybody else who is signed in as me no longer is."""
    user, device, form = current_user(), current_device(), _password_form()
    if not form.validate_on_submit():
        return render_template("profile/security.html", **_security_context(form)), 422
    present_hash, now = user.password_hash, clock.now()
    try:
        is_right = sign_ins.is_present_password(
            user, written(form.present), network=client_network(), browser=name_if_known(user.email), now=now
        )
        db.session.commit()
        new_hash = passwords.hashed(written(form.password)) if is_right else None
    except attempts.TooManyTries as many:
        return later_page("profile/security.html", many.until - now, **_security_context(form))
    db.session.refresh(user)
    if new_hash is None or user.password_hash != present_hash:
        note("password given again was wrong")
        form.present.errors = [_("This is not your present password.")]
        return render_template("profile/security.html", **_security_context(form)), 422
    resets.set_password(user, new_hash, now=now, keep=device)
    if device is not None:
        devices.confirm(device.id, now=now)
    db.session.commit()
    note("password changed")
    flash(_("Your new password is set. All other browsers are signed out."), "success")
    return redirect(url_for(".security"), 303)


@bp.post("/devices/<id:device_id>/delete")
@login_required
@password_again
def delete_device(device_id: int) -> ResponseReturnValue:
    """Sign out another browser of mine."""
    devices.end(current_user(), device_id)
    db.session.commit()
    note("session ended")
    flash(_("That browser is signed out."), "success")
    return redirect(url_for(".security"), 303)


@bp.post("/devices/delete")
@login_required
@password_again
def delete_devices() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    user = current_user()
    count = standing.sign_out_everywhere(user, by=user, keep=current_device(), now=clock.now())
    db.session.commit()
    note("sessions ended", count=count)
    flash(_others_signed_out(count), "success" if count else "notice")
    return redirect(url_for(".security"), 303)


def _others_signed_out(count: int) -> str:
    if not count:
        return _("You were signed in on no other browser.")
    return ngettext("%(num)s other browser is signed out.", "%(num)s other browsers are signed out.", count)
