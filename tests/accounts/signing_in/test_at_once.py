"""Several people press at the same moment."""

from functools import partial

from flask import Flask

from studyhub.accounts import invitations, members, standing
from studyhub.db import db
from studyhub.people.models import TokenPurpose, User
from studyhub.people.queries import administrator_count
from tests.accounts.browsing import by_email, secret_for
from tests.at_once import at_once
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY

HASH = "never checked here"
NO_ROLES = {"is_admin": False, "is_editor": False, "is_rota_keeper": False}


def test_an_invitation_is_accepted_once(app: Flask, cast: Cast) -> None:
    invitations.invite("dai@example.com", by=cast.admin, key=SECRET_KEY, now=NOON)
    secret = secret_for(TokenPurpose.INVITATION, user=by_email("dai@example.com"))

    accept = partial(invitations.accept, secret, name="Dai", password_hash=HASH, now=NOON)

    outcomes = at_once(app, [accept] * 4)

    assert outcomes == ["InvitationGone"] * 3 + ["done"]


def test_an_address_gets_one_account(app: Flask, cast: Cast) -> None:
    outcomes = at_once(app, [lambda: members.create(email="dai@example.com", name="Dai", now=NOON)] * 4)

    assert outcomes == ["EmailTaken"] * 3 + ["done"]


def test_two_administrators_cannot_end_each_other(app: Flask, cast: Cast) -> None:
    cast.aki.is_admin = True
    ids = [cast.aki.id, cast.admin.id]

    def end(user_id: int, by_id: int) -> None:
        user, by = db.session.get_one(User, user_id), db.session.get_one(User, by_id)
        db.session.rollback()
        standing.give_roles(user, **NO_ROLES, by=by, now=NOON)

    outcomes = at_once(app, [lambda: end(ids[0], ids[1]), lambda: end(ids[1], ids[0])])

    assert outcomes == ["LastAdministrator", "done"]
    assert administrator_count() == 1
