"""Asking people one after the other: the next one after a no or silence."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.delivery import worker
from studyhub.meetings.assigning import asking, assignments, chapters, suggestions
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.changing import cancelling, postponing
from studyhub.meetings.signing_up import signups
from tests.cast import NOON, Cast
from tests.meetings.assigning.asking.asked import joined, presented
from tests.meetings.scenes import chapter_of, held, messages, press_at_once

State = AssignmentState


def ask(cast: Cast, *, now: datetime = NOON) -> Assignment:
    return asking.ask_first(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=now)


def current(chapter: Chapter) -> list[tuple[str, State]]:
    return [(one.presenter_name, one.state) for one in held(chapter)]


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

    assert later.minute == 30
    assert asked.answer_until == later + timedelta(days=3) - timedelta(minutes=30)


def test_silence_about_a_postponed_session_opens_the_chapter_and_asks_nobody_else(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)
    later = cast.meeting.ends_at + timedelta(days=1)
    asked = suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=later)
    db.session.commit()

    asking.ask_after_silence(later + timedelta(days=3))

    assert (asked.state, current(chapter_of(cast.meeting))) == (State.GIVEN_BACK, [])
