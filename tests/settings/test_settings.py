"""The organisation's settings and closed days."""

import json
import re
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.settings import organization
from studyhub.settings.models import ClosedDay, Organization, Registration
from tests.cast import NOON, Cast
from tests.publishing.served import released

SETTINGS = {
    "name": "Pepabo",
    "registration": "domain",
    "domains": "@Example.com, example.co.jp",
    "language": "en",
    "time_zone": "Asia/Tokyo",
    "feed_items": "30",
    "stale_months": "9",
    "shows_presentations": "y",
}
BREAK = {"day_name": "年末年始", "starts_on": "2026-12-29", "ends_on": "2027-01-03", "is_special": "y"}


def test_settings_are_kept_and_recorded(cast: Cast) -> None:
    answer = cast.browser(cast.admin).post("/settings/", data=SETTINGS)

    assert answer.status_code == 303
    kept = organization.current()
    assert (kept.name, kept.registration, kept.domains) == ("Pepabo", Registration.DOMAIN, "example.com example.co.jp")
    assert kept.shows_presentations
    assert kept.stale_months == 9
    assert db.session.scalars(db.select(AuditEvent.action).where(AuditEvent.actor_id == cast.admin.id)).all() == [
        "organization.changed"
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"registration": "king"},
        {"registration": ""},
        {"domains": ""},
        {"domains": "example"},
        {"domains": "example.com/path"},
        {"language": "tlh"},
        {"time_zone": "Mars/Olympus"},
        {"feed_items": "19"},
        {"feed_items": "51"},
        {"feed_items": "many"},
        {"feed_items": "20.5"},
        {"feed_items": "9" * 30},
        {"feed_items": ""},
        {"stale_months": "0"},
        {"stale_months": "37"},
        {"stale_months": "six"},
        {"stale_months": ""},
    ],
)
def test_a_wrong_setting_is_refused_and_the_others_stay(cast: Cast, wrong: dict[str, str]) -> None:
    sent = {**SETTINGS, **wrong}

    answer = cast.browser(cast.admin).post("/settings/", data=sent)

    assert answer.status_code == 422
    assert organization.current().name == "Example"
    if sent["name"]:
        assert f'value="{sent["name"]}"' in answer.text


def test_number_of_notes_in_a_feed_is_set_on_the_page(cast: Cast) -> None:
    for number in range(1, 23):
        released(cast, number)
    browser, admin = cast.browser(), cast.browser(cast.admin)

    before = len(json.loads(browser.get("/feeds/notes.json").data)["items"])
    answer = admin.post("/settings/", data={**SETTINGS, "feed_items": "２０"})
    after = len(json.loads(browser.get("/feeds/notes.json").data)["items"])

    assert (before, answer.status_code, after) == (22, 303, 20)
    assert re.search(r'<input[^>]+name="feed_items"[^>]+value="20"', admin.get("/settings/").text)


@pytest.mark.parametrize("typed", ["19", "51", "many", "-30", "20.5"])
def test_a_number_of_notes_no_feed_may_have_is_said_beside_what_was_typed(cast: Cast, typed: str) -> None:
    answer = cast.browser(cast.admin).post("/settings/", data={**SETTINGS, "feed_items": typed})

    assert re.findall(r'id="feed_items-error">([^<]+)<', answer.text) == ["20 から 50 までの整数を入力してください。"]
    assert re.search(rf'<input[^>]+name="feed_items"[^>]+value="{typed}"', answer.text)
    assert organization.current().feed_items == 50


def test_only_administrators_open_the_settings(cast: Cast) -> None:
    for path in ("/settings/", "/settings/closed-days/"):
        assert cast.browser(cast.editor).get(path).status_code == 403
        assert cast.browser(cast.editor).post(path, data=SETTINGS).status_code == 403


def test_closed_days_are_noted_once(cast: Cast) -> None:
    for _ in range(2):
        assert cast.browser(cast.admin).post("/settings/closed-days/", data=BREAK).status_code == 303

    (closed,) = organization.closed_days()
    assert (closed.starts_on, closed.ends_on, closed.is_special) == (date(2026, 12, 29), date(2027, 1, 3), True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"day_name": ""},
        {"starts_on": ""},
        {"ends_on": "2026-12-28"},
        {"starts_on": "0001-01-01"},
        {"ends_on": "9999-12-31"},
    ],
)
def test_impossible_closed_days_are_refused(cast: Cast, wrong: dict[str, str]) -> None:
    assert cast.browser(cast.admin).post("/settings/closed-days/", data={**BREAK, **wrong}).status_code == 422
    assert organization.closed_days() == []


def test_closed_days_point_to_what_is_planned_on_them(cast: Cast) -> None:
    hidden = cast.new_circle(cast.chika, title="Hidden", visibility=Visibility.PARTICIPANTS)
    days = {**BREAK, "starts_on": "2026-12-02", "ends_on": "2026-12-03"}
    admin = cast.browser(cast.admin)
    admin.post("/settings/closed-days/", data=days)
    admin.post("/settings/closed-days/", data={**BREAK, "starts_on": "2025-12-29", "ends_on": "2026-01-03"})

    page = admin.get("/settings/closed-days/").text

    assert f'href="/meetings/{cast.meetings[0].id}/"' in page
    assert f'href="/meetings/{cast.meetings[1].id}/"' not in page
    assert hidden.title not in page


def test_closed_days_are_removed(cast: Cast) -> None:
    admin = cast.browser(cast.admin)
    admin.post("/settings/closed-days/", data=BREAK)
    path = f"/settings/closed-days/{organization.closed_days()[0].id}/delete"

    assert admin.post(path).status_code == 303
    assert organization.closed_days() == []
    assert admin.post(path).status_code == 404


def test_the_page_says_that_no_mail_is_sent(cast: Cast) -> None:
    assert "STUDYHUB_SMTP_HOST" in cast.browser(cast.admin).get("/settings/").text


def test_the_database_refuses_a_second_organisation(cast: Cast) -> None:
    db.session.add(Organization(id=2, name="Second", created_at=NOON))

    with pytest.raises(IntegrityError, match="only_one"):
        db.session.flush()


def test_the_database_refuses_closed_days_that_end_before_they_begin(cast: Cast) -> None:
    db.session.add(ClosedDay(name="Wrong", starts_on=date(2026, 12, 2), ends_on=date(2026, 12, 1)))

    with pytest.raises(IntegrityError, match="ends_after_start"):
        db.session.flush()
