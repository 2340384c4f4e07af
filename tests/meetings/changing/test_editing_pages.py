"""The pages on which organisers change, date and cancel a session."""

from datetime import UTC, datetime

import pytest

from studyhub.db import db
from studyhub.meetings.models import Meeting, MeetingState
from tests.cast import Browser, Cast
from tests.meetings.pages import edited, english, followed, page, public_meeting


def test_edit_keeps_the_time_of_the_circles_zone(cast: Cast) -> None:
    before = cast.meeting.starts_at

    cast.browser(cast.aki).post(f"/meetings/{cast.meeting.id}/edit", data=edited(cast.meeting, title="Opening"))

    assert (cast.meeting.title, cast.meeting.starts_at, cast.meeting.sequence) == ("Opening", before, 0)


def test_edit_takes_capacity_format_and_roles(cast: Cast) -> None:
    fields = edited(cast.meeting, capacity="5", format="discussed", facilitator_id=str(cast.botan.id), place="Room B")

    cast.browser(cast.aki).post(f"/meetings/{cast.meeting.id}/edit", data=fields)

    meeting = cast.meeting
    assert (meeting.capacity, meeting.format, meeting.facilitator_id, meeting.place) == (
        5,
        "discussed",
        cast.botan.id,
        "Room B",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": ""},
        {"day": "1999-12-31"},
        {"day": "9999-12-31"},
        {"day": "0001-01-01"},
        {"start": "25:00"},
        {"minutes": "0"},
        {"minutes": "99999999999999999999"},
        {"capacity": "0"},
        {"capacity": "many"},
        {"online_url": "javascript:alert(1)"},
        {"slides_url": "ftp://example.com/x"},
        {"format": "dancing"},
        {"facilitator_id": "999999"},
        {"facilitator_id": "x"},
        {"title": "x" * 121},
    ],
    ids=str,
)
def test_edit_refuses_what_makes_no_sense_and_keeps_what_was_typed(cast: Cast, wrong: dict[str, str]) -> None:
    fields = edited(cast.meeting, place="Typed place", **wrong)

    answer = cast.browser(cast.aki).post(f"/meetings/{cast.meeting.id}/edit", data=fields)

    assert answer.status_code == 422
    assert "Typed place" in answer.text
    assert cast.meeting.place == ""


def test_edit_offers_to_keep_all_when_capacity_is_too_low(cast: Cast) -> None:
    browser = english(cast, cast.aki)
    fields = edited(cast.meeting, capacity="1")

    refused = browser.post(f"/meetings/{cast.meeting.id}/edit", data=fields)
    kept = browser.post(f"/meetings/{cast.meeting.id}/edit", data={**fields, "keep_all": "1"})

    assert (refused.status_code, kept.status_code) == (422, 303)
    assert "Keep all, take no new" in refused.text
    assert (cast.meeting.capacity, cast.meeting.takes_new) == (1, False)


def test_edit_asks_once_before_a_session_to_come_is_over(cast: Cast) -> None:
    browser, address = english(cast, cast.aki), f"/meetings/{cast.meeting.id}/edit"
    fields = edited(cast.meeting, day="2026-11-30", place="Typed place")

    assert_asks_whether_it_is_over(browser, address, fields)

    assert cast.meeting.place == "Typed place"
    assert cast.meeting.starts_at == datetime(2026, 11, 30, 10, tzinfo=UTC)


def assert_asks_whether_it_is_over(browser: Browser, address: str, fields: dict[str, str]) -> None:
    """Once for a day that has passed, with what was typed; ticked, it is kept."""
    asked = browser.get(address)
    refused = browser.post(address, data=fields)
    kept = browser.post(address, data={**fields, "may_be_over": "y"})

    assert (refused.status_code, kept.status_code) == (422, 303)
    assert "At that time it would be over already." in refused.text
    assert f'value="{fields["day"]}"' in refused.text
    assert ('name="may_be_over"' in asked.text, 'name="may_be_over"' in refused.text) == (False, True)


def test_one_more_session_is_not_added_to_the_past_by_a_slip(cast: Cast) -> None:
    fields = {"day": "2025-12-20", "start": "19:00", "minutes": "60", "title": "Typed title"}

    assert_asks_whether_it_is_over(english(cast, cast.aki), f"/circles/{cast.circle.slug}/meetings/new", fields)

    assert db.session.scalars(db.select(Meeting.title).where(Meeting.title == "Typed title")).all() == ["Typed title"]


def test_postponed_session_gets_no_date_in_the_past_by_a_slip(cast: Cast) -> None:
    browser = english(cast, cast.aki)
    browser.post(f"/meetings/{cast.meeting.id}/postponement")

    fields = {"day": "2025-12-20", "start": "19:00", "minutes": "60"}
    assert_asks_whether_it_is_over(browser, f"/meetings/{cast.meeting.id}/date", fields)

    assert cast.meeting.starts_at == datetime(2025, 12, 20, 10, tzinfo=UTC)


def test_cancelling_needs_a_reason_and_offers_undo(cast: Cast) -> None:
    browser, address = english(cast, cast.aki), f"/meetings/{cast.meeting.id}/cancellation"

    refused = browser.post(address, data={"reason": " ", "chapters": "slide"})
    done = followed(browser, address, reason="Ill", chapters="slide")
    undone = browser.post(f"{address}/delete")

    assert (refused.status_code, undone.status_code) == (422, 303)
    assert done.count(f"{address}/delete") == 2  # in the flash, and in the notice on the page
    assert cast.meeting.state is MeetingState.SCHEDULED


def test_the_reason_of_a_cancellation_stays_inside(cast: Cast) -> None:
    meeting = public_meeting(cast)
    english(cast, cast.aki).post(
        f"/meetings/{meeting.id}/cancellation", data={"reason": "Botan is ill", "chapters": "slide"}
    )

    assert "Botan is ill" in page(cast, cast.chika, meeting)
    assert "Botan is ill" not in page(cast, None, meeting)
