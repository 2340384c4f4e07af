"""Invitations."""

from datetime import timedelta

import pytest
from flask import Flask

from studyhub import clock
from studyhub.accounts import invitations
from studyhub.db import db
from studyhub.people.models import Token, TokenPurpose, UserState
from studyhub.people.tokens import secret_of
from studyhub.smtp import Smtp, SmtpSecurity
from tests.accounts.browsing import GOOD, by_email, mails, secret_for
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY
from tests.delivery.conftest import use_mail_server

DAI = "dai@example.com"
ACCOUNT = {"name": "Dai", "password": GOOD}


def invite(cast: Cast, email: str = DAI) -> str:
    invitations.invite(email, by=cast.admin, key=SECRET_KEY, now=NOON)
    db.session.commit()
    return secret_for(TokenPurpose.INVITATION, user=by_email(email))


def test_an_administrator_invites_by_mail(cast: Cast) -> None:
    answer = cast.browser(cast.admin).post("/people/invitations/", data={"emails": "Dai@example.com\nemi2@example.com"})

    assert answer.status_code == 303
    assert mails() == [("invitation", DAI), ("invitation", "emi2@example.com")]
    assert by_email(DAI).state is UserState.INVITED


@pytest.mark.parametrize(
    "emails", ["", "dai", "dai@example.com\nnot an address", "dai@example.com\nbotan@example.com", "a" * 30_000]
)
def test_all_are_invited_or_none(cast: Cast, emails: str) -> None:
    cast.botan.password_hash = "set"  # noqa: S105 -- only that there is one matters
    answer = cast.browser(cast.admin).post("/people/invitations/", data={"emails": emails})

    assert answer.status_code == 422
    assert mails() == []


def test_opening_the_link_changes_nothing(cast: Cast) -> None:
    secret = invite(cast)

    for _ in range(2):
        assert cast.browser().get(f"/invitations/{secret}").status_code == 200
    assert by_email(DAI).state is UserState.INVITED


def test_whoever_follows_the_link_is_a_member(cast: Cast) -> None:
    browser = cast.browser()

    answer = browser.post(f"/invitations/{invite(cast)}", data=ACCOUNT)

    assert answer.status_code == 303
    dai = by_email(DAI)
    assert (dai.name, dai.state, dai.confirmed_at is not None) == ("Dai", UserState.ACTIVE, True)
    assert browser.get("/people/").status_code == 200


def test_a_link_works_once(cast: Cast) -> None:
    secret = invite(cast)
    cast.browser().post(f"/invitations/{secret}", data=ACCOUNT)

    assert cast.browser().get(f"/invitations/{secret}").status_code == 404
    assert cast.browser().post(f"/invitations/{secret}", data={**ACCOUNT, "name": "Eve"}).status_code == 404
    assert by_email(DAI).name == "Dai"


def test_a_link_ends_after_fourteen_days(cast: Cast) -> None:
    secret = invite(cast)

    clock.start_at(NOON + timedelta(days=14))

    assert cast.browser().get(f"/invitations/{secret}").status_code == 404


def test_a_link_taken_back_ends_at_once(cast: Cast) -> None:
    secret = invite(cast)
    token = db.session.scalars(db.select(Token)).one()

    cast.browser(cast.admin).post(f"/people/invitations/{token.id}/delete")

    assert cast.browser().get(f"/invitations/{secret}").status_code == 404
    assert by_email(DAI).state is UserState.LEFT


def test_whoever_was_taken_back_can_be_invited_anew(cast: Cast) -> None:
    invite(cast)
    token = db.session.scalars(db.select(Token)).one()
    cast.browser(cast.admin).post(f"/people/invitations/{token.id}/delete")

    secret = invite(cast)

    assert cast.browser().post(f"/invitations/{secret}", data=ACCOUNT).status_code == 303


def test_inviting_twice_sends_one_mail(cast: Cast) -> None:
    assert invite(cast) == invite(cast)
    assert mails() == [("invitation", DAI)]


def test_sending_again_ends_the_older_link(cast: Cast) -> None:
    older = invite(cast)
    token = db.session.scalars(db.select(Token)).one()

    cast.browser(cast.admin).post(f"/people/invitations/{token.id}/send-again")

    newer = secret_for(TokenPurpose.INVITATION, user=by_email(DAI))
    assert cast.browser().get(f"/invitations/{older}").status_code == 404
    assert cast.browser().get(f"/invitations/{newer}").status_code == 200
    assert mails() == [("invitation", DAI)] * 2


def test_a_weak_password_is_refused_and_the_name_stays(cast: Cast) -> None:
    answer = cast.browser().post(f"/invitations/{invite(cast)}", data={"name": "Dai", "password": DAI})

    assert answer.status_code == 422
    assert 'value="Dai"' in answer.text


def test_without_mail_the_administrator_sees_the_link(cast: Cast) -> None:
    secret = invite(cast)

    assert secret in cast.browser(cast.admin).get("/people/invitations/").text


def test_the_database_holds_no_secret(cast: Cast) -> None:
    secret = invite(cast)

    token = db.session.scalars(db.select(Token)).one()
    assert secret not in str(vars(token))
    assert secret_of(token.nonce, key="another key that is long enough") != secret


@pytest.mark.parametrize("secret", ["x", "a" * 300, "%00", "%F0%9F%93%9A"])
def test_a_made_up_link_is_answered_in_words(cast: Cast, secret: str) -> None:
    answer = cast.browser().get(f"/invitations/{secret}")

    assert answer.status_code == 404
    assert "/sign-in" in answer.text


def test_whoever_is_known_is_invited_by_name(cast: Cast) -> None:
    invitations.invite_person(cast.chika, by=cast.admin, key=SECRET_KEY, now=NOON)
    invite(cast)

    page = cast.browser(cast.admin).get("/people/invitations/").text

    assert f'<a href="/people/{cast.chika.id}/">Chika</a>' in page
    assert "chika@example.com" in page
    # Of an address alone nobody knows the name yet.
    assert ">dai<" not in page


def test_where_nothing_sends_mail_the_link_is_to_be_handed_over(cast: Cast) -> None:
    invite(cast)

    page = cast.browser(cast.admin).get("/people/invitations/").text

    assert "リンクを渡してください" in page
    assert "メール送信待ち" not in page


def test_where_mail_goes_out_an_invitation_waits_for_it(
    cast: Cast, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_mail_server(app, monkeypatch, Smtp("127.0.0.1", 25, SmtpSecurity.NONE, None, None, "studyhub@example.com"))
    invite(cast)

    page = cast.browser(cast.admin).get("/people/invitations/").text

    assert "メール送信待ち" in page
    assert "リンクを渡してください" not in page
