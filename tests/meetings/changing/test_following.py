"""Letting the sessions that follow move along with one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from studyhub import zones
from studyhub.audit.models import AuditEvent
from studyhub.commitments.models import Commitment
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.meetings import messages
from studyhub.meetings.changing import cancelling, editing, following, postponing
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.models import Meeting, SignupState
from studyhub.meetings.signing_up import joining, signups
from studyhub.settings import closed_days
from studyhub.words.speaking import speaking
from tests.cast import NOON, Cast
from tests.meetings import scenes
from tests.meetings.pages import edited, english, followed
from tests.meetings.scenes import after, details_of, later, meetings_of, state

WEEK = timedelta(days=7)


def move(
    cast: Cast, meeting: Meeting, now: datetime = NOON, *, may_be_over: bool = False, **changes: Any
) -> list[Meeting]:
    new = details_of(meeting, **changes)
    return following.update_with_following(meeting, new, by=cast.aki, now=now, may_be_over=may_be_over)


def starts(cast: Cast) -> list[datetime]:
    return [meeting.starts_at for meeting in cast.meetings]


def told() -> list[dict[str, Any]]:
    """What each mail of several sessions that moved carries, by person."""
    mails = db.select(OutboxMessage.payload).filter_by(kind="meetings_moved", channel=Channel.MAIL)
    return list(db.session.scalars(mails.order_by(OutboxMessage.recipient_id)))


def test_what_follows_moves_by_as_many_days(cast: Cast) -> None:
    before = starts(cast)

    moved = move(cast, cast.meetings[1], **later(cast.meetings[1], days=1))

    assert starts(cast) == [before[0], *(start + timedelta(days=1) for start in before[1:])]
    assert moved == cast.meetings[1:]


def test_the_clock_shows_the_same_change_in_summer_time_too(cast: Cast) -> None:
    cast.circle.time_zone = "Europe/Berlin"
    # Clocks go forward on 28 March: 18:00 is at 17:00 UTC before, and at 16:00 UTC afterwards.
    days = [date(2027, 3, 17), date(2027, 3, 24), date(2027, 3, 31), date(2027, 4, 7)]
    for meeting, day in zip(cast.meetings, days, strict=True):
        meeting.starts_at = zones.to_utc(day, datetime(2027, 1, 1, 18, tzinfo=UTC).time(), "Europe/Berlin")
        meeting.ends_at = meeting.starts_at + timedelta(minutes=90)

    move(cast, cast.meetings[0], **later(cast.meetings[0], days=7, hours=1))

    shown = [zones.in_zone(meeting.starts_at, "Europe/Berlin") for meeting in cast.meetings]
    assert [(moment.date(), moment.hour) for moment in shown] == [(day + WEEK, 19) for day in days]
    assert {meeting.ends_at - meeting.starts_at for meeting in cast.meetings} == {timedelta(minutes=90)}


def test_a_start_that_crosses_the_change_of_clocks_is_no_hour_off(cast: Cast) -> None:
    cast.circle.time_zone = "Europe/Berlin"
    at = datetime(2027, 1, 1, 18, tzinfo=UTC).time()
    for meeting, day in zip(cast.meetings, range(1, 29, 7), strict=True):
        meeting.starts_at = zones.to_utc(date(2027, 3, day), at, "Europe/Berlin")
        meeting.ends_at = meeting.starts_at + timedelta(minutes=90)
    new = zones.to_utc(date(2027, 3, 29), at, "Europe/Berlin")

    move(cast, cast.meetings[2], starts_at=new, ends_at=new + timedelta(minutes=90))

    shown = [zones.in_zone(meeting.starts_at, "Europe/Berlin") for meeting in cast.meetings]
    assert [(moment.month, moment.day, moment.hour) for moment in shown] == [
        (3, 1, 18),
        (3, 8, 18),
        (3, 29, 18),
        (4, 5, 18),
    ]


def test_everybody_is_told_once_of_all_of_theirs(cast: Cast) -> None:
    signups.withdraw(cast.meetings[1], cast.botan, now=NOON)
    signups.sign_up(cast.meetings[3], cast.chika, now=NOON)
    before = starts(cast)

    move(cast, cast.meetings[1], **later(cast.meetings[1], days=1))

    assert scenes.messages("meetings_moved") == ["Botan", "Chika"]
    assert scenes.messages("meeting_changed") == []
    assert [[one["number"] for one in payload["moved"]] for payload in told()] == [[3, 4], [4]]
    [[last]] = [payload["moved"] for payload in told()[1:]]
    assert last["old"]["starts_at"] == before[3].isoformat()
    assert last["starts_at"] == (before[3] + timedelta(days=1)).isoformat()


def test_the_message_says_old_and_new_of_each(cast: Cast) -> None:
    move(cast, cast.meetings[2], place="Room C", **later(cast.meetings[2], days=1))

    with speaking("en", "Asia/Tokyo"):
        english = messages.KINDS["meetings_moved"].render(told()[0], "en")
    with speaking("ja", "Asia/Tokyo"):
        japanese = messages.KINDS["meetings_moved"].render(told()[0], "ja")

    assert (english.subject, english.url_path) == ("2 sessions moved: SRE, from Thu, Dec 17 on", "/circles/sre/")
    assert english.lines == [
        "2 sessions of SRE have moved.",
        "Session 3: Wed, Dec 16 19:00–20:30 → Thu, Dec 17 19:00–20:30",
        "Place: none → Room C",
        "Session 4: Wed, Dec 23 19:00–20:30 → Thu, Dec 24 19:00–20:30",
    ]
    assert japanese.subject == "日時の変更（2回分）:SRE、12月17日(木)から"
    assert japanese.lines[1] == "第3回:12月16日(水) 19:00–20:30 → 12月17日(木) 19:00–20:30"


def test_calendars_sequences_and_the_trail_are_those_of_single_moves(cast: Cast) -> None:
    move(cast, cast.meetings[1], **later(cast.meetings[1], hours=1))

    mine = db.select(Commitment.starts_at).where(Commitment.user_id == cast.botan.id).order_by(Commitment.starts_at)
    assert list(db.session.scalars(mine)) == starts(cast)
    assert [(one.sequence, one.is_exception) for one in cast.meetings] == [(0, False), *[(1, False)] * 3]
    events = db.select(AuditEvent.subject_id).filter_by(action="meeting.updated").order_by(AuditEvent.id)
    assert list(db.session.scalars(events)) == [one.id for one in cast.meetings[1:]]


def test_places_and_the_waitlist_stay(cast: Cast) -> None:
    circle = cast.new_circle(cast.aki, title="Small", capacity=1, meetings=2)
    joining.join(circle, cast.botan, now=NOON)
    first, second = meetings_of(circle)

    move(cast, first, **later(first, days=1))

    places = [(state(one, cast.aki), state(one, cast.botan)) for one in (first, second)]
    assert places == [(SignupState.CONFIRMED, SignupState.WAITLISTED)] * 2
    assert scenes.messages("meetings_moved") == ["Botan"]


def test_numbers_follow_the_new_order(cast: Cast) -> None:
    move(cast, cast.meetings[2], **later(cast.meetings[2], days=-15))

    assert [meeting.number for meeting in cast.meetings] == [2, 4, 1, 3]


def test_what_is_called_off_or_has_no_date_stays(cast: Cast) -> None:
    cancelling.cancel(cast.meetings[1], "Ill", Chapters.SLIDE, by=cast.aki, now=NOON)
    postponing.postpone(cast.meetings[2], by=cast.aki, now=NOON)
    before = starts(cast)

    move(cast, cast.meeting, **later(cast.meeting, days=1))

    day = timedelta(days=1)
    assert starts(cast) == [before[0] + day, before[1], before[2], before[3] + day]


def test_nothing_follows_one_that_is_over(cast: Cast) -> None:
    before = starts(cast)

    moved = move(cast, cast.meeting, after(cast.meeting), **later(cast.meeting, hours=-1))

    assert (moved, starts(cast)[1:]) == ([], before[1:])


def test_another_length_alone_moves_nothing_else(cast: Cast) -> None:
    before = starts(cast)

    move(cast, cast.meeting, ends_at=cast.meeting.ends_at + timedelta(minutes=30))

    assert starts(cast) == before
    assert scenes.messages("meeting_changed") == ["Botan"]


def test_nothing_moves_where_two_would_begin_together(cast: Cast) -> None:
    with pytest.raises(following.StartTaken) as taken:
        move(cast, cast.meetings[2], **later(cast.meetings[2], days=-7))

    assert taken.value.args == (cast.meetings[1],)


def test_what_follows_is_not_moved_to_where_it_is_over(cast: Cast) -> None:
    with pytest.raises(editing.AlreadyOver):
        move(cast, cast.meeting, **later(cast.meeting, days=-10))


def test_what_was_held_moves_along_on_request(cast: Cast) -> None:
    moved = move(cast, cast.meeting, may_be_over=True, **later(cast.meeting, days=-10))

    assert [one.is_held(NOON) for one in moved] == [True, True, False, False]


def test_sessions_that_began_together_move_together(cast: Cast) -> None:
    cast.meetings[3].starts_at, cast.meetings[3].ends_at = cast.meetings[2].starts_at, cast.meetings[2].ends_at

    moved = move(cast, cast.meetings[1], **later(cast.meetings[1], days=1))

    assert moved == cast.meetings[1:]


def test_days_off_are_named(cast: Cast) -> None:
    day = date(2026, 12, 24)
    closed_days.add("Winter break", starts_on=day, ends_on=day, is_special=False, by=cast.admin, now=NOON)

    moved = move(cast, cast.meetings[2], **later(cast.meetings[2], days=1))

    named = [(one.number, holiday.name) for one, holiday in following.days_off(moved)]
    assert named == [(4, "Winter break")]


def test_one_press_moves_all_and_says_so(cast: Cast) -> None:
    day = date(2026, 12, 24)
    closed_days.add("Winter break", starts_on=day, ends_on=day, is_special=False, by=cast.admin, now=NOON)
    browser, third = english(cast, cast.aki), cast.meetings[2]
    address = f"/meetings/{third.id}/edit"

    asked = browser.get(address).text
    page = followed(browser, address, **edited(third, day="2026-12-17", following="y"))

    assert "1 session follows." in asked
    assert "The session and the one after it have moved." in page
    assert "On a day off now: Session 4 on Thu, Dec 24 (Winter break). Please look at them again." in page
    assert cast.meetings[3].starts_at == datetime(2026, 12, 24, 10, tzinfo=UTC)


def test_a_clash_is_refused_and_what_was_typed_stays(cast: Cast) -> None:
    third = cast.meetings[2]
    fields = edited(third, day="2026-12-09", following="y", place="Typed place")

    answer = english(cast, cast.aki).post(f"/meetings/{third.id}/edit", data=fields)

    assert answer.status_code == 422
    assert "Session 2 begins at that time already: Wed, Dec 9 19:00. Please choose another date or time." in answer.text
    assert all(typed in answer.text for typed in ('value="2026-12-09"', "Typed place", 'checked id="following"'))
    assert starts(cast)[2:] == [third.starts_at, third.starts_at + WEEK]


def test_beyond_the_calendar_is_refused(cast: Cast) -> None:
    fields = edited(cast.meeting, day="2100-12-28", following="y")

    answer = english(cast, cast.aki).post(f"/meetings/{cast.meeting.id}/edit", data=fields)

    assert answer.status_code == 422
    assert "A session that follows would be before 2000 or after 2100." in answer.text


def test_the_last_session_offers_nothing_to_follow(cast: Cast) -> None:
    asked = cast.browser(cast.aki).get(f"/meetings/{cast.meetings[3].id}/edit").text

    assert 'name="following"' not in asked


def test_one_that_nothing_follows_moves_as_ever(cast: Cast) -> None:
    moved = move(cast, cast.meetings[3], **later(cast.meetings[3], days=1))

    assert moved == []
    assert scenes.messages("meeting_changed") == ["Botan"]
