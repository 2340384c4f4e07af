"""Who presents which chapter."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from studyhub import zones
from studyhub.circles import queries as circles
from studyhub.circles.models import CircleState, Format, ParticipationRole
from studyhub.db import db
from studyhub.meetings import rules
from studyhub.meetings.assigning import asking, assignments, suggestions
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import ASSIGNMENT_TRANSITIONS, Assignment, AssignmentState
from studyhub.meetings.rules import ChapterAction
from studyhub.meetings.signing_up import joining
from studyhub.meetings.spines import Progress, small_spines
from studyhub.people.models import ImpossibleMove, User
from tests.cast import NOON, Cast
from tests.meetings.pages import english
from tests.meetings.scenes import chapter_of, claim, held, messages, suggest

State = AssignmentState


def actions(cast: Cast, user: User) -> list[ChapterAction]:
    presenters = chapter_queries.presenters(cast.meeting)
    return rules.chapter_actions(presenters, user, circles.participation(cast.circle, user), NOON)


def test_claim_takes_an_open_chapter_and_tells_the_organizer(cast: Cast) -> None:
    taken = claim(cast, cast.botan)

    assert (taken.state, messages("assignment_taken")) == (State.ACCEPTED, ["Aki"])


def test_claim_twice_is_one_assignment(cast: Cast) -> None:
    claim(cast, cast.botan)

    claim(cast, cast.botan)

    assert len(held(chapter_of(cast.meeting))) == 1


def test_claim_of_a_taken_chapter_is_refused(cast: Cast) -> None:
    claim(cast, cast.botan)

    with pytest.raises(assignments.ChapterTaken):
        claim(cast, cast.aki)


def test_a_listener_claims_nothing(cast: Cast) -> None:
    joining.join(cast.circle, cast.botan, now=NOON, role=ParticipationRole.LISTENER)

    with pytest.raises(assignments.ListenerNeverAsked):
        claim(cast, cast.botan)


def test_a_listener_is_never_asked(cast: Cast) -> None:
    joining.join(cast.circle, cast.botan, now=NOON, role=ParticipationRole.LISTENER)

    asked = list(db.session.scalars(chapter_queries.can_be_asked(cast.meeting)))

    assert [user.name for user in asked] == ["Aki"]
    with pytest.raises(assignments.ListenerNeverAsked):
        suggest(cast, cast.botan)


@pytest.mark.parametrize("way", [Format.DISCUSSED, Format.READ_TOGETHER])
def test_a_meeting_without_presenting_assigns_nobody(cast: Cast, way: Format) -> None:
    cast.meeting.format = way

    with pytest.raises(assignments.AssignmentClosed):
        claim(cast, cast.botan)


def test_a_suggestion_is_accepted(cast: Cast) -> None:
    asked = suggest(cast, cast.botan)
    assert (asked.state, messages("assignment_suggested")) == (State.SUGGESTED, ["Botan"])

    assignments.accept(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    assert (asked.state, messages("assignment_taken")) == (State.ACCEPTED, ["Aki"])


def test_a_suggestion_is_declined_with_a_reason(cast: Cast) -> None:
    asked = suggest(cast, cast.botan)

    asking.decline(cast.meeting, chapter_of(cast.meeting), cast.botan, "On leave", now=NOON)

    assert (asked.state, asked.reason, held(chapter_of(cast.meeting))) == (State.DECLINED, "On leave", [])


def test_already_agreed_needs_no_answer(cast: Cast) -> None:
    asked = suggest(cast, cast.botan, is_agreed=True)

    assert (asked.state, messages("assignment_suggested")) == (State.ACCEPTED, [])


def test_a_suggestion_waits_for_half_of_the_time_left(cast: Cast) -> None:
    starts_at = cast.meeting.starts_at

    asked = suggestions.suggest(
        cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=starts_at - timedelta(hours=14)
    )

    assert asked.answer_until == starts_at - timedelta(hours=7)


@pytest.mark.parametrize(
    ("before", "until"),
    [
        (timedelta(hours=4, minutes=46), "16:30"),
        (timedelta(hours=1, minutes=46), "18:05"),
        (timedelta(minutes=46), "18:37"),
        (timedelta(0), "19:00"),
    ],
)
def test_an_answer_is_waited_for_until_a_whole_time_never_later(cast: Cast, before: timedelta, until: str) -> None:
    now = cast.meeting.starts_at - before

    found = rules.answer_until(cast.meeting, now)

    assert f"{zones.in_zone(found, 'Asia/Tokyo'):%H:%M}" == until
    assert now <= found <= now + before / 2


@pytest.mark.parametrize(
    ("before", "until"),
    [
        # The night follows a day on which there was time to answer.
        (timedelta(hours=30, minutes=46), "12-01 22:00"),
        (timedelta(hours=30), "12-01 22:00"),
        # In the evening the morning is the earliest in which it is of use.
        (timedelta(hours=22), "12-02 09:00"),
        (timedelta(hours=21), "12-02 09:00"),
        (timedelta(hours=19), "12-02 09:00"),
    ],
)
def test_nobody_has_to_answer_at_night(cast: Cast, before: timedelta, until: str) -> None:
    found = rules.answer_until(cast.meeting, cast.meeting.starts_at - before)

    assert f"{zones.in_zone(found, 'Asia/Tokyo'):%m-%d %H:%M}" == until


def test_where_the_morning_is_too_late_to_ask_another_one_answers_at_night(cast: Cast) -> None:
    starts_at = cast.meeting.starts_at.replace(hour=1)  # 10:00 in Tokyo
    cast.meeting.starts_at = starts_at

    found = rules.answer_until(cast.meeting, starts_at - timedelta(hours=12))

    assert f"{zones.in_zone(found, 'Asia/Tokyo'):%H:%M}" == "04:00"


def test_where_the_circle_pauses_no_presenter_is_looked_for_but_on_the_page_of_the_session(cast: Cast) -> None:
    cast.circle.move_to(CircleState.PAUSED)
    browser = english(cast, cast.botan)

    session, circle = (browser.get(page).text for page in (f"/meetings/{cast.meeting.id}/", "/circles/sre/"))
    card = english(cast, cast.chika).get("/circles/").text

    assert "Take this chapter" in session
    assert [word for word in ("I take it", "resenter wanted", "resenters wanted") if word in circle + card] == []
    assert "The circle pauses, and no presenter is looked for." in circle
    assert "All chapters have their presenters." not in circle
    assert all(state is not Progress.OPEN for state in small_spines([cast.circle.id], now=NOON)[cast.circle.id].states)


def test_a_suggestion_waits_three_days_at_most(cast: Cast) -> None:
    chapter = chapter_of(cast.meetings[3])

    asked = suggestions.suggest(cast.meetings[3], chapter, cast.botan, by=cast.aki, now=NOON)

    assert asked.answer_until == NOON + timedelta(days=3)


def test_silence_opens_the_chapter_to_others(cast: Cast) -> None:
    asked = suggest(cast, cast.botan)
    assert asked.answer_until is not None

    taken = assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.aki, now=asked.answer_until)

    assert (taken.state, asked.state) == (State.ACCEPTED, State.GIVEN_BACK)


def test_ready_twice_is_harmless(cast: Cast) -> None:
    claim(cast, cast.botan)

    for _ in range(2):
        mine = assignments.be_ready(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    assert mine.state is State.READY


def test_give_back_opens_the_chapter(cast: Cast) -> None:
    claim(cast, cast.botan)

    assignments.give_back(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    assert held(chapter_of(cast.meeting)) == []


def test_what_is_not_mine_is_not_mine_to_give_back(cast: Cast) -> None:
    claim(cast, cast.botan)

    with pytest.raises(assignments.NoAssignment):
        assignments.give_back(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)


@pytest.mark.parametrize(
    ("move", "mine", "others"),
    [
        (None, [ChapterAction.CLAIM], [ChapterAction.CLAIM]),
        ("suggest", [ChapterAction.ACCEPT, ChapterAction.DECLINE], []),
        ("claim", [ChapterAction.READY, ChapterAction.WANT_COVER, ChapterAction.GIVE_BACK], [ChapterAction.PAIR]),
        ("ready", [ChapterAction.NOT_READY, ChapterAction.WANT_COVER, ChapterAction.GIVE_BACK], [ChapterAction.PAIR]),
        ("want_cover", [ChapterAction.KEEP, ChapterAction.GIVE_BACK], [ChapterAction.COVER]),
    ],
)
def test_only_what_the_state_allows_is_offered(
    cast: Cast, move: str | None, mine: list[ChapterAction], others: list[ChapterAction]
) -> None:
    chapter = chapter_of(cast.meeting)
    if move == "suggest":
        suggest(cast, cast.botan)
    elif move is not None:
        claim(cast, cast.botan)
    if move == "ready":
        assignments.be_ready(cast.meeting, chapter, cast.botan, now=NOON)
    if move == "want_cover":
        assignments.want_cover(cast.meeting, chapter, cast.botan, now=NOON)

    assert (actions(cast, cast.botan), actions(cast, cast.chika)) == (mine, others)


def test_the_database_refuses_one_person_twice_on_a_chapter(cast: Cast) -> None:
    claim(cast, cast.botan)
    again = Assignment(chapter_id=chapter_of(cast.meeting).id, user_id=cast.botan.id, state=State.ACCEPTED)
    again.created_at = again.changed_at = NOON
    db.session.add(again)

    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.parametrize("guest_name", [None, "Guest"])
def test_the_database_wants_a_person_or_a_guest(cast: Cast, guest_name: str | None) -> None:
    user_id = cast.botan.id if guest_name else None
    both = Assignment(chapter_id=chapter_of(cast.meeting).id, user_id=user_id, guest_name=guest_name)
    both.created_at = both.changed_at = NOON
    db.session.add(both)

    with pytest.raises(IntegrityError):
        db.session.flush()


OVER = {"given_back", "carried_over", "skipped"}
MAY_FOLLOW = {
    State.SUGGESTED: {"accepted", "declined", *OVER},
    State.ACCEPTED: {"ready", "presented", "cover_wanted", *OVER},
    State.READY: {"accepted", "presented", "cover_wanted", *OVER},
    State.COVER_WANTED: {"accepted", "covered", *OVER},
    State.PRESENTED: {"accepted"},
    State.GIVEN_BACK: {"suggested", "accepted", "ready", "cover_wanted"},
    State.DECLINED: {"suggested"},
    State.SKIPPED: {"suggested", "accepted", "ready", "cover_wanted", "given_back"},
}


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("later", State)
def test_an_assignment_moves_only_where_it_may(before: State, later: State) -> None:
    assert ASSIGNMENT_TRANSITIONS.get(before, set()) == MAY_FOLLOW.get(before, set())
    assignment = Assignment(state=before)

    if later in MAY_FOLLOW.get(before, set()):
        assignment.move_to(later, now=NOON)
        assert assignment.state is later
    else:
        with pytest.raises(ImpossibleMove):
            assignment.move_to(later, now=NOON)
