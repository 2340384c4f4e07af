"""Who is in the organisation, and what administrators decide about them."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts import email_changes, invitations, resets, standing
from studyhub.circles import unorganized
from studyhub.contributions import person_page
from studyhub.db import db
from studyhub.departures import leaving
from studyhub.handing_in import parts_of_people
from studyhub.people import queries, tokens
from studyhub.people.forms import SEARCH_MAX_CHARS, RolesForm, StateForm
from studyhub.people.models import MEMBERS, ImpossibleMove, User, UserState
from studyhub.people.moves import moved_words
from studyhub.teams import queries as team_queries
from studyhub.text.cleaning import clean_line
from studyhub.web.guards.access import admin_required, member_required
from studyhub.web.guards.auth import current_device, current_user
from studyhub.web.guards.confirming import password_again
from studyhub.web.guards.security_log import note
from studyhub.web.pages.addresses import public_url
from studyhub.web.pages.mail import MailState, mail_state
from studyhub.web.pages.paging import page_number
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

bp = Blueprint("people", __name__, url_prefix="/people")

# Who can be looked at besides all members, by the word in the address.
SHOWN = {
    "without_team": team_queries.without_team,
    "pending": queries.pending,
    "without_password": queries.without_password,
    "gone": queries.gone,
    "suspended": queries.suspended,
    "left": queries.left,
    "merged": queries.merged,
}
# Everybody sees who is in which team.
SHOWN_TO_ALL = {"", "without_team"}


@bp.get("/")
@member_required
def index() -> str:
    """Members by their reading, found by name, reading, handle or team; the others for administrators only."""
    user = current_user()
    show = request.args.get("show", "")
    if show not in SHOWN_TO_ALL and not (user.is_admin and show in SHOWN):
        abort(404)
    words = clean_line(request.args.get("q", ""))[:SEARCH_MAX_CHARS]
    people = db.session.scalars(SHOWN[show]() if show else queries.members()).all()
    teams = team_queries.memberships_of_all(person.id for person in people)
    return render_template(
        "people/index.html",
        people=[person for person in people if _is_found(person, teams.get(person.id, []), words)],
        teams=teams,
        words=words,
        show=show,
        counts=queries.counts({word: rows() for word, rows in SHOWN.items()}) if user.is_admin else {},
        invitations=_invitations() if show == "without_password" else {},
    )


def _invitations() -> dict[int | None, bool]:
    """Whether the invitation of each who has one still works, by the person's id."""
    now, open_ones = clock.now(), db.session.scalars(invitations.open_invitations())
    return {token.user_id: tokens.is_valid(token, now) for token in open_ones}


def _is_found(person: User, memberships: list[Any], words: str) -> bool:
    names = [person.name, person.kana, person.chat_handle, *(row.team.name for row in memberships)]
    return queries.matches(names, words)


@bp.get("/me")
@member_required
def show_own() -> ResponseReturnValue:
    """Lead on to one's own page."""
    return redirect(url_for(".show", user_id=current_user().id))


@bp.get("/<id:user_id>/")
@member_required
def show(user_id: int) -> str:
    """One person: what they gave and where they take part; what may be decided about them, for administrators."""
    person, number = _visible_person(user_id), page_number()
    context: dict[str, Any] = {"person": person, "number": number}
    context["page"] = person_page.person_page(person, current_user(), page=number, now=clock.now())
    context["memberships"] = list(db.session.scalars(team_queries.memberships_of(person))) if person.is_member else []
    if current_user().is_admin:
        context |= {"roles": RolesForm(obj=person), "link": _reset_link(person)}
        context |= _address_link(person)
        context |= _circles(person)
    return render_template("people/show.html", **context)


def _circles(person: User) -> dict[str, Any]:
    """Circles that lose their last organiser with them, and those that have lost them."""
    reader = current_user()
    return {
        "would_be_without": unorganized.would_be_without(person, reader),
        "are_without": unorganized.are_without(person, reader),
    }


def _visible_person(user_id: int) -> User:
    wanted = queries.person(user_id)
    if not current_user().is_admin:
        wanted = wanted.where(User.state.in_(MEMBERS) | person_page.has_taken_part())
    person: User = db.one_or_404(wanted)
    return person


def _reset_link(person: User) -> str | None:
    """The link for a new password that an administrator made and that still works."""
    token = resets.handed_over(person, now=clock.now())
    if token is None:
        return None
    secret = tokens.shown_again(token, keys=current_app.config["STUDYHUB_SETTINGS"].keys)
    return public_url(url_for("resets.edit", secret=secret))


def _address_link(person: User) -> dict[str, str | None]:
    """The link that confirms an address they asked for, and that address, where no mail can bring it."""
    token = None if mail_state() is MailState.FLOWS else email_changes.waiting(person, now=clock.now())
    if token is None:
        return {"address_link": None, "address_email": None}
    secret = tokens.shown_again(token, keys=current_app.config["STUDYHUB_SETTINGS"].keys)
    return {"address_link": public_url(url_for("email_changes.edit", secret=secret)), "address_email": token.email}


@bp.post("/<id:user_id>/state")
@admin_required
@password_again
def update_state(user_id: int) -> ResponseReturnValue:
    """Accept, suspend, take back, send on leave, or let go."""
    person, form = _visible_person(user_id), StateForm()
    if not form.validate_on_submit():
        abort(400)
    before, parts = person.state, parts_of_people(current_app)
    try:
        leaving.move(person, UserState(form.state.data), parts, by=current_user(), now=clock.now())
    except standing.LastAdministrator:
        flash(_("Somebody has to administer the organisation: name another administrator first."), "error")
    except ImpossibleMove:
        flash(_("This is no longer possible; the account has changed meanwhile."), "error")
    else:
        db.session.commit()
        note("account changed", of=person.id, state=person.state.value)
        flash(moved_words(person, before), "success")
    return redirect(url_for(".show", user_id=user_id), 303)


@bp.post("/<id:user_id>/roles")
@admin_required
@password_again
def update_roles(user_id: int) -> ResponseReturnValue:
    """Name an administrator, editor or rota keeper, or end that."""
    person, form = _visible_person(user_id), RolesForm()
    if not person.is_member:
        abort(404)
    roles = {name: bool(form[name].data) for name in standing.ROLES}
    try:
        standing.give_roles(person, **roles, by=current_user(), now=clock.now())
    except standing.LastAdministrator:
        flash(_("Somebody has to administer the organisation: name another administrator first."), "error")
    else:
        db.session.commit()
        note("roles changed", of=person.id, **roles)
        flash(_("The roles of %(name)s are saved.", name=person.name), "success")
    return redirect(url_for(".show", user_id=user_id), 303)


@bp.post("/<id:user_id>/reset-link")
@admin_required
@password_again
def create_reset_link(user_id: int) -> ResponseReturnValue:
    """A link for a new password, to be handed over."""
    person = _visible_person(user_id)
    if not person.is_member:
        abort(404)
    resets.issue(person, by=current_user(), key=str(current_app.secret_key), now=clock.now())
    db.session.commit()
    note("link for a new password made", of=person.id)
    return redirect(url_for(".show", user_id=user_id), 303)


@bp.post("/<id:user_id>/sessions/delete")
@admin_required
@password_again
def delete_sessions(user_id: int) -> ResponseReturnValue:
    """Sign somebody out on all their browsers; of one's own, but for this one."""
    person = _visible_person(user_id)
    count = standing.sign_out_everywhere(person, by=current_user(), keep=current_device(), now=clock.now())
    db.session.commit()
    note("sessions ended", of=person.id, count=count)
    flash(_signed_out_words(person, count), "success" if count else "notice")
    return redirect(url_for(".show", user_id=user_id), 303)


def _signed_out_words(person: User, count: int) -> str:
    if not count:
        return _("%(name)s was signed in on no browser.", name=person.name)
    words: str = ngettext(
        "%(name)s is signed out on %(num)s browser.", "%(name)s is signed out on %(num)s browsers.", count,
        name=person.name,
    )  # fmt: skip
    return words


@bp.post("/<id:user_id>/invitation")
@admin_required
@password_again
def create_invitation(user_id: int) -> ResponseReturnValue:
    """Invite somebody who is known but has no password yet, or who had left."""
    person = _visible_person(user_id)
    try:
        invitations.invite_person(person, by=current_user(), key=str(current_app.secret_key), now=clock.now())
    except invitations.HasAccount:
        flash(_("This person has an account already."), "error")
        return redirect(url_for(".show", user_id=user_id), 303)
    db.session.commit()
    flash(_("%(name)s is invited.", name=person.name), "success")
    return redirect(url_for("invitations.index"), 303)
