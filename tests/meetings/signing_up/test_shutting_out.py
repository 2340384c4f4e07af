"""Whoever loses sight of a circle keeps neither place nor chapter there, and is told nothing of it any more."""

from studyhub.circles import invitations
from studyhub.circles.models import Circle, Visibility
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning.models import CURRENT_STATES
from studyhub.meetings.changing import cancelling, editing
from studyhub.meetings.models import SignupState
from studyhub.meetings.signing_up import seats, shutting_out, signups
from studyhub.people.models import User, UserState
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, details_of, meetings_of, messages, state


def hidden_circle(cast: Cast, *guests: User, capacity: int | None = None) -> Circle:
    """A circle for participants only whose first meeting these people, who are invited, signed up for."""
    circle = cast.new_circle(cast.aki, title="Quiet", visibility=Visibility.PARTICIPANTS, capacity=capacity)
    invitations.invite(circle, [guest.id for guest in guests], by=cast.aki, now=NOON)
    for guest in guests:
        signups.sign_up(meetings_of(circle)[0], guest, now=NOON)
    db.session.commit()
    return circle


def state_of(circle: Circle, user: User) -> SignupState:
    [state] = [one.state for one in meetings_of(circle)[0].signups if one.user_id == user.id]
    return state


def test_a_withdrawn_invitation_takes_the_place_with_it(cast: Cast) -> None:
    circle = hidden_circle(cast, cast.chika)

    cast.browser(cast.aki).post(f"/circles/{circle.slug}/invitations/{cast.chika.id}/delete")

    assert state_of(circle, cast.chika) is SignupState.WITHDRAWN


def test_the_seat_goes_to_the_next(cast: Cast) -> None:
    circle = hidden_circle(cast, cast.chika, cast.botan, capacity=2)
    assert state_of(circle, cast.botan) is SignupState.WAITLISTED

    invitations.withdraw(circle, cast.chika.id, by=cast.aki, now=NOON)
    shutting_out.shut_out(circle, by=cast.aki, now=NOON)

    assert state_of(circle, cast.botan) is SignupState.CONFIRMED


def test_chapters_are_open_again(cast: Cast) -> None:
    circle = hidden_circle(cast, cast.chika)
    meeting = meetings_of(circle)[0]
    taken = assignments.claim(meeting, chapter_of(meeting), cast.chika, now=NOON)

    invitations.withdraw(circle, cast.chika.id, by=cast.aki, now=NOON)
    shutting_out.shut_out(circle, by=cast.aki, now=NOON)

    assert taken.state not in CURRENT_STATES


def test_chapters_without_a_seat_are_open_again_too(cast: Cast) -> None:
    circle = hidden_circle(cast, cast.chika)
    meeting = meetings_of(circle)[1]
    taken = assignments.claim(meeting, chapter_of(meeting), cast.chika, now=NOON)
    signups.withdraw(meetings_of(circle)[0], cast.chika, now=NOON)

    invitations.withdraw(circle, cast.chika.id, by=cast.aki, now=NOON)
    shutting_out.shut_out(circle, by=cast.aki, now=NOON)

    assert taken.state not in CURRENT_STATES


def test_a_circle_shown_to_fewer_takes_places_from_whoever_is_outside(cast: Cast) -> None:
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    cast.circle.visibility = Visibility.PARTICIPANTS

    lost = shutting_out.shut_out(cast.circle, by=cast.aki, now=NOON)

    assert lost == [cast.chika]
    assert state_of(cast.circle, cast.botan) is SignupState.CONFIRMED


def test_who_is_no_member_loses_what_is_shown_inside_only(cast: Cast) -> None:
    cast.circle.visibility = Visibility.PUBLIC
    cast.chika.state = UserState.PENDING
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    assert shutting_out.shut_out(cast.circle, by=cast.aki, now=NOON) == []

    cast.circle.visibility = Visibility.INSIDE

    assert shutting_out.shut_out(cast.circle, by=cast.aki, now=NOON) == [cast.chika]


def test_a_seat_tells_whoever_is_no_member_neither_place_nor_link(cast: Cast) -> None:
    cast.circle.visibility = Visibility.PUBLIC
    cast.chika.state = UserState.PENDING
    cast.meeting.capacity, cast.meeting.place, cast.meeting.online_url = 2, "Room 7", "https://meet.example/7"
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    signups.withdraw(cast.meeting, cast.botan, now=NOON)
    seats.promote([cast.meeting], by=cast.aki, now=NOON)

    editing.update_meeting(cast.meeting, details_of(cast.meeting, place="Room 8"), by=cast.aki, now=NOON)
    told = list(db.session.scalars(db.select(OutboxMessage).where(OutboxMessage.recipient_id == cast.chika.id)))

    assert {one.kind for one in told} == {"promoted", "meeting_changed"}
    assert all("Room" not in str(one.payload) and "meet.example" not in str(one.payload) for one in told)


def test_nobody_who_is_shut_out_too_is_seated_in_anothers_place(cast: Cast) -> None:
    circle = hidden_circle(cast, cast.chika, cast.editor, capacity=2)
    for guest in (cast.chika, cast.editor):
        invitations.withdraw(circle, guest.id, by=cast.aki, now=NOON)

    shutting_out.shut_out(circle, by=cast.aki, now=NOON)

    assert state_of(circle, cast.editor) is SignupState.WITHDRAWN
    assert messages("promoted") == []


def test_undoing_a_cancellation_gives_no_place_to_who_cannot_see_the_circle_any_more(cast: Cast) -> None:
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    cancelling.cancel(cast.meeting, "Ill", cancelling.Chapters.SLIDE, by=cast.aki, now=NOON)
    cast.circle.visibility = Visibility.PARTICIPANTS

    cancelling.restore(cast.meeting, by=cast.aki, now=NOON)

    assert (state(cast.meeting, cast.chika), state(cast.meeting, cast.botan)) == (None, SignupState.CONFIRMED)
    assert "Chika" not in messages("meeting_restored")
