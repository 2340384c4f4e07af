"""A circle's place, capacity, format and rhythm change, for its sessions to come as well."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from studyhub import zones
from studyhub.circles import editing as circle_editing
from studyhub.circles.models import Format
from studyhub.circles.planning.planner import HolidayRule
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.meetings import messages
from studyhub.meetings.changing import circle_terms, editing, postponing, rhythm_change
from studyhub.meetings.changing.following import StartTaken
from studyhub.meetings.changing.together import Apart, Sessions
from studyhub.meetings.models import Meeting, SignupState
from studyhub.meetings.signing_up import signups
from studyhub.settings import closed_days
from studyhub.words.speaking import speaking
from tests.cast import NOON, Cast
from tests.meetings import scenes
from tests.meetings.pages import english, followed, page
from tests.meetings.scenes import change, later, state, terms_of

# The cast's sessions are on Wednesdays at 19:00 in Tokyo, from 2 December on; NOON is Tuesday, 1 December.
WEDNESDAYS = [date(2026, 12, 2), date(2026, 12, 9), date(2026, 12, 16), date(2026, 12, 23)]
WEEKLY = circle_editing.CircleRhythm(1, None, 2, time(19), 90, HolidayRule.SKIP)


def change_terms(
    cast: Cast, sessions: Sessions = Sessions.ALL, *, keep_all: bool = False, **changes: Any
) -> list[Meeting]:
    new = terms_of(cast.circle, **changes)
    return circle_terms.change(cast.circle, new, sessions, by=cast.aki, now=NOON, keep_all=keep_all)


def give_rhythm(cast: Cast, now: datetime = NOON, **changes: Any) -> list[Meeting]:
    cast.circle.weekday, cast.circle.start_time = 2, time(19)
    return rhythm_change.change(cast.circle, replace(WEEKLY, **changes), Sessions.ALL, by=cast.aki, now=now)


def days(cast: Cast) -> list[date]:
    return [zones.in_zone(one.starts_at, "Asia/Tokyo").date() for one in cast.meetings]


def told(user_id: int) -> list[dict[str, Any]]:
    """What the mails say that tell somebody of several sessions at once."""
    mails = db.select(OutboxMessage.payload).filter_by(kind="meetings_moved", channel=Channel.MAIL)
    return list(db.session.scalars(mails.filter_by(recipient_id=user_id)))


def test_sessions_to_come_follow_and_those_changed_by_hand_stay(cast: Cast) -> None:
    cast.meetings[2].place = "Roof"

    changed = change_terms(cast, place="Room B")

    assert [one.place for one in cast.meetings] == ["Room B", "Room B", "Roof", "Room B"]
    assert changed == [cast.meetings[0], cast.meetings[1], cast.meetings[3]]
    assert [one.sequence for one in cast.meetings] == [1, 1, 0, 1]


def test_only_new_ones_leaves_those_that_are_there(cast: Cast) -> None:
    change_terms(cast, Sessions.NEW, place="Room B", format=Format.DISCUSSED)

    assert {one.place for one in cast.meetings} == {""}
    assert {one.effective_format for one in cast.meetings} == {Format.PRESENTED}
    assert cast.circle.place == "Room B"


def test_everybody_is_told_once_of_all_their_sessions(cast: Cast) -> None:
    signups.withdraw(cast.meetings[3], cast.botan, now=NOON)

    change_terms(cast, place="Room B", title="Renamed")

    [payload] = told(cast.botan.id)
    assert [one["meeting_id"] for one in payload["moved"]] == [one.id for one in cast.meetings[:3]]
    with speaking("en", "Asia/Tokyo"):
        message = messages.KINDS["meetings_moved"].render(payload, "en")
    assert message.subject == "3 sessions changed: Renamed, from Wed, Dec 2 on"
    assert message.lines[:3] == [
        "The place of 3 sessions of Renamed is another one.",
        "Session 1: Wed, Dec 2 19:00–20:30",
        "Place: none → Room B",
    ]


def test_added_seats_are_filled(cast: Cast) -> None:
    cast.circle.capacity = 2
    for one in cast.meetings:
        one.capacity = 2
    signups.sign_up(cast.meeting, cast.chika, now=NOON)

    change_terms(cast, capacity=3)

    assert state(cast.meeting, cast.chika) is SignupState.CONFIRMED


def test_nobody_is_put_out_by_a_smaller_capacity(cast: Cast) -> None:
    with pytest.raises(editing.CapacityBelowConfirmed):
        change_terms(cast, capacity=1)

    change_terms(cast, capacity=1, keep_all=True)

    assert [(one.capacity, one.takes_new) for one in cast.meetings] == [(1, False)] * 4
    assert state(cast.meeting, cast.botan) is SignupState.CONFIRMED


def test_what_was_held_stays_held_as_it_was(cast: Cast) -> None:
    new = terms_of(cast.circle, format=Format.DISCUSSED)

    circle_terms.change(cast.circle, new, Sessions.ALL, by=cast.aki, now=scenes.after(cast.meeting))

    assert [one.effective_format for one in cast.meetings] == [Format.PRESENTED, *[Format.DISCUSSED] * 3]


def test_another_weekday_plans_the_same_rows_anew(cast: Cast) -> None:
    before = [(one.id, one.uid) for one in cast.meetings]

    give_rhythm(cast, weekday=4, start_time=time(16), minutes=60)

    assert days(cast) == [day + timedelta(days=2) for day in WEDNESDAYS]
    assert [(one.id, one.uid) for one in cast.meetings] == before
    assert {one.ends_at - one.starts_at for one in cast.meetings} == {timedelta(hours=1)}
    assert [(one.sequence, one.is_exception, one.number) for one in cast.meetings] == [
        (1, False, n) for n in range(1, 5)
    ]
    assert state(cast.meetings[3], cast.botan) is SignupState.CONFIRMED
    assert len(told(cast.botan.id)) == 1


def test_a_weekday_that_is_over_this_week_begins_next_week(cast: Cast) -> None:
    give_rhythm(cast, weekday=0)

    assert days(cast)[:2] == [date(2026, 12, 7), date(2026, 12, 14)]


def test_days_off_are_left_out_and_nothing_moves_onto_one_that_stays(cast: Cast) -> None:
    off = date(2026, 12, 4)
    closed_days.add("Outing", starts_on=off, ends_on=off, is_special=False, by=cast.admin, now=NOON)
    third = cast.meetings[2]
    change(cast, third, **later(third, days=2))

    give_rhythm(cast, weekday=4)

    assert days(cast) == [date(2026, 12, 11), date(2026, 12, 25), date(2026, 12, 18), date(2027, 1, 8)]


def test_once_a_month_begins_in_the_month_of_the_next_session(cast: Cast) -> None:
    # 11 February is a holiday.
    give_rhythm(cast, every_weeks=None, nth_of_month=2, weekday=3)

    assert days(cast)[:3] == [date(2026, 12, 10), date(2027, 1, 14), date(2027, 3, 11)]


def test_another_time_alone_keeps_the_dates(cast: Cast) -> None:
    give_rhythm(cast, start_time=time(12), now=NOON + timedelta(days=1, hours=1))

    starts = [zones.in_zone(one.starts_at, "Asia/Tokyo") for one in cast.meetings]
    assert [one.date() for one in starts] == WEDNESDAYS
    # At 13:00 on the day of the first it cannot begin at 12:00 any more.
    assert [one.hour for one in starts] == [19, 12, 12, 12]


def test_one_without_a_date_waits_for_it(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)

    found = rhythm_change.changes(cast.circle, replace(WEEKLY, weekday=4), cast.meetings, now=NOON)

    assert [(one.apart, one.is_moved) for one in found[:2]] == [((Apart.NO_DATE,), False), ((), True)]


def test_it_does_not_begin_with_one_that_stays(cast: Cast) -> None:
    first, second = cast.meetings[:2]
    change(cast, first, starts_at=second.starts_at - timedelta(hours=2), ends_at=second.starts_at)

    with pytest.raises(StartTaken):
        give_rhythm(cast, start_time=time(17))


FIELDS = {"title": "SRE", "description": "", "visibility": "inside", "format": "presented", "online_url": ""}


def test_the_page_lists_old_and_new_before_anything_is_done(cast: Cast) -> None:
    change(cast, cast.meetings[2], place="Roof")
    cast.circle.place = cast.meetings[0].place = cast.meetings[1].place = cast.meetings[3].place = "Room A"
    aki, address = english(cast, cast.aki), f"/circles/{cast.circle.slug}/edit"

    asked = aki.post(address, data={**FIELDS, "place": "Room B", "capacity": ""}).text

    assert asked.count('<s class="soft">Room A</s> → <b>Room B</b>') == 3
    assert "place changed by hand" in asked
    assert cast.circle.place == "Room A"
    done = followed(aki, address, **FIELDS, place="Room B", capacity="", sessions="all")
    assert "The circle and 3 sessions to come are changed." in done
    assert "Room B" in page(cast, cast.botan, cast.meeting)


def test_what_was_typed_comes_back_with_the_form(cast: Cast) -> None:
    address = f"/circles/{cast.circle.slug}/edit"

    form = english(cast, cast.aki).post(address, data={**FIELDS, "place": "Room B", "again": "1"}).text

    assert 'value="Room B"' in form


def test_a_capacity_below_is_asked_about_on_the_page(cast: Cast) -> None:
    aki, address = english(cast, cast.aki), f"/circles/{cast.circle.slug}/edit"

    refused = aki.post(address, data={**FIELDS, "place": "", "capacity": "1", "sessions": "all"})
    done = aki.post(address, data={**FIELDS, "place": "", "capacity": "1", "sessions": "all", "keep_all": "1"})

    assert (refused.status_code, done.status_code) == (422, 303)
    assert "Keep everybody who has a seat" in refused.text


RHYTHM = {"repeat": "weeks:1", "weekday": "4", "start": "19:00", "minutes": "90"}


def test_another_weekday_is_shown_session_by_session_first(cast: Cast) -> None:
    aki, address = english(cast, cast.aki), f"/circles/{cast.circle.slug}/rhythm"

    asked = aki.post(address, data={**RHYTHM, "holidays": "skip"}).text
    assert days(cast) == WEDNESDAYS
    aki.post(address, data={**RHYTHM, "holidays": "skip", "sessions": "all"})

    assert "Wed, Dec 2 19:00–20:30</s> → <b>Fri, Dec 4 19:00–20:30" in asked
    assert days(cast)[0] == date(2026, 12, 4)
