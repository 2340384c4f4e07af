"""Public files are handed out from memory while nothing is written, and never longer."""

from datetime import timedelta

import pytest

from studyhub import clock
from studyhub.circles.models import Visibility
from studyhub.db import db
from tests.cast import NOON, Browser, Cast
from tests.meetings.scenes import statements

CALENDAR = "/calendar.ics"
TRIES = 20


@pytest.fixture
def visitor(cast: Cast) -> Browser:
    """A visitor who has asked for the calendar, which is kept then."""
    cast.new_circle(cast.aki, title="Open to all", visibility=Visibility.PUBLIC)
    browser = cast.browser()
    for _ in range(2):
        browser.get(CALENDAR)
    return browser


def test_file_is_handed_out_without_a_look_at_any_table(visitor: Browser) -> None:
    counts = []
    for _ in range(TRIES):
        with statements() as seen:
            again = visitor.get(CALENDAR)
        counts.append(len(seen))

    # PostgreSQL is asked which transactions there were; others write to the same server and make a look needed.
    assert min(counts) == (1 if db.engine.dialect.name == "postgresql" else 0)
    assert b"Open to all" in again.data


def test_reader_who_has_the_file_is_told_so_from_memory(visitor: Browser) -> None:
    etag = visitor.get(CALENDAR).headers["ETag"]

    again = visitor.get(CALENDAR, headers={"If-None-Match": etag})

    assert (again.status_code, again.headers["ETag"]) == (304, etag)


def test_what_is_written_is_seen_at_once(cast: Cast, visitor: Browser) -> None:
    cast.circle.visibility = Visibility.PUBLIC

    again = visitor.get(CALENDAR)

    assert b"SUMMARY:SRE" in again.data


def test_what_time_alone_changes_is_seen(visitor: Browser) -> None:
    clock.start_at(NOON + timedelta(days=365))

    again = visitor.get(CALENDAR)

    assert b"VEVENT" not in again.data


def test_file_for_one_person_is_never_kept(cast: Cast) -> None:
    browser = cast.browser(cast.aki)
    address = f"/meetings/{cast.meeting.id}/calendar.ics"
    browser.get(address)

    stranger = cast.browser().get(address)

    assert stranger.status_code == 404
