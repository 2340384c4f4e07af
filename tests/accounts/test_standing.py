"""States of accounts, and roles in the whole organisation."""

import re

import pytest

from studyhub.accounts import resets, standing
from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.people.models import ImpossibleMove, TokenPurpose, User, UserState
from studyhub.people.queries import newest_token
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY

NO_ROLES = {"is_admin": False, "is_editor": False, "is_rota_keeper": False}


@pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.LEFT])
def test_whoever_is_shut_out_is_signed_out_and_loses_private_addresses(cast: Cast, state: UserState) -> None:
    browser = cast.browser(cast.botan)
    resets.issue(cast.botan, by=None, key=SECRET_KEY, now=NOON)

    standing.move(cast.botan, state, by=cast.admin, now=NOON)

    assert browser.get("/profile/").status_code == 302
    token = newest_token(TokenPurpose.RESET, cast.botan)
    assert token is not None
    assert token.revoked_at == NOON
    assert (cast.botan.feed_counter, cast.botan.calendar_counter) == (1, 1)


def test_moving_twice_is_recorded_once(cast: Cast) -> None:
    for _ in range(2):
        standing.move(cast.botan, UserState.SUSPENDED, by=cast.admin, now=NOON)

    moves = db.session.scalars(db.select(AuditEvent).filter_by(action="user.moved")).all()
    assert [(move.before, move.after) for move in moves] == [({"state": "active"}, {"state": "suspended"})]


def test_an_impossible_move_is_refused(cast: Cast) -> None:
    with pytest.raises(ImpossibleMove):
        standing.move(cast.botan, UserState.PENDING, by=cast.admin, now=NOON)


@pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.LEFT])
def test_the_last_administrator_cannot_go(cast: Cast, state: UserState) -> None:
    with pytest.raises(standing.LastAdministrator):
        standing.move(cast.admin, state, by=cast.admin, now=NOON)


def test_the_last_administrator_cannot_lose_the_role(cast: Cast) -> None:
    with pytest.raises(standing.LastAdministrator):
        standing.give_roles(cast.admin, **NO_ROLES, by=cast.admin, now=NOON)


def test_one_of_two_administrators_can_go(cast: Cast) -> None:
    standing.give_roles(cast.aki, **{**NO_ROLES, "is_admin": True}, by=cast.admin, now=NOON)

    standing.move(cast.admin, UserState.LEFT, by=cast.aki, now=NOON)

    assert (cast.admin.state, cast.admin.is_admin) == (UserState.LEFT, False)


def test_an_administrator_on_leave_still_counts(cast: Cast) -> None:
    standing.move(cast.admin, UserState.ON_LEAVE, by=cast.admin, now=NOON)

    assert cast.admin.is_admin


def test_roles_are_named_on_the_page(cast: Cast) -> None:
    cast.browser(cast.admin).post(f"/people/{cast.aki.id}/roles", data={"is_editor": "y"})

    aki = db.session.get_one(User, cast.aki.id)
    assert (aki.is_admin, aki.is_editor) == (False, True)


def test_an_administrator_names_the_rota_keeper(cast: Cast) -> None:
    admin, path = cast.browser(cast.admin), f"/people/{cast.aki.id}"

    admin.post(f"{path}/roles", data={"is_rota_keeper": "y"})

    assert db.session.get_one(User, cast.aki.id).is_rota_keeper
    offered = re.findall(r'type="checkbox" name="(\w+)"|name="(is_\w+)" type="checkbox"', admin.get(f"{path}/").text)
    assert {first or second for first, second in offered} == {"is_admin", "is_editor", "is_rota_keeper"}


def test_the_page_says_that_the_last_administrator_stays(cast: Cast) -> None:
    admin = cast.browser(cast.admin)
    admin.post(f"/people/{cast.admin.id}/roles", data={})

    assert db.session.get_one(User, cast.admin.id).is_admin
    assert "flash-error" in admin.get(f"/people/{cast.admin.id}/").text


@pytest.mark.parametrize("state", ["", "king", "active\x00"])
def test_an_unknown_state_is_a_bad_request(cast: Cast, state: str) -> None:
    answer = cast.browser(cast.admin).post(f"/people/{cast.aki.id}/state", data={"state": state})

    assert answer.status_code == 400


def test_members_decide_about_nobody(cast: Cast) -> None:
    for path in ("state", "roles", "reset-link", "invitation"):
        assert cast.browser(cast.aki).post(f"/people/{cast.botan.id}/{path}").status_code == 403
