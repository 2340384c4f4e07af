"""Asking people in a fair order, and the next one after a no or silence."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Chapter, ParticipationRole
from studyhub.commitments import calendar
from studyhub.commitments.models import CommitmentKind
from studyhub.db import db
from studyhub.delivery import worker
from studyhub.ledger.models import Duty, DutyEntry
from studyhub.meetings import cancelling, joining, postponing, signups
from studyhub.meetings.assigning import asking, assignments, chapters, pools, suggestions
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.assigning.pools import Obstacle
from studyhub.meetings.models import Meeting
from studyhub.people import unavailability
from studyhub.people.models import User, UserState
from studyhub.teams.models import Membership, Team
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, held, meetings_of, messages, statements
from tests.meetings.test_races import press_at_once

State = AssignmentState


def joined(cast: Cast, *names: str) -> list[User]:
    """More people who take part in the circle."""
    people = [cast.person(name) for name in names]
    for user in people:
        joining.join(cast.circle, user, now=NOON)
    return people


def presented(user: User, on: date, team: Team | None = None) -> None:
    """Let the ledger know of a chapter."""
    source = f"presented:{user.id}:{on}"
    entry = DutyEntry(source=source, duty=Duty.PRESENTED, user_id=user.id, happened_on=on)
    entry.team_id = team.id if team else None
    db.session.add(entry)
    db.session.flush()


def in_order(cast: Cast, meeting: Meeting | None = None) -> list[str]:
    meeting = meeting or cast.meeting
    pool = pools.read(meeting.circle, [meeting], now=NOON)
    return [one.person.name for one in pool.candidates(meeting, chapter_of(meeting))]


def obstacle(cast: Cast, user: User, meeting: Meeting | None = None) -> Obstacle | None:
    meeting = meeting or cast.meeting
    return pools.read(meeting.circle, [meeting], now=NOON).obstacles(meeting, chapter_of(meeting)).get(user.id)


def ask(cast: Cast, *, now: datetime = NOON) -> Assignment:
    return asking.ask_first(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=now)


def current(chapter: Chapter) -> list[tuple[str, State]]:
    return [(one.presenter_name, one.state) for one in held(chapter)]


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


def test_ask_first_keeps_why_as_figures_and_tells_the_person(cast: Cast) -> None:
    presented(cast.aki, date(2026, 11, 1), cast.team)

    asked = ask(cast)

    assert (asked.presenter_name, asked.state, messages("assignment_suggested")) == (
        "Botan",
        State.SUGGESTED,
        ["Botan"],
    )
    assert asked.basis == {"because": "chapters", "done": 0, "to_come": 0, "team": "minne", "last_on": None}


def test_ask_first_leaves_a_taken_chapter_alone(cast: Cast) -> None:
    ask(cast)

    with pytest.raises(assignments.ChapterTaken):
        ask(cast)


def test_ask_first_without_a_date_is_refused(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)

    with pytest.raises(assignments.AssignmentClosed):
        ask(cast)


def test_a_declined_suggestion_goes_to_the_next(cast: Cast) -> None:
    first = ask(cast)
    assert first.user is not None

    asking.decline(cast.meeting, chapter_of(cast.meeting), first.user, "Paged", now=NOON)

    [(name, state)] = current(chapter_of(cast.meeting))
    assert (first.presenter_name, name, state) == ("Aki", "Botan", State.SUGGESTED)


def test_when_nobody_is_left_the_organizers_are_told(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    ask(cast)

    for user in (cast.aki, cast.botan):
        asking.decline(cast.meeting, chapter, user, now=NOON)

    assert (current(chapter), messages("nobody_left")) == ([], ["Aki"])
    with pytest.raises(asking.NobodyLeft):
        ask(cast)


def test_what_an_organizer_asked_goes_back_to_the_organizers(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    suggestions.suggest(cast.meeting, chapter, cast.botan, by=cast.aki, now=NOON)

    asking.decline(cast.meeting, chapter, cast.botan, "Paged", now=NOON)

    assert (current(chapter), messages("assignment_declined")) == ([], ["Aki"])


def silent(one: Assignment) -> datetime:
    """The moment from which somebody did not answer in time."""
    assert one.answer_until is not None
    return one.answer_until


@pytest.mark.parametrize("by_fairness", [True, False])
def test_silence_asks_the_next(cast: Cast, app: Flask, by_fairness: bool) -> None:
    chapter = chapter_of(cast.meeting)
    first = ask(cast) if by_fairness else suggestions.suggest(cast.meeting, chapter, cast.aki, by=cast.chika, now=NOON)
    db.session.commit()

    worker.run_ticks(app, silent(first))
    db.session.expire_all()

    [(name, state)] = current(chapter)
    assert (first.state, name, state) == (State.GIVEN_BACK, "Botan", State.SUGGESTED)
    assert messages("assignment_suggested") == ["Aki", "Botan"]


def test_before_the_deadline_nothing_happens(cast: Cast) -> None:
    first = ask(cast)

    asking.ask_after_silence(silent(first) - timedelta(seconds=1))

    assert current(chapter_of(cast.meeting)) == [("Aki", State.SUGGESTED)]


def test_silence_is_ended_once(cast: Cast) -> None:
    first = ask(cast)

    for _ in range(2):
        asking.ask_after_silence(silent(first))

    assert current(chapter_of(cast.meeting)) == [("Botan", State.SUGGESTED)]


def test_two_workers_ask_one_person(cast: Cast, app: Flask) -> None:
    first = ask(cast)
    joined(cast, "Emil", "Fumi", "Gen")
    at = silent(first)

    ends = press_at_once(app, cast.meeting, [cast.aki] * 4, lambda _meeting, _user: asking.ask_after_silence(at))

    assert ends == ["done"] * 4
    assert [name for name, _ in current(chapter_of(cast.meeting))] == ["Botan"]
    assert len(messages("assignment_suggested")) == 2
    # Only one of the four found somebody silent.
    ended = db.select(AuditEvent.id).where(AuditEvent.action == "chapter.unanswered")
    assert len(db.session.scalars(ended).all()) == 1


def test_an_organizer_stops_the_asking(cast: Cast) -> None:
    first = ask(cast)

    asking.stop(cast.meeting, chapter_of(cast.meeting), first.id, by=cast.aki, now=NOON)
    asking.ask_after_silence(silent(first))

    assert (first.state, current(chapter_of(cast.meeting))) == (State.GIVEN_BACK, [])


def test_taken_off_the_chapter_nobody_else_is_asked(cast: Cast) -> None:
    first = ask(cast)

    suggestions.take_off(cast.meeting, chapter_of(cast.meeting), first.id, by=cast.aki, now=NOON)
    asking.ask_after_silence(silent(first))

    assert current(chapter_of(cast.meeting)) == []


def test_shortly_before_the_start_nobody_is_asked_by_itself(cast: Cast) -> None:
    late = cast.meeting.starts_at - timedelta(hours=5)
    first = ask(cast, now=late)

    asking.ask_after_silence(silent(first) + timedelta(hours=1))

    assert (current(chapter_of(cast.meeting)), messages("nobody_left")) == ([], ["Aki"])


@pytest.mark.parametrize("end", ["cancel", "postpone"])
def test_a_meeting_without_a_date_asks_nobody(cast: Cast, end: str) -> None:
    first = ask(cast)
    acts: dict[str, Callable[[], None]] = {
        "cancel": lambda: cancelling.cancel(cast.meeting, "Ill", cancelling.Chapters.DROP, by=cast.aki, now=NOON),
        "postpone": lambda: postponing.postpone(cast.meeting, by=cast.aki, now=NOON),
    }
    acts[end]()

    asking.ask_after_silence(silent(first))

    assert messages("assignment_suggested") == ["Aki"]


def test_ask_for_all_spreads_the_chapters(cast: Cast) -> None:
    joined(cast, "Emil", "Fumi")

    outcome = asking.ask_for_all(cast.circle, by=cast.aki, now=NOON)

    assert sorted(one.presenter_name for one in outcome.asked) == ["Aki", "Botan", "Emil", "Fumi"]
    assert outcome.left == []


def test_ask_for_all_leaves_what_is_taken_and_says_where_nobody_can(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    for user in (cast.aki, cast.botan):
        signups.be_absent(cast.meetings[1], user, now=NOON)

    outcome = asking.ask_for_all(cast.circle, by=cast.aki, now=NOON)

    assert len(outcome.asked) == 2
    assert [chapter.title for chapter in outcome.left] == ["Chapter 2"]


def test_one_press_asks_for_so_many_and_says_how_many_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ASKED_AT_ONCE", 3)

    outcome = asking.ask_for_all(cast.circle, by=cast.aki, now=NOON)

    assert (len(outcome.asked), outcome.later) == (3, 1)


def test_nobody_has_two_chapters_of_a_session_while_somebody_else_can(cast: Cast) -> None:
    presented(cast.botan, date(2026, 11, 1))
    presented(cast.botan, date(2026, 11, 8))
    second = chapter_of(cast.meetings[1])
    chapters.move(cast.meetings[1], second, cast.meeting, by=cast.aki, now=NOON)

    outcome = asking.ask_for_all(cast.circle, by=cast.aki, now=NOON)

    first = {one.chapter_id: one.presenter_name for one in outcome.asked}
    assert (first[chapter_of(cast.meeting).id], first[second.id]) == ("Aki", "Botan")


def test_whoever_is_asked_for_a_postponed_session_has_three_days(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)
    later = cast.meeting.ends_at + timedelta(days=1)

    asked = suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=later)

    assert asked.answer_until == later + timedelta(days=3)


def test_silence_about_a_postponed_session_opens_the_chapter_and_asks_nobody_else(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)
    later = cast.meeting.ends_at + timedelta(days=1)
    asked = suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=later)
    db.session.commit()

    asking.ask_after_silence(later + timedelta(days=3))

    assert (asked.state, current(chapter_of(cast.meeting))) == (State.GIVEN_BACK, [])
