"""What takes something from somebody can be undone for a minute, and only then is that person told."""

from datetime import timedelta

import pytest

from studyhub.audit.models import AuditEvent
from studyhub.circles import queries as circles
from studyhub.circles.models import ParticipationRole
from studyhub.db import db
from studyhub.delivery.models import Channel, DeliveryState, OutboxMessage
from studyhub.meetings import takings
from studyhub.meetings.assigning import asking, assignments, giving_again, reading_together, suggestions, swapping
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.assigning.models import AssignmentState as State
from studyhub.meetings.models import Meeting, SignupState
from studyhub.meetings.signing_up import joining, removing, signups, taking_out
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.people.models import SIGNS_IN, User, UserState
from tests.cast import NOON, Cast
from tests.meetings.pages import english, followed
from tests.meetings.scenes import (
    change,
    chapter_of,
    claim,
    held,
    is_read_together,
    small_meeting,
    state,
    statements,
    suggest,
)

SOON = NOON + timedelta(seconds=30)
MINUTE = NOON + timedelta(minutes=1)


def told(kind: str) -> list[tuple[str, int, DeliveryState]]:
    """Who is told this by mail, in how many seconds, and what became of it."""
    rows = db.select(User.name, OutboxMessage.due_at, OutboxMessage.state).join(OutboxMessage.recipient)
    mails = rows.where(OutboxMessage.kind == kind, OutboxMessage.channel == Channel.MAIL).order_by(User.name)
    return [(name, int((due - NOON).total_seconds()), so_far) for name, due, so_far in db.session.execute(mails)]


def remove(cast: Cast, meeting: Meeting, user: User) -> AuditEvent:
    event = removing.remove(meeting, user, by=cast.aki, now=NOON)
    assert event is not None
    return event


def full_meeting(cast: Cast) -> Meeting:
    """Chika and Botan have its two seats, Aki and then Emi wait."""
    meeting = small_meeting(cast, capacity=2)
    for seconds, user in enumerate((cast.botan, cast.aki, cast.editor)):
        signups.sign_up(meeting, user, now=NOON - timedelta(hours=1) + timedelta(seconds=seconds))
    return meeting


def waiting(meeting: Meeting) -> list[str]:
    return [one.user.name for one in signup_queries.waiting([meeting.id])]


def test_whoever_is_taken_off_is_told_when_the_minute_is_over(cast: Cast) -> None:
    remove(cast, cast.meeting, cast.botan)

    assert told("signup_removed") == [("Botan", 60, DeliveryState.WAITING)]


def test_undone_they_have_their_seat_and_time_of_joining_and_are_told_nothing(cast: Cast) -> None:
    before = signup_queries.active_signup(cast.meeting, cast.botan)
    assert before is not None
    event, joined_at = remove(cast, cast.meeting, cast.botan), before.joined_at

    removing.undo(event, by=cast.aki, now=SOON)

    assert (before.state, before.joined_at) == (SignupState.CONFIRMED, joined_at)
    assert told("signup_removed") == [("Botan", 60, DeliveryState.DROPPED)]


def test_undone_whoever_waited_stands_where_they_stood(cast: Cast) -> None:
    meeting = full_meeting(cast)
    event = remove(cast, meeting, cast.aki)

    removing.undo(event, by=cast.chika, now=SOON)

    assert waiting(meeting) == ["Aki", "Emi"]


def test_a_seat_that_somebody_else_got_stays_theirs_and_who_had_it_waits_in_front(cast: Cast) -> None:
    meeting = full_meeting(cast)
    event = remove(cast, meeting, cast.botan)
    assert state(meeting, cast.aki) is SignupState.CONFIRMED

    back = removing.undo(event, by=cast.chika, now=SOON)

    assert (waiting(meeting), state(meeting, cast.aki)) == (["Botan", "Emi"], SignupState.CONFIRMED)
    assert back.waits == 1


def test_whoever_signed_up_again_meanwhile_has_one_place(cast: Cast) -> None:
    meeting = full_meeting(cast)
    event = remove(cast, meeting, cast.aki)
    signups.sign_up(meeting, cast.aki, now=SOON)

    removing.undo(event, by=cast.chika, now=SOON)

    assert waiting(meeting) == ["Aki", "Emi"]


def test_where_nobody_new_is_taken_the_seat_comes_back(cast: Cast) -> None:
    change(cast, cast.meeting, capacity=1, keep_all=True)
    event = remove(cast, cast.meeting, cast.botan)

    removing.undo(event, by=cast.aki, now=SOON)

    assert state(cast.meeting, cast.botan) is SignupState.CONFIRMED


def test_after_a_minute_and_twice_nothing_is_undone(cast: Cast) -> None:
    late, twice = remove(cast, cast.meetings[0], cast.botan), remove(cast, cast.meetings[1], cast.botan)
    removing.undo(twice, by=cast.aki, now=SOON)

    for event, now in ((late, MINUTE), (twice, SOON)):
        with pytest.raises(takings.TooLateToUndo):
            removing.undo(event, by=cast.aki, now=now)


def test_whoever_left_the_circle_meanwhile_stays_away(cast: Cast) -> None:
    event = remove(cast, cast.meeting, cast.botan)
    joining.leave(cast.circle, cast.botan, now=SOON)

    removing.undo(event, by=cast.aki, now=SOON)

    assert state(cast.meeting, cast.botan) is None


def test_whoever_is_taken_in_again_has_everything_they_had(cast: Cast) -> None:
    before = circles.participation(cast.circle, cast.botan)
    ready, asked = claim(cast, cast.botan), chapter_of(cast.meetings[1])
    assignments.be_ready(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    suggestions.suggest(cast.meetings[1], asked, cast.botan, by=cast.aki, now=NOON)
    event = taking_out.take_out(cast.circle, cast.botan, by=cast.aki, now=NOON)
    assert event is not None
    assert told("circle_taken_out") == [("Botan", 60, DeliveryState.WAITING)]

    taking_out.undo(event, by=cast.aki, now=SOON)

    assert circles.participation(cast.circle, cast.botan) is before
    assert [state(meeting, cast.botan) for meeting in cast.meetings] == [SignupState.CONFIRMED] * 4
    assert (ready.state, [one.state for one in held(asked)]) == (State.READY, [State.SUGGESTED])
    assert told("circle_taken_out") == [("Botan", 60, DeliveryState.DROPPED)]


def listener_taken_out(cast: Cast) -> AuditEvent:
    joining.join(cast.circle, cast.botan, role=ParticipationRole.LISTENER, now=NOON)
    event = taking_out.take_out(cast.circle, cast.botan, by=cast.aki, now=NOON)
    assert event is not None
    return event


@pytest.mark.parametrize("is_asked", [True, False], ids=["asked", "claimed"])
def test_who_listened_and_got_a_chapter_meanwhile_keeps_it_and_takes_part(cast: Cast, is_asked: bool) -> None:
    event, chapter = listener_taken_out(cast), chapter_of(cast.meeting)
    signups.sign_up(cast.meeting, cast.botan, now=NOON)
    if is_asked:
        suggestions.suggest(cast.meeting, chapter, cast.botan, by=cast.aki, now=NOON)
    else:
        claim(cast, cast.botan)

    taking_out.undo(event, by=cast.aki, now=SOON)

    assert [one.presenter_name for one in held(chapter)] == ["Botan"]
    mine = circles.participation(cast.circle, cast.botan)
    assert mine is not None
    assert mine.role is ParticipationRole.PARTICIPANT


def test_who_listened_and_got_no_chapter_listens_again(cast: Cast) -> None:
    event = listener_taken_out(cast)

    taking_out.undo(event, by=cast.aki, now=SOON)

    mine = circles.participation(cast.circle, cast.botan)
    assert mine is not None
    assert mine.role is ParticipationRole.LISTENER


@pytest.mark.parametrize("role", ParticipationRole)
def test_whoever_joins_again_meanwhile_takes_the_part_they_chose_then(cast: Cast, role: ParticipationRole) -> None:
    other = next(one for one in ParticipationRole if one is not role)
    joining.join(cast.circle, cast.botan, role=other, now=NOON)
    event = taking_out.take_out(cast.circle, cast.botan, by=cast.aki, now=NOON)
    assert event is not None
    joining.join(cast.circle, cast.botan, role=role, now=SOON)

    taking_out.undo(event, by=cast.aki, now=SOON)

    mine = circles.participation(cast.circle, cast.botan)
    assert mine is not None
    assert mine.role is role


def test_whoever_joins_again_to_listen_has_no_chapter_back(cast: Cast) -> None:
    claim(cast, cast.botan)
    event = taking_out.take_out(cast.circle, cast.botan, by=cast.aki, now=NOON)
    assert event is not None
    joining.join(cast.circle, cast.botan, role=ParticipationRole.LISTENER, now=SOON)

    taking_out.undo(event, by=cast.aki, now=SOON)

    assert held(chapter_of(cast.meeting)) == []


@pytest.mark.parametrize("became", sorted(set(UserState) - set(SIGNS_IN)))
def test_whose_account_ended_or_rests_meanwhile_stays_out(cast: Cast, became: UserState) -> None:
    event = taking_out.take_out(cast.circle, cast.botan, by=cast.aki, now=NOON)
    assert event is not None
    cast.botan.state = became

    taking_out.undo(event, by=cast.aki, now=SOON)

    assert circles.participation(cast.circle, cast.botan) is None
    assert [state(meeting, cast.botan) for meeting in cast.meetings] == [None] * 4


def test_a_chapter_that_somebody_took_meanwhile_stays_theirs(cast: Cast) -> None:
    claim(cast, cast.botan)
    event = taking_out.take_out(cast.circle, cast.botan, by=cast.aki, now=NOON)
    assert event is not None
    claim(cast, cast.aki)

    back = taking_out.undo(event, by=cast.aki, now=SOON)

    assert [one.presenter_name for one in held(chapter_of(cast.meeting))] == ["Aki"]
    assert back.gone == [("Chapter 1", ["Aki"])]


def test_a_chapter_that_is_read_together_meanwhile_stays_so(cast: Cast) -> None:
    mine = claim(cast, cast.botan)
    event = suggestions.take_off(cast.meeting, chapter_of(cast.meeting), mine.id, by=cast.aki, now=NOON)
    reading_together.read_together(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=NOON)

    suggestions.undo_taking_off(event, by=cast.aki, now=SOON)

    assert held(chapter_of(cast.meeting)) == []
    assert is_read_together(cast.meeting) == [True]


def test_a_chapter_taken_from_one_of_two_goes_back_to_them(cast: Cast) -> None:
    mine = claim(cast, cast.botan)
    assignments.pair(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)
    event = suggestions.take_off(cast.meeting, chapter_of(cast.meeting), mine.id, by=cast.aki, now=NOON)
    assert told("chapter_taken_off") == [("Botan", 60, DeliveryState.WAITING)]

    suggestions.undo_taking_off(event, by=cast.aki, now=SOON)

    assert (mine.state, told("chapter_taken_off")[0][2]) == (State.ACCEPTED, DeliveryState.DROPPED)


def swapped(cast: Cast) -> AuditEvent:
    """Aki's first and Botan's second chapter have changed hands."""
    places = [(meeting, chapter_of(meeting)) for meeting in cast.meetings[:2]]
    for (meeting, chapter), user in zip(places, (cast.aki, cast.botan), strict=True):
        assignments.claim(meeting, chapter, user, now=NOON)
    return swapping.swap(places[0], places[1], by=cast.chika, now=NOON)


def test_a_swap_is_undone_before_anybody_is_told(cast: Cast) -> None:
    event = swapped(cast)
    assert [line[:2] for line in told("chapter_swapped")] == [("Aki", 60), ("Botan", 60)]

    swapping.undo(event, by=cast.chika, now=SOON)

    rows = [held(chapter_of(meeting))[0] for meeting in cast.meetings[:2]]
    assert [(one.presenter_name, one.meeting_id) for one in rows] == [
        ("Aki", cast.meetings[0].id),
        ("Botan", cast.meetings[1].id),
    ]
    assert {line[2] for line in told("chapter_swapped")} == {DeliveryState.DROPPED}


def test_a_swap_that_somebody_changed_since_stays(cast: Cast) -> None:
    event = swapped(cast)
    assignments.give_back(cast.meetings[1], chapter_of(cast.meetings[1]), cast.aki, now=SOON)

    with pytest.raises(takings.TooLateToUndo):
        swapping.undo(event, by=cast.chika, now=SOON)


def test_the_page_offers_the_way_back_and_says_what_came_of_it(cast: Cast) -> None:
    cast.meeting.capacity = 2
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    browser = english(cast, cast.aki)

    text = followed(browser, f"/meetings/{cast.meeting.id}/people/{cast.botan.id}/delete")
    event = db.session.scalars(db.select(AuditEvent).filter_by(action=removing.ACTION)).one()
    after = followed(browser, f"/takings/{event.id}/delete")

    assert f'action="/takings/{event.id}/delete"' in text
    assert "Somebody else has got the seat meanwhile" in after
    assert waiting(cast.meeting) == ["Botan"]


def asked_before_dan(cast: Cast) -> Assignment:
    """Botan, asked for the first chapter; others could be asked after him."""
    joining.join(cast.circle, cast.person("Dan"), now=NOON)
    return suggest(cast, cast.botan)


def take_out_asked(cast: Cast, asked: Assignment) -> AuditEvent:
    assert asked.user is not None
    event = taking_out.take_out(cast.circle, asked.user, by=cast.aki, now=NOON)
    assert event is not None
    return event


def test_who_comes_next_is_asked_when_the_minute_is_over(cast: Cast) -> None:
    asked = asked_before_dan(cast)
    take_out_asked(cast, asked)

    asking.ask_after_silence(SOON)
    assert [one.id for one in held(chapter_of(cast.meeting))] == [asked.id]

    asking.ask_after_silence(MINUTE)
    [following] = held(chapter_of(cast.meeting))
    assert (asked.state, following.state, following.user_id != asked.user_id) == (
        State.GIVEN_BACK,
        State.SUGGESTED,
        True,
    )


def test_undone_they_are_asked_as_before_and_nobody_else_is(cast: Cast) -> None:
    asked = asked_before_dan(cast)
    until = asked.answer_until

    taking_out.undo(take_out_asked(cast, asked), by=cast.aki, now=SOON)
    asking.ask_after_silence(MINUTE)

    assert [(one.id, one.state, one.answer_until) for one in held(chapter_of(cast.meeting))] == [
        (asked.id, State.SUGGESTED, until)
    ]


def test_the_organizer_who_takes_somebody_out_is_not_told_what_that_opens(cast: Cast) -> None:
    joining.join(cast.circle, cast.chika, now=NOON, as_organizer=True)
    claim(cast, cast.botan)

    taking_out.take_out(cast.circle, cast.botan, by=cast.aki, now=NOON)

    assert told("assignment_given_back") == [("Chika", 60, DeliveryState.WAITING)]


@pytest.mark.parametrize("chapters", [1, 4])
def test_taking_out_and_back_asks_as_often_for_many_chapters(cast: Cast, chapters: int) -> None:
    for meeting in cast.meetings[:chapters]:
        assignments.claim(meeting, chapter_of(meeting), cast.botan, now=NOON)
    db.session.commit()

    with statements() as before:
        kept = giving_again.state_of(cast.circle, cast.botan, now=NOON)
    event = taking_out.take_out(cast.circle, cast.botan, by=cast.aki, now=NOON)
    assert event is not None
    db.session.commit()
    with statements() as after:
        giving_again.give_again(event, now=SOON)

    reads = [one for one in (*before, *after) if one.startswith("SELECT") and "FROM assignment" in one]
    assert (len(kept), len(reads)) == (chapters, 4)
