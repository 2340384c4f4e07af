"""Calendar files say the same to every program, in every zone, every time."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyhub.text.calendar_files import Calendar, CalendarEvent, EventStatus, NaiveTime, write_calendar, write_event
from tests.calendars.readers import Seen, by_ical_js, by_icalendar, by_vobject

READERS = [by_icalendar, by_vobject, by_ical_js]
ROOT = Path(__file__).parents[2]
JULY = datetime(2026, 7, 1, 7, tzinfo=UTC)
JANUARY = datetime(2027, 1, 13, 22, 30, tzinfo=UTC)
LINE_OCTETS = 75
ZONES = ["Asia/Tokyo", "Europe/Berlin", "UTC"]


def an_event(number: int = 1, **changes: Any) -> CalendarEvent:
    values: dict[str, Any] = {
        "uid": f"meeting-{number}@study.example.com",
        "sequence": 0,
        "summary": f"SRE本輪読会 第{number}回",
        "description": "",
        "location": "会議室さくら",
        "url": f"https://study.example.com/meetings/{number}/",
        "starts_at": JULY,
        "ends_at": JULY + timedelta(hours=1),
        "zone": "Asia/Tokyo",
        "status": EventStatus.CONFIRMED,
        "stamp": JULY - timedelta(days=30),
        "modified": JULY - timedelta(days=3),
    }
    return CalendarEvent(**(values | changes))


def a_calendar(*events: CalendarEvent, name: str = "SRE本輪読会") -> Calendar:
    return Calendar(name=name, url="https://study.example.com/circles/sre/", events=events)


def read_event(body: bytes) -> Any:
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    return event


def unfolded(body: bytes) -> list[str]:
    return body.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


@pytest.mark.parametrize("read", READERS)
def test_every_program_reads_the_same_meetings_in_every_zone(read: Callable[[bytes], list[Seen]]) -> None:
    summer = an_event(1, summary='第1回; a, b\\c "d" 🦆', zone="Asia/Tokyo")
    summer_abroad = an_event(2, zone="America/New_York")
    winter_abroad = an_event(3, zone="America/New_York", starts_at=JANUARY, ends_at=JANUARY + timedelta(minutes=45))
    nowhere = an_event(4, zone="UTC")
    events = [summer, summer_abroad, winter_abroad, nowhere]

    seen = read(write_calendar(a_calendar(*events)))

    assert seen == [
        Seen(event.uid, event.starts_at, event.ends_at, event.summary, event.status.upper(), event.sequence)
        for event in events
    ]


def test_start_names_its_zone_and_the_file_explains_it() -> None:
    lines = unfolded(write_event(an_event(zone="America/New_York")))

    assert "DTSTART;TZID=America/New_York:20260701T030000" in lines
    assert "TZID:America/New_York" in lines


def test_subscription_says_its_name_its_page_and_how_often_to_ask() -> None:
    lines = unfolded(write_calendar(a_calendar(name="読書会, 輪読会; SRE")))

    assert lines[0] == "BEGIN:VCALENDAR"
    assert set(lines[1:-1]) == {
        "VERSION:2.0",
        "PRODID:-//StudyHub//StudyHub//JA",
        "NAME:読書会\\, 輪読会\\; SRE",
        "X-WR-CALNAME:読書会\\, 輪読会\\; SRE",
        "URL:https://study.example.com/circles/sre/",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    }


@pytest.mark.parametrize("body", [write_event(an_event()), write_calendar(a_calendar(an_event()))])
def test_nobody_is_invited_by_a_file(body: bytes) -> None:
    assert not re.search(rb"^(METHOD|ATTENDEE|ORGANIZER|RRULE)", body, re.MULTILINE)


@pytest.mark.parametrize("status", EventStatus)
def test_event_carries_what_the_row_says(status: EventStatus) -> None:
    event = read_event(write_event(an_event(status=status, sequence=3, description="一行目\n二行目")))

    assert event["STATUS"] == status.name
    assert event["SEQUENCE"] == 3
    assert event["DESCRIPTION"] == "一行目\n二行目"
    assert event["URL"] == "https://study.example.com/meetings/1/"
    assert event["DTSTAMP"].dt == JULY - timedelta(days=30)
    assert event["LAST-MODIFIED"].dt == JULY - timedelta(days=3)


def test_empty_description_and_place_are_not_written() -> None:
    event = read_event(write_event(an_event(description="", location="")))

    assert {"DESCRIPTION", "LOCATION"}.isdisjoint(event)


def test_meeting_has_the_same_uid_alone_and_in_a_subscription() -> None:
    event = an_event()

    assert read_event(write_event(event)) == read_event(write_calendar(a_calendar(event)))


@given(st.text(), st.text(max_size=400))
def test_no_line_is_too_long_or_cut_inside_a_character_or_controlled(summary: str, description: str) -> None:
    body = write_calendar(a_calendar(an_event(summary=summary, description=description), name=summary))

    for line in body.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= LINE_OCTETS
        assert not re.search("[\x00-\x08\x0a-\x1f\x7f]", line.decode())


def test_line_break_in_a_summary_starts_no_new_property() -> None:
    body = write_event(
        an_event(summary="第1回\r\nATTENDEE:mailto:botan@example.com", url="https://x/\r\nMETHOD:CANCEL")
    )

    assert not any(line.startswith(("ATTENDEE", "METHOD")) for line in unfolded(body))


def test_calendar_is_the_same_bytes_in_every_process() -> None:
    program = (
        "import sys; from tests.calendars.test_writer import *;"
        "sys.stdout.buffer.write(write_calendar(a_calendar("
        "an_event(1), an_event(2, zone='America/New_York'), an_event(3, zone='Europe/Paris'))))"
    )

    written = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(written) == 1
    assert b"Europe/Paris" in written.pop()


@given(st.lists(st.builds(an_event, st.integers(1, 5), zone=st.sampled_from(ZONES), summary=st.text()), max_size=6))
def test_calendar_for_all_is_the_same_bytes(written: list[CalendarEvent]) -> None:
    calendar = a_calendar(*written)

    assert write_calendar(calendar, is_for_all=True) == write_calendar(calendar)


def test_events_stand_in_the_order_given_behind_all_zones() -> None:
    order = [an_event(3, zone="Europe/Berlin"), an_event(1), an_event(2, zone="UTC"), an_event(4, zone="Asia/Tokyo")]

    parts = icalendar.Calendar.from_ical(write_calendar(a_calendar(*order))).subcomponents

    assert [part.get("UID", part.get("TZID")) for part in parts] == [
        "Asia/Tokyo", "Europe/Berlin", *(event.uid for event in order)
    ]  # fmt: skip


def test_time_without_offset_is_refused() -> None:
    event = replace(an_event(), starts_at=datetime(2026, 7, 1))  # noqa: DTZ001 -- that is what is refused

    with pytest.raises(NaiveTime):
        write_event(event)
