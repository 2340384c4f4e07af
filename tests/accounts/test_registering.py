"""Making an account without an invitation."""

from datetime import timedelta

import pytest

from studyhub import clock
from studyhub.accounts import invitations
from studyhub.db import db
from studyhub.people.models import TokenPurpose, User, UserState
from studyhub.settings import organization
from studyhub.settings.models import Registration
from tests.accounts.browsing import GOOD, by_email, mails, secret_for, words
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY

DAI = "dai@example.com"
ACCOUNT = {"name": "Dai", "password": GOOD}


def let_register(registration: Registration, domains: str = "") -> None:
    found = organization.current()
    found.registration, found.domains = registration, domains
    db.session.commit()


def ask(cast: Cast, email: str = DAI) -> int:
    return cast.browser().post("/register", data={"email": email}).status_code


def link(email: str = DAI) -> str:
    return f"/register/{secret_for(TokenPurpose.CONFIRMATION, email=email)}"


def test_by_invitation_nobody_registers(cast: Cast) -> None:
    assert ask(cast) == 422
    assert mails() == []


def test_by_domain_the_account_is_active_at_once(cast: Cast) -> None:
    let_register(Registration.DOMAIN, "example.org example.com")
    browser = cast.browser()
    assert ask(cast) == 200

    answer = browser.post(link(), data=ACCOUNT)

    assert answer.status_code == 303
    assert by_email(DAI).state is UserState.ACTIVE
    assert browser.get("/people/").status_code == 200


@pytest.mark.parametrize("email", ["dai@example.org", "dai@sub.example.com", "dai@badexample.com"])
def test_another_domain_is_refused(cast: Cast, email: str) -> None:
    let_register(Registration.DOMAIN, "example.com")

    assert ask(cast, email) == 422
    assert mails() == []


def test_open_registration_waits_for_an_administrator(cast: Cast) -> None:
    let_register(Registration.OPEN)
    ask(cast)
    browser = cast.browser()

    browser.post(link(), data=ACCOUNT)

    assert by_email(DAI).state is UserState.PENDING
    assert browser.get("/people/").status_code == 403
    assert ("account_pending", None) in mails()

    cast.browser(cast.admin).post(f"/people/{by_email(DAI).id}/state", data={"state": "active"})

    assert browser.get("/people/").status_code == 200
    assert ("account_accepted", None) in mails()


def test_a_known_address_gets_the_same_answer_and_a_link_for_a_new_password(cast: Cast) -> None:
    let_register(Registration.OPEN)

    known = cast.browser().post("/register", data={"email": "aki@example.com"})
    unknown = cast.browser().post("/register", data={"email": DAI})

    assert words(known.text, "aki@example.com") == words(unknown.text, DAI)
    assert mails() == [("reset", "aki@example.com"), ("confirmation", DAI)]


def test_asking_twice_sends_one_mail(cast: Cast) -> None:
    let_register(Registration.OPEN)
    ask(cast)
    ask(cast)

    assert mails() == [("confirmation", DAI)]


def test_opening_the_link_makes_no_account(cast: Cast) -> None:
    let_register(Registration.OPEN)
    ask(cast)

    assert cast.browser().get(link()).status_code == 200
    assert db.session.scalars(db.select(User).filter_by(email=DAI)).all() == []


def test_the_link_works_once_and_for_a_day(cast: Cast) -> None:
    let_register(Registration.OPEN)
    ask(cast)
    address = link()

    clock.start_at(NOON + timedelta(days=1, minutes=1))
    assert cast.browser().get(address).status_code == 404

    clock.start_at(NOON)
    cast.browser().post(address, data=ACCOUNT)
    assert cast.browser().get(address).status_code == 404


def test_the_link_ends_when_the_settings_change(cast: Cast) -> None:
    let_register(Registration.OPEN)
    ask(cast)
    let_register(Registration.INVITATION)

    assert cast.browser().post(link(), data=ACCOUNT).status_code == 404


def test_whoever_was_invited_meanwhile_becomes_a_member(cast: Cast) -> None:
    let_register(Registration.OPEN)
    ask(cast)
    invitations.invite(DAI, by=cast.admin, key=SECRET_KEY, now=NOON)

    cast.browser().post(link(), data=ACCOUNT)

    assert by_email(DAI).state is UserState.ACTIVE


def test_without_mail_an_administrator_hands_over_the_link(cast: Cast) -> None:
    let_register(Registration.OPEN)
    ask(cast)

    assert link() in cast.browser(cast.admin).get("/people/invitations/").text
