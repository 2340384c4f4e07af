"""A new password by mail."""

from datetime import timedelta

import pytest

from studyhub import clock
from studyhub.accounts import invitations
from studyhub.people import tokens
from studyhub.people.models import TokenPurpose, UserState
from studyhub.settings import organization
from studyhub.settings.models import Registration
from tests.accounts.browsing import GOOD, by_email, mails, secret_for, words
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY

AKI = "aki@example.com"


def ask(cast: Cast, email: str = AKI) -> str:
    answer = cast.browser().post("/reset", data={"email": email})
    assert answer.status_code == 200
    return answer.text


def link(cast: Cast) -> str:
    return f"/reset/{secret_for(TokenPurpose.RESET, user=cast.aki)}"


def test_the_link_sets_the_password_and_ends_every_session(cast: Cast) -> None:
    elsewhere = cast.browser(cast.aki)
    ask(cast)
    here = cast.browser()

    answer = here.post(link(cast), data={"password": GOOD})

    assert answer.status_code == 303
    assert here.get("/profile/").status_code == 200
    assert elsewhere.get("/profile/").status_code == 302
    assert cast.browser().post("/sign-in", data={"email": AKI, "password": GOOD}).status_code == 303


def test_known_and_unknown_addresses_get_the_same_answer(cast: Cast) -> None:
    assert words(ask(cast), AKI) == words(ask(cast, "dai@example.com"), "dai@example.com")
    assert mails() == [("reset", AKI)]


def test_the_link_works_once(cast: Cast) -> None:
    ask(cast)
    address = link(cast)
    cast.browser().post(address, data={"password": GOOD})
    kept = by_email(AKI).password_hash

    assert cast.browser().post(address, data={"password": "another good one"}).status_code == 404
    assert by_email(AKI).password_hash == kept


def test_the_link_works_for_an_hour(cast: Cast) -> None:
    ask(cast)

    clock.start_at(NOON + timedelta(hours=1, minutes=1))

    assert cast.browser().get(link(cast)).status_code == 404


def test_a_newer_link_ends_the_older(cast: Cast) -> None:
    ask(cast)
    older = link(cast)
    clock.start_at(NOON + timedelta(minutes=3))
    ask(cast)

    assert cast.browser().get(older).status_code == 404
    assert cast.browser().get(link(cast)).status_code == 200


def test_asking_twice_sends_one_mail(cast: Cast) -> None:
    ask(cast)
    ask(cast)

    assert mails() == [("reset", AKI)]


@pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.LEFT, UserState.INVITED])
def test_whoever_cannot_sign_in_gets_no_link(cast: Cast, state: UserState) -> None:
    cast.aki.state = state
    ask(cast)

    assert mails() == []


def test_a_suspension_ends_the_link(cast: Cast) -> None:
    ask(cast)
    address = link(cast)
    cast.browser(cast.admin).post(f"/people/{cast.aki.id}/state", data={"state": "suspended"})
    cast.browser(cast.admin).post(f"/people/{cast.aki.id}/state", data={"state": "active"})

    assert cast.browser().get(address).status_code == 404


def test_an_administrator_hands_over_a_link(cast: Cast) -> None:
    admin = cast.browser(cast.admin)
    admin.post(f"/people/{cast.aki.id}/reset-link")

    assert link(cast) in admin.get(f"/people/{cast.aki.id}/").text
    assert mails() == []


def test_a_strangers_request_ends_no_link_that_was_handed_over(cast: Cast) -> None:
    cast.browser(cast.admin).post(f"/people/{cast.aki.id}/reset-link")
    handed_over = link(cast)

    ask(cast)

    assert cast.browser().get(handed_over).status_code == 200
    assert handed_over in cast.browser(cast.admin).get(f"/people/{cast.aki.id}/").text
    assert mails() == [("reset", AKI)]


def test_a_link_that_is_handed_over_ends_the_mailed_one(cast: Cast) -> None:
    ask(cast)
    mailed = link(cast)

    cast.browser(cast.admin).post(f"/people/{cast.aki.id}/reset-link")

    assert cast.browser().get(mailed).status_code == 404


@pytest.mark.parametrize("asked", ["/reset", "/register"])
def test_a_strangers_request_ends_no_invitation(cast: Cast, asked: str) -> None:
    organization.current().registration = Registration.OPEN
    invited = invitations.invite("gen@example.com", by=cast.admin, key=SECRET_KEY, now=NOON)
    address = f"/invitations/{tokens.secret_of(invited.nonce, key=SECRET_KEY)}"

    answer = cast.browser().post(asked, data={"email": "gen@example.com"})

    assert answer.status_code == 200
    assert cast.browser().get(address).status_code == 200


def test_a_link_that_was_mailed_is_not_shown_to_administrators(cast: Cast) -> None:
    ask(cast)

    assert link(cast) not in cast.browser(cast.admin).get(f"/people/{cast.aki.id}/").text


def test_a_weak_password_is_refused(cast: Cast) -> None:
    ask(cast)

    assert cast.browser().post(link(cast), data={"password": "aki"}).status_code == 422
    assert cast.browser().get(link(cast)).status_code == 200
