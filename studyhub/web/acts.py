"""What each act is called that asks for the password again: the page that asks names it."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask_babel import gettext as _
from sqlalchemy import select

from studyhub.db import db
from studyhub.people.models import Token, TokenPurpose, User, UserState


def act() -> str:
    """What the present request asks for, as a button would say it. Aborts with 404 where whom it concerns is not there.

    Only for whoever may do it: it names people and addresses.
    """
    words = _ACTS.get(request.endpoint or "")
    return str(words(**(request.view_args or {})) if words else _("What you asked for"))


def _person(user_id: int) -> User:
    person: User = db.one_or_404(select(User).where(User.id == user_id))
    return person


def _invited(token_id: int) -> str:
    """The address of an invitation."""
    invitation = select(Token).where(Token.id == token_id, Token.purpose == TokenPurpose.INVITATION)
    return str(db.one_or_404(invitation).email)


def _change_roles(user_id: int) -> str:
    person = _person(user_id)
    is_to_be_admin = "is_admin" in request.form
    if is_to_be_admin and not person.is_admin:
        return str(_("Make %(name)s an administrator", name=person.name))
    if person.is_admin and not is_to_be_admin:
        return str(_("Let %(name)s no longer be an administrator", name=person.name))
    return str(_("Change the roles of %(name)s", name=person.name))


def _change_state(user_id: int) -> str:
    person, state = _person(user_id), request.form.get("state")
    if state == UserState.ON_LEAVE:
        return str(_("Send %(name)s on leave", name=person.name))
    if state == UserState.SUSPENDED:
        return str(_("Suspend the account of %(name)s", name=person.name))
    if state == UserState.LEFT:
        return str(_("Let %(name)s go", name=person.name))
    return _let_be_a_member(person)


def _let_be_a_member(person: User) -> str:
    if person.state is UserState.PENDING:
        return str(_("Accept the account of %(name)s", name=person.name))
    if person.state is UserState.SUSPENDED:
        return str(_("End the suspension of %(name)s", name=person.name))
    if person.state is UserState.ON_LEAVE:
        return str(_("Let %(name)s come back from leave", name=person.name))
    return str(_("Take %(name)s back", name=person.name))


# By the endpoint; each gets the view's arguments.
_ACTS: dict[str, Callable[..., Any]] = {
    "demo.create": lambda: _("Set up the demo organisation"),
    "invitations.create": lambda: _("Invite people"),
    "invitations.delete": lambda token_id: _("Take the invitation of %(email)s back", email=_invited(token_id)),
    "invitations.update": lambda token_id: _("Invite %(email)s again", email=_invited(token_id)),
    "people.create_invitation": lambda user_id: _("Invite %(name)s", name=_person(user_id).name),
    "people.create_reset_link": lambda user_id: _(
        "Make a link for a new password of %(name)s", name=_person(user_id).name
    ),
    "people.delete_sessions": lambda user_id: _("Sign %(name)s out everywhere", name=_person(user_id).name),
    "people.update_roles": _change_roles,
    "people.update_state": _change_state,
    "people_editing.update_email": lambda user_id: _(
        "Change the e-mail address of %(name)s", name=_person(user_id).name
    ),
    "people_import.create": lambda: _("Take the list of people over"),
    "people_merging.create": lambda user_id, other_id: _(
        "Make the account of %(name)s part of that of %(other)s",
        name=_person(user_id).name,
        other=_person(other_id).name,
    ),
    "profile.delete_device": lambda device_id: _("Sign out one of your other browsers"),
    "profile.delete_devices": lambda: _("Sign out everywhere but here"),
    "settings.update": lambda: _("Change the settings of the organisation"),
}
