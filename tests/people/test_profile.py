"""A person's own pages."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from studyhub.accounts import passwords
from studyhub.db import db
from studyhub.departures import leaving
from studyhub.people.models import Device, OutsideName, Unavailability, User, UserState
from studyhub.teams import memberships
from studyhub.teams.queries import memberships_of
from tests.cast import NOON, OF_PEOPLE, Cast

GOOD = "correct horse battery"
PROFILE = {
    "name": "Aki",
    "kana": "あき",
    "chat_handle": "@aki",
    "telephone": "０９０−１２３４ー５６７８",
    "pen_name": "秋",
    "outside_name": "pen",
    "language": "en",
    "time_zone": "Europe/Berlin",
}


def aki(cast: Cast) -> User:
    return db.session.get_one(User, cast.aki.id)


def test_a_profile_is_kept(cast: Cast) -> None:
    browser = cast.browser(cast.aki)

    answer = browser.post("/profile/", data=PROFILE)

    assert answer.status_code == 303
    kept = aki(cast)
    assert (kept.kana, kept.chat_handle, kept.outside_name, kept.pen_name) == (
        "あき",
        "@aki",
        OutsideName.PEN,
        "秋",
    )
    assert kept.telephone == "090-1234-5678"
    assert (kept.language, kept.time_zone) == ("en", "Europe/Berlin")
    assert 'value="秋"' in browser.get("/profile/").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"pen_name": ""},
        {"telephone": "ask at the desk"},
        {"telephone": "--"},
        {"outside_name": "king"},
        {"language": "tlh"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "localtime"},
        {"kana": "x" * 100_000},
    ],
)
def test_a_wrong_answer_is_refused_and_the_others_stay(cast: Cast, wrong: dict[str, str]) -> None:
    answer = cast.browser(cast.aki).post("/profile/", data={**PROFILE, **wrong})

    assert answer.status_code == 422
    assert 'value="@aki"' in answer.text
    assert aki(cast).chat_handle == ""


def test_control_characters_and_direction_marks_are_left_out(cast: Cast) -> None:
    cast.browser(cast.aki).post("/profile/", data={**PROFILE, "name": " A\x00k\u202ei\r\n "})

    assert aki(cast).name == "Aki"


def test_the_primary_team_is_one_of_ones_own(cast: Cast) -> None:
    other = memberships.create_team("Ops", by=None, now=NOON)
    strange = memberships.create_team("Strange", by=None, now=NOON)
    memberships.add_member(other, cast.aki, by=None, now=NOON)
    browser = cast.browser(cast.aki)

    assert browser.post("/profile/", data={**PROFILE, "primary_team": str(other.id)}).status_code == 303
    assert browser.post("/profile/", data={**PROFILE, "primary_team": str(strange.id)}).status_code == 422
    rows = db.session.scalars(memberships_of(aki(cast)))
    assert [(row.team.name, row.is_primary) for row in rows] == [("Ops", True), ("minne", False)]


def test_changing_the_password_ends_other_sessions(cast: Cast) -> None:
    cast.aki.password_hash = passwords.hashed(GOOD)
    here, elsewhere = cast.browser(cast.aki), cast.browser(cast.aki)

    answer = here.post("/profile/password", data={"present": GOOD, "password": "another good one"})

    assert answer.status_code == 303
    assert here.get("/profile/").status_code == 200
    assert elsewhere.get("/profile/").status_code == 302
    assert passwords.matches(aki(cast).password_hash, "another good one")


def test_the_present_password_is_needed(cast: Cast) -> None:
    cast.aki.password_hash = kept = passwords.hashed(GOOD)

    answer = cast.browser(cast.aki).post("/profile/password", data={"present": "wrong", "password": "another good one"})

    assert answer.status_code == 422
    assert aki(cast).password_hash == kept


def test_a_browser_of_ones_own_is_signed_out(cast: Cast) -> None:
    here, elsewhere = cast.browser(cast.aki), cast.browser(cast.aki)
    newest = db.session.scalars(db.select(Device).order_by(Device.id.desc())).first()
    assert newest is not None

    here.post(f"/profile/devices/{newest.id}/delete")

    assert elsewhere.get("/profile/").status_code == 302
    assert here.get("/profile/").status_code == 200


def test_nobody_signs_out_somebody_else(cast: Cast) -> None:
    botan = cast.browser(cast.botan)
    device = db.session.scalars(db.select(Device)).one()

    cast.browser(cast.aki).post(f"/profile/devices/{device.id}/delete")

    assert botan.get("/profile/").status_code == 200


def test_signing_out_everywhere_leaves_this_browser(cast: Cast) -> None:
    here, elsewhere = cast.browser(cast.aki), cast.browser(cast.aki)

    here.post("/profile/devices/delete")

    assert (here.get("/profile/").status_code, elsewhere.get("/profile/").status_code) == (200, 302)


def test_days_away_are_noted_once_and_only_seen_by_oneself(cast: Cast) -> None:
    browser = cast.browser(cast.aki)
    days = {"starts_on": "2026-12-28", "ends_on": "2027-01-05", "reason": "Travelling"}
    for _ in range(2):
        assert browser.post("/profile/unavailability", data=days).status_code == 303

    noted = db.session.scalars(db.select(Unavailability)).one()
    assert (noted.user_id, noted.starts_on, noted.ends_on) == (cast.aki.id, date(2026, 12, 28), date(2027, 1, 5))
    assert "Travelling" in browser.get("/profile/unavailability").text
    assert "Travelling" not in cast.browser(cast.admin).get(f"/people/{cast.aki.id}/").text


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        ("2026-12-02", "2026-12-01"),
        ("1999-12-31", "2026-12-01"),
        ("2026-12-01", "2101-01-01"),
        ("0001-01-01", "9999-12-31"),
        ("", "2026-12-01"),
        ("2026-02-30", "2026-12-01"),
        ("tomorrow", "later"),
    ],
)
def test_impossible_days_are_refused(cast: Cast, starts_on: str, ends_on: str) -> None:
    days = {"starts_on": starts_on, "ends_on": ends_on, "reason": "Travelling"}

    answer = cast.browser(cast.aki).post("/profile/unavailability", data=days)

    assert answer.status_code == 422
    assert 'value="Travelling"' in answer.text


def test_nobody_removes_days_of_somebody_else(cast: Cast) -> None:
    away = Unavailability(user_id=cast.aki.id, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 1))
    db.session.add(away)
    db.session.flush()
    path = f"/profile/unavailability/{away.id}/delete"

    assert cast.browser(cast.botan).post(path).status_code == 404
    assert cast.browser(cast.aki).post(path).status_code == 303
    assert cast.browser(cast.aki).post(path).status_code == 404


def test_the_database_refuses_days_that_end_before_they_begin(app: Flask, cast: Cast) -> None:
    db.session.add(Unavailability(user_id=cast.aki.id, starts_on=date(2026, 12, 2), ends_on=date(2026, 12, 1)))

    with pytest.raises(IntegrityError, match="ends_after_start"):
        db.session.flush()


def test_whoever_leaves_has_no_telephone_number_any_more(cast: Cast) -> None:
    cast.botan.telephone = "090-1234-5678"
    leaving.move(cast.botan, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)

    assert cast.botan.telephone == ""
