"""What acts about people are called that ask for the password again, by their endpoints."""

from collections.abc import Callable
from typing import Any

from flask import request

from studyhub.db import db
from studyhub.people import queries
from studyhub.people.models import User, UserState
from studyhub.words.saying import gettext as _


def _person(user_id: int) -> User:
    person: User = db.one_or_404(queries.person(user_id))
    return person


def _change_roles(user_id: int) -> str:
    person = _person(user_id)
    is_to_be_admin = "is_admin" in request.form
    if is_to_be_admin and not person.is_admin:
        return _("Make %(name)s an administrator", name=person.name)
    if person.is_admin and not is_to_be_admin:
        return _("Let %(name)s no longer be an administrator", name=person.name)
    return _("Change the roles of %(name)s", name=person.name)


def _change_state(user_id: int) -> str:
    person, state = _person(user_id), request.form.get("state")
    if state == UserState.ON_LEAVE:
        return _("Send %(name)s on leave", name=person.name)
    if state == UserState.SUSPENDED:
        return _("Suspend the account of %(name)s", name=person.name)
    if state == UserState.LEFT:
        return _("Let %(name)s go", name=person.name)
    return _let_be_a_member(person)


def _let_be_a_member(person: User) -> str:
    if person.state is UserState.PENDING:
        return _("Accept the account of %(name)s", name=person.name)
    if person.state is UserState.SUSPENDED:
        return _("End the suspension of %(name)s", name=person.name)
    if person.state is UserState.ON_LEAVE:
        return _("Let %(name)s come back from leave", name=person.name)
    return _("Take %(name)s back", name=person.name)


ACTS: dict[str, Callable[..., Any]] = {
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
}
