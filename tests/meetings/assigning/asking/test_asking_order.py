"""Whom a chapter is offered to first, and who cannot take it."""

from datetime import date, time, timedelta

import pytest

from studyhub.circles.models import ParticipationRole
from studyhub.commitments import calendar
from studyhub.commitments.models import CommitmentKind
from studyhub.db import db
from studyhub.meetings.assigning import assignments, pools, suggestions
from studyhub.meetings.assigning.obstacles import Obstacle
from studyhub.meetings.changing import cancelling
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import joining, signups
from studyhub.people.days import unavailability
from studyhub.people.days.unavailability import Said
from studyhub.people.models import DayPart, User, UserState
from studyhub.rota.models import RotaRules
from studyhub.teams.models import Membership, Team
from tests.cast import NOON, Cast
from tests.meetings.assigning.asking.asked import joined, presented
from tests.meetings.scenes import chapter_of, meetings_of, statements


def in_order(cast: Cast, meeting: Meeting | None = None) -> list[str]:
    meeting = meeting or cast.meeting
    pool = pools.read(meeting.circle, [meeting], now=NOON)
    return [one.person.name for one in pool.candidates(meeting, chapter_of(meeting))]


def obstacle(cast: Cast, user: User, meeting: Meeting | None = None) -> Obstacle | None:
    meeting = meeting or cast.meeting
    return pools.read(meeting.circle, [meeting], now=NOON).obstacles(meeting, chapter_of(meeting)).get(user.id)


def test_whoever_presented_least_in_three_months_is_asked_first(cast: Cast) -> None:
    presented(cast.aki, date(2026, 11, 1))
    presented(cast.botan, date(2026, 8, 31))

    assert in_order(cast) == ["Botan", "Aki"]


def test_three_months_ago_is_counted_and_a_day_earlier_is_not(cast: Cast) -> None:
    presented(cast.aki, date(2026, 9, 1))
    presented(cast.botan, date(2026, 8, 31))

    pool = pools.read(cast.circle, [cast.meeting], now=NOON)

    assert {user_id: load.quantity for user_id, load in pool.done.items()} == {cast.aki.id: 1, cast.botan.id: 0}


def test_what_somebody_accepted_counts(cast: Cast) -> None:
    assignments.claim(cast.meetings[2], chapter_of(cast.meetings[2]), cast.aki, now=NOON)

    assert in_order(cast) == ["Botan", "Aki"]


def test_what_nobody_answered_in_time_does_not_count(cast: Cast) -> None:
    other = cast.meetings[2]
    suggestions.suggest(other, chapter_of(other), cast.aki, by=cast.aki, now=NOON - timedelta(days=4))

    pool = pools.read(cast.circle, [cast.meeting], now=NOON)

    assert pool.coming == []


def test_a_chapter_of_a_cancelled_meeting_does_not_count(cast: Cast) -> None:
    [last] = meetings_of(cast.new_circle(cast.aki, title="Short", meetings=1))
    assignments.claim(last, chapter_of(last), cast.botan, now=NOON)
    cancelling.cancel(last, "Ill", cancelling.Chapters.SLIDE, by=cast.aki, now=NOON)

    assert pools.read(cast.circle, [cast.meeting], now=NOON).coming == []


def test_the_team_with_least_for_its_members_goes_first_among_equals(cast: Cast) -> None:
    [emil] = joined(cast, "Emil")
    team = Team(slug="ec", name="EC")
    db.session.add(team)
    db.session.flush()
    db.session.add(Membership(team_id=team.id, user_id=emil.id, is_primary=True))
    presented(cast.chika, date(2026, 11, 1), cast.team)

    ranked = pools.read(cast.circle, [cast.meeting], now=NOON).candidates(cast.meeting, chapter_of(cast.meeting))

    assert (ranked[0].person.name, ranked[0].because) == ("Emil", "team")


def test_a_listener_is_not_in_the_order(cast: Cast) -> None:
    joining.join(cast.circle, cast.botan, now=NOON, role=ParticipationRole.LISTENER)

    assert in_order(cast) == ["Aki"]


def test_somebody_on_leave_is_not_in_the_order(cast: Cast) -> None:
    cast.botan.state = UserState.ON_LEAVE

    assert in_order(cast) == ["Aki"]


@pytest.mark.parametrize(("first", "last", "is_out"), [(2, 2, True), (1, 2, True), (1, 1, False), (3, 9, False)])
def test_days_somebody_takes_nothing_on(cast: Cast, first: int, last: int, is_out: bool) -> None:
    days = {"starts_on": date(2026, 12, first), "ends_on": date(2026, 12, last)}
    unavailability.add(cast.botan, **days, reason="Trip")

    assert obstacle(cast, cast.botan) is (Obstacle.AWAY if is_out else None)


def test_whoever_is_absent_this_time_is_not_asked(cast: Cast) -> None:
    signups.be_absent(cast.meeting, cast.botan, now=NOON)

    assert obstacle(cast, cast.botan) is Obstacle.NOT_COMING


def other_circle(cast: Cast, **shift: float) -> Meeting:
    """A meeting of another circle in which Botan takes part, moved by so much from that of Wednesday, 19:00."""
    circle = cast.new_circle(cast.chika, title="Other", meetings=1)
    [meeting] = meetings_of(circle)
    meeting.starts_at += timedelta(**shift)
    meeting.ends_at += timedelta(**shift)
    db.session.flush()
    joining.join(circle, cast.botan, now=NOON)
    return meeting


@pytest.mark.parametrize(("days", "found"), [(2, Obstacle.OTHER_CIRCLE), (4, Obstacle.OTHER_CIRCLE), (5, None)])
def test_a_chapter_in_another_circle_in_the_same_week(cast: Cast, days: int, found: Obstacle | None) -> None:
    other = other_circle(cast, days=days)
    assignments.claim(other, chapter_of(other), cast.botan, now=NOON)

    assert obstacle(cast, cast.botan) is found


def test_a_chapter_of_the_same_circle_in_the_same_week_is_no_obstacle(cast: Cast) -> None:
    cast.meetings[1].starts_at = cast.meeting.starts_at + timedelta(days=1)
    assignments.claim(cast.meetings[1], chapter_of(cast.meetings[1]), cast.botan, now=NOON)

    assert obstacle(cast, cast.botan) is None


@pytest.mark.parametrize(("hours", "found"), [(1, Obstacle.BUSY), (-2, None), (1.5, None)])
def test_another_meeting_at_the_same_time(cast: Cast, hours: float, found: Obstacle | None) -> None:
    other_circle(cast, hours=hours)

    assert obstacle(cast, cast.botan) is found


# The meeting is on Wednesday, 2 December, 19:00 to 20:30 in Tokyo; hours from its midnight.
@pytest.mark.parametrize(
    ("begins", "ends", "is_out"),
    [
        (-6, 9, True),  # a night on duty before that day
        (-3, -1.5, True),  # up to half past ten of the evening before
        (-5, -3, False),  # an evening that ended at nine
        (6, 18, False),  # the day itself, up to an hour before
        (20, 33, True),  # a night that begins during the meeting
        (21, 33, False),  # the night after
    ],
)
def test_any_commitment_that_evening_or_the_night_before(cast: Cast, begins: float, ends: float, is_out: bool) -> None:
    midnight = cast.meeting.starts_at - timedelta(hours=19)
    hours = (midnight + timedelta(hours=begins), midnight + timedelta(hours=ends))
    calendar.hold("shift:1", CommitmentKind.MEETING, cast.botan.id, *hours)
    db.session.flush()

    assert obstacle(cast, cast.botan) is (Obstacle.BUSY if is_out else None)


@pytest.mark.parametrize(("people", "meetings"), [(1, 1), (12, 4)])
def test_what_is_read_grows_neither_with_people_nor_with_meetings(cast: Cast, people: int, meetings: int) -> None:
    joined(cast, *(f"More{number}" for number in range(people)))
    db.session.commit()

    with statements() as sent:
        pool = pools.read(cast.circle, cast.meetings[:meetings], now=NOON)
        for meeting in cast.meetings[:meetings]:
            pool.candidates(meeting, cast.circle.plans[0].chapters[0])

    assert len([one for one in sent if one.startswith("SELECT")]) <= 12


def test_whoever_would_rather_not_that_day_is_asked_after_all_others(cast: Cast) -> None:
    before = in_order(cast)
    first = next(user for user in (cast.aki, cast.botan) if user.name == before[0])
    unavailability.note(first, Said(date(2026, 12, 1), date(2026, 12, 31), weekday=2, is_rather_not=True))

    assert in_order(cast) == [*before[1:], before[0]]
    assert obstacle(cast, first) is None


def test_an_evening_away_keeps_from_a_session_in_the_evening(cast: Cast) -> None:
    unavailability.note(cast.botan, Said(date(2026, 12, 2), date(2026, 12, 2), part=DayPart.EVENING))
    assert obstacle(cast, cast.botan) is Obstacle.AWAY

    db.session.add(RotaRules(id=1, day_ends=time(21)))
    db.session.flush()
    assert obstacle(cast, cast.botan) is None
