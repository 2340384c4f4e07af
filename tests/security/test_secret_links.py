"""Secrets in links: how long they are, that none is kept, and that opening a link changes nothing."""

import re
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import Text

from studyhub.accounts import invitations, resets, standing
from studyhub.db import db
from studyhub.people import addresses, tokens
from studyhub.people.addresses import Purpose
from studyhub.people.models import TokenPurpose, UserState
from tests.accounts.browsing import secret_for
from tests.at_once import at_once
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY
from tests.rights.tables.expected import ROWS
from tests.rights.tables.places import Place
from tests.rights.tables.routes import UNSAFE, address, rule_of

SECRET = re.compile(r"[a-z2-7]{26}")  # 26 × 5 = 130 bits, of which 128 are drawn
SCANNER = {"User-Agent": "mail-scanner", "Accept": "*/*"}


def secrets_of(cast: Cast) -> list[str]:
    """One secret of each kind that stands in a link."""
    lasts = timedelta(hours=1)
    issued = [tokens.issue(purpose, key=SECRET_KEY, now=NOON, lasts=lasts) for purpose in TokenPurpose]
    private = [addresses.token(cast.aki, purpose, key=SECRET_KEY).partition("-")[2] for purpose in Purpose]
    return [*(tokens.secret_of(token.nonce, key=SECRET_KEY) for token in issued), *private]


def test_every_secret_has_128_bits_and_none_is_like_another(cast: Cast) -> None:
    secrets = secrets_of(cast)

    assert [secret for secret in secrets if not SECRET.fullmatch(secret)] == []
    assert len(set(secrets)) == len(secrets)


def test_no_secret_is_kept_in_the_database(cast: Cast) -> None:
    secrets = secrets_of(cast)
    db.session.commit()

    kept = {
        str(value)
        for table in db.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text)
        for value in db.session.scalars(db.select(column))
    }
    assert [secret for secret in secrets if any(secret in value for value in kept)] == []


def test_another_installation_derives_other_secrets(cast: Cast) -> None:
    token = tokens.issue(TokenPurpose.RESET, key=SECRET_KEY, now=NOON, lasts=timedelta(hours=1))

    assert tokens.secret_of(token.nonce, key="another") != tokens.secret_of(token.nonce, key=SECRET_KEY)


def test_of_two_at_the_same_moment_one_sets_the_password(app: Flask, cast: Cast) -> None:
    resets.issue(cast.aki, by=None, key=SECRET_KEY, now=NOON)
    secret = secret_for(TokenPurpose.RESET, user=cast.aki)

    outcomes = at_once(app, [partial(resets.reset, secret, password_hash=f"hash {n}", now=NOON) for n in range(4)])

    assert outcomes == ["ResetGone"] * 3 + ["done"]


def test_a_secret_for_one_thing_opens_no_other(cast: Cast) -> None:
    resets.issue(cast.aki, by=None, key=SECRET_KEY, now=NOON)
    invitations.invite("dai@example.com", by=cast.admin, key=SECRET_KEY, now=NOON)
    reset = secret_for(TokenPurpose.RESET, user=cast.aki)
    feed = addresses.token(cast.aki, Purpose.FEED, key=SECRET_KEY)
    visitor = cast.browser()

    wrong = [f"/invitations/{reset}", f"/register/{reset}", f"/my/{feed}/calendar.ics", f"/my/1-{reset}/notes.rss"]
    assert [visitor.get(path).status_code for path in wrong] == [404] * len(wrong)


@pytest.mark.parametrize("purpose", [Purpose.FEED, Purpose.CALENDAR])
@pytest.mark.parametrize("ends", ["renewed", "suspended", "left"])
def test_a_revoked_private_address_is_gone_at_the_next_request(cast: Cast, purpose: Purpose, ends: str) -> None:
    token = addresses.token(cast.botan, purpose, key=SECRET_KEY)
    path = f"/my/{token}/{'notes.rss' if purpose is Purpose.FEED else 'calendar.ics'}"
    assert cast.browser().get(path).status_code == 200

    if ends == "renewed":
        addresses.renew(cast.botan, purpose)
    else:
        standing.move(cast.botan, UserState(ends), by=cast.admin, now=NOON)

    assert cast.browser().get(path).status_code == 404


def test_a_revoked_invitation_is_gone_at_the_next_request(cast: Cast) -> None:
    token = invitations.invite("dai@example.com", by=cast.admin, key=SECRET_KEY, now=NOON)
    path = f"/invitations/{tokens.secret_of(token.nonce, key=SECRET_KEY)}"
    assert cast.browser().get(path).status_code == 200

    cast.browser(cast.admin).post(f"/people/invitations/{token.id}/delete")

    assert cast.browser().get(path).status_code == 404


@pytest.mark.parametrize("role", ["visitor", "aki"])
def test_a_mail_scanner_that_opens_every_address_changes_nothing(place: Place, role: str) -> None:
    world, changed = place.world, {}
    for row in ROWS:
        if row.method in UNSAFE:
            continue
        to = address(world, rule_of(place.app, row.endpoint), row.variant)
        for method in ("HEAD", "GET"):
            world.ask(role, method, to, headers=SCANNER)
        if found := place.snapshot.changed():
            changed[to] = found
            place.snapshot.put_back()

    assert changed == {}


def test_links_in_mails_work_after_a_scanner_opened_them(place: Place) -> None:
    world, names = place.world, place.world.names
    links = [f"/reset/{names['reset']}", f"/register/{names['confirmation']}", f"/invitations/{names['secret']}"]
    for path in [*links, f"/unsubscribe/{names['unsubscription']}"]:
        for method in ("HEAD", "GET", "GET"):
            world.ask("visitor", method, path, headers=SCANNER)

    assert [world.ask("visitor", "GET", path).status_code for path in links] == [200] * 3
