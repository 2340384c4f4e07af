"""Whoever has a new password, a new right or no session any more is told, whatever they turned off."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from studyhub.accounts import passwords, resets
from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.delivery.texts import kinds_of
from studyhub.people.models import Device
from studyhub.words.speaking import speaking
from tests.accounts.browsing import GOOD
from tests.cast import NOON, Cast


def told() -> list[tuple[str, int | None, str]]:
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(row.kind, row.recipient_id, row.channel.value) for row in rows]


def both(kind: str, person: int) -> list[tuple[str, int, str]]:
    return [(kind, person, channel.value) for channel in Channel]


def test_a_changed_password_is_told(cast: Cast) -> None:
    cast.aki.password_hash = passwords.hashed(GOOD)

    cast.browser(cast.aki).post("/profile/password", data={"present": GOOD, "password": "another good one"})

    assert sorted(told()) == sorted(both("password_changed", cast.aki.id))


def test_a_password_set_by_a_link_is_told(cast: Cast) -> None:
    resets.set_password(cast.aki, "hash", now=NOON)

    assert sorted(told()) == sorted(both("password_changed", cast.aki.id))


def test_a_new_administrator_and_all_before_are_told(cast: Cast) -> None:
    path = f"/people/{cast.aki.id}/roles"
    admin = cast.browser(cast.admin)

    admin.post(path, data={"is_admin": "y"})
    admin.post(path, data={"is_admin": "y", "is_editor": "y"})

    everybody = both("administrator_named", cast.aki.id) + both("administrator_named", cast.admin.id)
    assert sorted(told()) == sorted(everybody)


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("ja", 0, "Akiさんがサインインしているブラウザはありませんでした。"),
        ("ja", 2, "Akiさんを2個のブラウザからサインアウトさせました。"),
        ("en", 0, "Aki was signed in on no browser."),
        ("en", 1, "Aki is signed out on 1 browser."),
    ],
)
def test_an_administrator_learns_on_how_many_browsers_somebody_was_signed_out(
    cast: Cast, language: str, count: int, words: str
) -> None:
    cast.admin.language = language
    for _ in range(count):
        cast.browser(cast.aki)
    add_device_that_is_over(cast)
    db.session.commit()
    admin = cast.browser(cast.admin)

    admin.post(f"/people/{cast.aki.id}/sessions/delete")

    assert words in admin.get(f"/people/{cast.aki.id}/").text


def add_device_that_is_over(cast: Cast) -> None:
    """A browser whose session ran out, and which no worker has forgotten yet."""
    of_aki = {"user_id": cast.aki.id, "key": "over"}
    db.session.add(Device(**of_aki, created_at=NOON, last_seen_at=NOON, confirmed_at=NOON, expires_at=NOON))


@pytest.mark.parametrize(
    ("others", "words"),
    [(0, "ほかにサインインしているブラウザはありませんでした。"), (1, "ほかの1個のブラウザをサインアウトしました。")],
)
def test_one_learns_on_how_many_other_browsers_one_was_signed_out(cast: Cast, others: int, words: str) -> None:
    here = cast.browser(cast.aki)
    for _ in range(others):
        cast.browser(cast.aki)

    here.post("/profile/devices/delete")

    assert words in here.get("/profile/security").text


def test_an_administrator_signs_somebody_out_everywhere(cast: Cast) -> None:
    aki, chika, admin = cast.browser(cast.aki), cast.browser(cast.chika), cast.browser(cast.admin)

    answer = admin.post(f"/people/{cast.aki.id}/sessions/delete")

    assert answer.status_code == 303
    statuses = [browser.get("/profile/").status_code for browser in (aki, chika, admin)]
    assert statuses == [302, 200, 200]
    assert sorted(told()) == sorted(both("sessions_ended", cast.aki.id))
    recorded = select(AuditEvent.actor_id, AuditEvent.subject_id).where(AuditEvent.action == "sessions.ended")
    assert db.session.execute(recorded).all() == [(cast.admin.id, cast.aki.id)]


def test_an_administrator_stays_signed_in_where_they_press(cast: Cast) -> None:
    here, elsewhere = cast.browser(cast.admin), cast.browser(cast.admin)

    here.post(f"/people/{cast.admin.id}/sessions/delete")

    assert [browser.get("/profile/").status_code for browser in (here, elsewhere)] == [200, 302]


def test_ending_the_other_sessions_of_ones_own_is_told(cast: Cast) -> None:
    here, _elsewhere = cast.browser(cast.aki), cast.browser(cast.aki)

    here.post("/profile/devices/delete")

    assert sorted(told()) == sorted(both("sessions_ended", cast.aki.id))
    assert len(db.session.scalars(select(Device)).all()) == 1


def test_where_nothing_ended_nobody_is_told(cast: Cast) -> None:
    cast.browser(cast.aki).post("/profile/devices/delete")
    cast.browser(cast.admin).post(f"/people/{cast.chika.id}/sessions/delete")

    assert told() == []


NOTICES: dict[str, dict[str, Any]] = {
    "password_changed": {},
    "sessions_ended": {"by": None},
    "browser_new": {"browser": "Firefox, Windows", "at": datetime.isoformat(NOON)},
}


@pytest.mark.parametrize("kind", NOTICES)
@pytest.mark.parametrize(("language", "advice"), [("ja", "心当たりがない場合"), ("en", "If it was not you")])
def test_each_says_what_to_do_if_it_was_somebody_else(cast: Cast, kind: str, language: str, advice: str) -> None:
    found = kinds_of(cast.app)[kind]

    with speaking(language, "Asia/Tokyo"):
        message = found.render(NOTICES[kind], language)

    assert any(advice in line for line in message.lines)
    assert not found.can_be_turned_off
