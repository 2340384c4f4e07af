"""Absent this time says all it does before and after; whoever comes after all has again what nobody took."""

from collections.abc import Sequence
from datetime import timedelta

from studyhub.meetings import queries
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning.models import AssignmentState as State
from studyhub.meetings.models import Meeting, SignupState
from studyhub.meetings.signing_up import joining, signups
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.pages import english, followed, page
from tests.meetings.scenes import chapter_of, claim, go_to, held, state


def full_with(cast: Cast, waiting: Sequence[User] = ()) -> Meeting:
    """The first meeting: Aki and Botan have its two seats, Botan presents, these people wait."""
    cast.meeting.capacity = 2
    claim(cast, cast.botan)
    for user in waiting:
        signups.sign_up(cast.meeting, user, now=NOON)
    return cast.meeting


def test_the_page_says_everything_it_does_first(cast: Cast) -> None:
    text = page(cast, cast.botan, full_with(cast, [cast.chika]), "absence")

    assert "Your seat goes to the first on the waitlist" in text
    assert "Cover is asked for your chapter <b>Chapter 1</b> Chapter 1. Until somebody takes it over" in text
    assert "Those who could take it are asked" in text
    assert "The organisers are told (Aki)" in text
    assert "seen by the organisers alone" in text


def test_shortly_before_nobody_but_the_organisers_is_asked(cast: Cast) -> None:
    meeting = full_with(cast)
    go_to(meeting.starts_at - timedelta(hours=2))

    text = page(cast, cast.botan, meeting, "absence")

    assert "Those who could take it are asked" not in text
    assert "The organisers are told (Aki)" in text


def test_nothing_is_said_of_what_does_not_happen(cast: Cast) -> None:
    text = page(cast, cast.botan, cast.meeting, "absence")

    assert "You are no longer signed up for this session." in text
    assert [word for word in ("Cover", "seat becomes free", "waitlist") if word in text] == []


def test_a_seat_becomes_free_where_seats_are_counted(cast: Cast) -> None:
    assert "Your seat becomes free." in page(cast, cast.botan, full_with(cast), "absence")


def test_afterwards_it_says_all_it_did_with_the_way_back(cast: Cast) -> None:
    meeting = full_with(cast, [cast.chika])

    text = followed(english(cast, cast.botan), f"/meetings/{meeting.id}/absence")

    assert (
        "Only the organisers see it. Your seat has gone to the next in line. Cover is asked for: “Chapter 1”." in text
    )
    assert "I come after all" in text


def test_who_comes_after_all_presents_again_and_reads_so(cast: Cast) -> None:
    [mine] = [claim(cast, cast.botan)]
    signups.be_absent(cast.meeting, cast.botan, now=NOON)

    text = followed(english(cast, cast.botan), f"/meetings/{cast.meeting.id}/signup")

    assert (state(cast.meeting, cast.botan), mine.state) == (SignupState.CONFIRMED, State.ACCEPTED)
    assert "nobody is asked for cover any more: “Chapter 1”" in text


def test_what_somebody_has_taken_meanwhile_stays_theirs_and_is_said(cast: Cast) -> None:
    meeting = full_with(cast, [cast.chika])
    signups.be_absent(meeting, cast.botan, now=NOON)
    assignments.claim(meeting, chapter_of(meeting), cast.aki, now=NOON)

    text = followed(english(cast, cast.botan), f"/meetings/{meeting.id}/signup")

    [presenter] = held(chapter_of(meeting))
    assert (state(meeting, cast.botan), presenter.user_id) == (SignupState.WAITLISTED, cast.aki.id)
    assert "Your seat has gone to somebody else meanwhile" in text
    assert "Aki has taken over “Chapter 1”, and keeps it." in text


def test_a_wish_for_cover_without_an_absence_stays(cast: Cast) -> None:
    mine = claim(cast, cast.botan)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    signups.sign_up(cast.meeting, cast.botan, now=NOON)

    assert mine.state is State.COVER_WANTED


def test_whom_an_organizer_signs_up_is_not_made_to_present(cast: Cast) -> None:
    mine = claim(cast, cast.botan)
    signups.be_absent(cast.meeting, cast.botan, now=NOON)

    signups.sign_up(cast.meeting, cast.botan, by=cast.aki, now=NOON)

    assert (queries.attendance_of(cast.meeting, cast.botan), mine.state) == (None, State.COVER_WANTED)


def test_joining_the_circle_ends_absences_too(cast: Cast) -> None:
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.chika, now=NOON)
    signups.be_absent(cast.meeting, cast.chika, now=NOON)

    joining.join(cast.circle, cast.chika, now=NOON)

    assert [one.state for one in held(chapter_of(cast.meeting))] == [State.ACCEPTED]
