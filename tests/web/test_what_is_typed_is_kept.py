"""What a form shows is kept when it is typed: no practice forgets a field on the way.

Each page of the table shows exactly the fields that it is typed in: a new field fails here by its name until there is
something to type, and again while nothing keeps it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from lxml import html

from studyhub.db import db
from studyhub.people.models import User
from studyhub.teams.models import Team
from tests.cast import Browser, Cast
from tests.services.conftest import new_service

# A box that is ticked is sent with this.
TICKED = "y"


@dataclass(frozen=True)
class Page:
    """A page with a form, who may use it, and what is typed in each of its fields; `orders` are kept nowhere."""

    address: str
    reader: User
    typed: Mapping[str, str]
    orders: frozenset[str] = field(default=frozenset())


def meeting(cast: Cast) -> Page:
    typed = {
        "title": "Kickoff",
        "day": "2026-12-03",
        "start": "18:30",
        "minutes": "60",
        "place": "Room 5",
        "online_url": "https://meet.example/5",
        "capacity": "9",
        "format": "discussed",
        "facilitator_id": str(cast.aki.id),
        "scribe_id": str(cast.botan.id),
        "description": "Bring cake",
        "slides_url": "https://slides.example/5",
        "recording_url": "https://film.example/5",
    }
    return Page(f"/meetings/{cast.meeting.id}/edit", cast.aki, typed, frozenset({"following"}))


def circle(cast: Cast) -> Page:
    # One without sessions to come, about which it would be asked first.
    made = cast.new_circle(cast.aki, title="Quiet", meetings=0)
    db.session.commit()
    typed = {
        "title": "Loud",
        "description": "By day",
        "visibility": "public",
        "format": "discussed",
        "reading_name": "rindokukai",
        "level": "basics",
        "is_open_half_way": "yes",
        "place": "Room 5",
        "capacity": "9",
        "online_url": "https://meet.example/5",
        "has_checkin": TICKED,
    }
    return Page(f"/circles/{made.slug}/edit", cast.aki, typed)


def profile(cast: Cast) -> Page:
    typed = {
        "name": "Akiko",
        "kana": "あきこ",
        "chat_handle": "akiko",
        "telephone": "090-1234-5678",
        "outside_name": "pen",
        "pen_name": "A.",
        "language": "ja",
        "time_zone": "Europe/Stockholm",
    }
    return Page("/profile/", cast.aki, typed)


def person(cast: Cast) -> Page:
    typed = {"name": "Botan B.", "kana": "ぼたん", "number": "4711", "chat_handle": "botan"}
    return Page(f"/people/{cast.botan.id}/edit", cast.admin, typed)


def service(cast: Cast) -> Page:
    made, other = new_service(cast), Team(slug="mail", name="Mail")
    db.session.add(other)
    db.session.commit()
    typed = {
        "name": "mail",
        "team_id": str(other.id),
        "summary": "Sends mail",
        **{f"{name}_url": f"https://{name}.example/" for name in ("runbook", "dashboard", "repository")},
        "contact_user_id": str(cast.aki.id),
        "contact_handle": "mail-team",
    }
    return Page(f"/services/{made.id}/edit", cast.admin, typed)


def settings(cast: Cast) -> Page:
    typed = {
        "name": "Elsewhere",
        "registration": "domain",
        "domains": "example.com",
        "language": "en",
        "time_zone": "Europe/Stockholm",
        "feed_items": "20",
        "stale_months": "9",
        "shows_presentations": TICKED,
    }
    return Page("/settings/", cast.admin, typed)


def rules(cast: Cast) -> Page:
    numbers = ("parts_of_day_off", "points_weeknight", "points_day_off", "points_special", "shifts_a_month")
    typed = {
        **dict.fromkeys(numbers, "2"),
        "points_day_off": "3",
        "points_special": "5",
        "day_begins": "09:00",
        "day_ends": "18:00",
        "rest_hours": "24",
        "has_secondary": "",
        "days_off_a_month": "2",
        "services_least": "2",
    }
    return Page("/oncall/rules/", cast.admin, typed)


def shown(browser: Browser, address: str) -> dict[str, str]:
    """The fields of the form that a page is for, as they stand in it."""
    page: Any = html.fromstring(browser.get(address).text)
    [form] = [one for one in page.xpath("//main//form") if one.get("action") == address]
    return {name: (value or "").strip() for name, value in form.fields.items() if name != "csrf_token"}


@pytest.mark.parametrize("page_of", [meeting, circle, profile, person, service, settings, rules])
def test_what_a_form_shows_is_kept(cast: Cast, page_of: Callable[[Cast], Page]) -> None:
    page = page_of(cast)
    browser = cast.browser(page.reader)
    before = shown(browser, page.address)
    assert before.keys() == page.typed.keys() | page.orders
    assert [name for name, value in page.typed.items() if before[name] == value] == []

    answer = browser.post(page.address, data={name: value for name, value in page.typed.items() if value})

    assert answer.status_code == 303
    after = shown(browser, page.address)
    assert {name: after[name] for name in page.typed} == page.typed
