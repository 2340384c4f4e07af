"""Who is reminded of sessions, and when. The first one is on Wednesday, 2 December, at 19:00 in Tokyo."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from studyhub.circles.models import Format
from studyhub.db import db
from studyhub.delivery import preferences
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.meetings.assigning import assignments
from studyhub.meetings.changing import cancelling, postponing
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.signing_up import signups
from studyhub.people.days import unavailability
from studyhub.people.days.unavailability import Said
from studyhub.people.models import DayPart, UserState
from studyhub.reminders.models import ReminderStop
from tests.cast import NOON, Cast
from tests.meetings.scenes import change, chapter_of, later, small_meeting
from tests.reminders.looking import look, tokyo, told

DAY_BEFORE, HOUR_BEFORE = "2026-12-01T16:00", "2026-12-02T18:00"
# Of the third session, on 16 December.
WEEK_BEFORE = "2026-12-09T09:00"


def payload(kind: str, reader: str = "Aki") -> dict[str, Any]:
    rows = db.session.scalars(db.select(OutboxMessage).filter_by(kind=kind, channel=Channel.MAIL))
    return next(one.payload for one in rows if one.recipient is not None and one.recipient.name == reader)


def of_kind(kind: str) -> list[str]:
    return [name for one, name in told() if one == kind]


def minute_before(text: str) -> datetime:
    return tokyo(text) - timedelta(minutes=1)


def test_those_who_come_are_reminded_a_day_and_an_hour_before(cast: Cast) -> None:
    look(minute_before(DAY_BEFORE))
    assert told() == []

    look(DAY_BEFORE)
    assert told() == [("day_before", "Aki"), ("day_before", "Botan")]

    look(minute_before(HOUR_BEFORE))
    look(HOUR_BEFORE)
    assert told()[2:] == [("hour_before", "Aki"), ("hour_before", "Botan")]


def test_a_session_in_the_morning_is_reminded_of_in_the_morning(cast: Cast) -> None:
    change(cast, cast.meeting, **later(cast.meeting, hours=14))

    look("2026-12-02T09:00")

    assert told() == [("day_before", "Aki"), ("day_before", "Botan")]


def test_who_presents_is_reminded_a_week_before_with_what_to_read(cast: Cast) -> None:
    second, third = cast.meetings[1:3]
    assignments.claim(second, chapter_of(second), cast.aki, now=NOON)
    assignments.claim(third, chapter_of(third), cast.botan, now=NOON)
    look(minute_before(WEEK_BEFORE))

    look(WEEK_BEFORE)

    assert of_kind("week_before") == ["Botan"]
    [chapter] = payload("week_before", "Botan")["chapters"]
    assert (chapter["title"], chapter["pages"], chapter["is_mine"]) == ("Chapter 3", 20, True)
    assert chapter["before"] == {"title": "Chapter 2", "presenters": ["Aki"]}


def test_who_took_the_chapter_since_needs_no_reminder(cast: Cast) -> None:
    third = cast.meetings[2]
    assignments.claim(third, chapter_of(third), cast.botan, now=tokyo("2026-12-10T12:00"))

    look("2026-12-10T12:01")

    assert of_kind("week_before") == []


def test_nobody_presents_where_all_read_together(cast: Cast) -> None:
    third = cast.meetings[2]
    assignments.claim(third, chapter_of(third), cast.botan, now=NOON)
    third.format = Format.READ_TOGETHER

    look(WEEK_BEFORE)

    assert of_kind("week_before") == []


@pytest.mark.parametrize("moment", [DAY_BEFORE, HOUR_BEFORE])
def test_nobody_is_reminded_twice(cast: Cast, moment: str) -> None:
    look(moment)
    before = told()

    look(moment)
    look(tokyo(moment) + timedelta(minutes=10))

    assert told() == before


def test_the_waitlist_is_not_reminded(cast: Cast) -> None:
    meeting = small_meeting(cast)
    signups.sign_up(meeting, cast.botan, now=NOON)

    look(DAY_BEFORE)

    assert told().count(("day_before", "Botan")) == 1
    assert payload("day_before", "Botan")["circle"] == "SRE"
    assert ("day_before", "Chika") in told()


@pytest.mark.parametrize("state", [UserState.ON_LEAVE, UserState.SUSPENDED, UserState.LEFT])
def test_who_is_not_there_is_not_reminded(cast: Cast, state: UserState) -> None:
    cast.botan.state = state

    look(DAY_BEFORE)

    assert told() == [("day_before", "Aki")]


@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2026, 12, 2)])
def test_who_is_away_then_or_that_day_is_left_alone(cast: Cast, day: date) -> None:
    unavailability.add(cast.botan, starts_on=day, ends_on=day, reason="")

    look(DAY_BEFORE)

    assert told() == [("day_before", "Aki")]


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ({"part": DayPart.EVENING}, False),
        ({"weekday": 2}, False),
        ({"weekday": 3}, True),
        ({"is_rather_not": True}, True),
    ],
)
def test_evenings_and_weekdays_away_count_and_rather_not_does_not(
    cast: Cast, said: dict[str, Any], is_told: bool
) -> None:
    unavailability.note(cast.botan, Said(date(2026, 12, 2), date(2026, 12, 9), **said))

    look(DAY_BEFORE)

    assert [name for _, name in told()] == (["Aki", "Botan"] if is_told else ["Aki"])


def test_a_session_that_does_not_take_place_is_not_reminded_of(cast: Cast) -> None:
    cancelling.cancel(cast.meeting, "Ill", Chapters.DROP, by=cast.aki, now=NOON)
    postponing.postpone(cast.meetings[1], by=cast.aki, now=NOON)

    look(DAY_BEFORE)
    look("2026-12-08T16:00")

    assert told() == []


def test_reminders_move_along_with_the_session(cast: Cast) -> None:
    change(cast, cast.meeting, **later(cast.meeting, days=2))

    look(DAY_BEFORE)
    assert told() == []
    look("2026-12-03T16:00")

    assert told() == [("day_before", "Aki"), ("day_before", "Botan")]


def test_a_session_that_moves_after_the_reminder_is_reminded_of_anew(cast: Cast) -> None:
    look(DAY_BEFORE)
    change(cast, cast.meeting, **later(cast.meeting, days=2))

    look("2026-12-03T16:00")

    assert told() == [("day_before", "Aki"), ("day_before", "Botan")] * 2


def test_a_session_that_moves_within_its_afternoon_is_not_reminded_of_anew(cast: Cast) -> None:
    look(DAY_BEFORE)
    change(cast, cast.meeting, **later(cast.meeting, hours=1))

    look("2026-12-01T16:10")

    assert told() == [("day_before", "Aki"), ("day_before", "Botan")]


def test_who_signs_up_after_the_moment_needs_no_reminder(cast: Cast) -> None:
    look(DAY_BEFORE)
    signups.sign_up(cast.meeting, cast.chika, now=tokyo("2026-12-01T16:05"))

    look("2026-12-01T16:06")

    assert ("day_before", "Chika") not in told()


# It begins at 19:00; the reminder of the day before is of use until two hours before, that of the hour until then.
@pytest.mark.parametrize(
    ("back_at", "kinds"),
    [
        ("2026-12-02T08:00", ["day_before"]),
        ("2026-12-02T16:59", ["day_before"]),
        ("2026-12-02T17:00", []),
        ("2026-12-02T18:40", ["hour_before"]),
        ("2026-12-02T19:00", []),
    ],
)
def test_a_worker_that_was_down_sends_what_is_still_of_use(cast: Cast, back_at: str, kinds: list[str]) -> None:
    look(back_at)

    assert sorted({kind for kind, _name in told()}) == kinds


def test_nothing_goes_out_at_night_and_what_would_goes_in_the_evening_before(cast: Cast) -> None:
    cast.botan.time_zone = "Europe/Berlin"

    # 16:00 in Tokyo is 08:00 in Berlin in winter; an hour earlier it is still night there.
    change(cast, cast.meeting, **later(cast.meeting, hours=14))  # Thursday at 09:00: due on Wednesday at 09:00, 01:00
    look("2026-12-02T05:00")  # Tuesday evening at 21:00 in Berlin
    evening = told()
    look("2026-12-02T09:00")

    assert evening == [("day_before", "Botan")]
    assert told() == [("day_before", "Botan"), ("day_before", "Aki")]


def test_after_a_night_without_a_worker_it_waits_for_the_morning(cast: Cast) -> None:
    look("2026-12-02T03:00")
    assert told() == []

    look("2026-12-02T08:00")

    assert told() == [("day_before", "Aki"), ("day_before", "Botan")]


def test_who_stopped_the_reminders_of_a_circle_gets_none_of_it(cast: Cast) -> None:
    db.session.add(ReminderStop(user_id=cast.botan.id, circle_id=cast.circle.id, stopped_at=NOON))
    cast.new_circle(cast.botan, title="Go", meetings=1)

    look(DAY_BEFORE)

    assert payload("day_before", "Botan")["circle"] == "Go"
    assert told().count(("day_before", "Botan")) == 1


def test_a_kind_is_turned_off_by_channel(cast: Cast) -> None:
    preferences.choose(cast.botan, {("day_before", Channel.MAIL): False})

    look(DAY_BEFORE)

    rows = db.session.scalars(db.select(OutboxMessage).filter_by(kind="day_before", recipient_id=cast.botan.id))
    assert [one.channel for one in rows] == [Channel.INBOX]


def test_ones_own_part_is_said(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    cast.meeting.scribe_id = cast.aki.id

    look(DAY_BEFORE)

    assert payload("day_before", "Botan")["chapters"][0]["is_mine"] is True
    assert payload("day_before")["chapters"][0]["presenters"] == ["Botan"]
    assert (payload("day_before")["is_scribe"], payload("day_before", "Botan")["is_scribe"]) == (True, False)
