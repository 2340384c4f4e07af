"""Cover, pairs and guests: a chapter that is not one person's alone."""

from datetime import timedelta

import pytest

from studyhub.meetings.assigning import assignments, suggestions
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.signing_up import signups
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, claim, held, messages, suggest

State = AssignmentState


def test_cover_stays_mine_until_somebody_takes_it_over(cast: Cast) -> None:
    mine = claim(cast, cast.botan)
    chapter = chapter_of(cast.meeting)

    assignments.want_cover(cast.meeting, chapter, cast.botan, "Paged", now=NOON)
    assert (mine.state, messages("cover_wanted")) == (State.COVER_WANTED, ["Aki"])
    taken = assignments.claim(cast.meeting, chapter, cast.chika, now=NOON)

    assert (mine.state, taken.state) == (State.COVERED, State.ACCEPTED)
    assert messages("assignment_taken") == ["Aki", "Aki", "Botan"]


def wanting_cover(cast: Cast) -> Assignment:
    claim(cast, cast.botan)
    return assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)


def test_who_accepts_frees_whoever_wants_cover(cast: Cast) -> None:
    wanting = wanting_cover(cast)
    suggest(cast, cast.chika)

    accepted = assignments.accept(cast.meeting, chapter_of(cast.meeting), cast.chika, now=NOON)

    assert (wanting.state, held(chapter_of(cast.meeting))) == (State.COVERED, [accepted])
    assert messages("assignment_taken") == ["Aki", "Aki", "Botan"]


@pytest.mark.parametrize("is_asked_before", [True, False])
def test_already_agreed_frees_whoever_wants_cover(cast: Cast, is_asked_before: bool) -> None:
    wanting = wanting_cover(cast)
    if is_asked_before:
        suggest(cast, cast.chika)

    agreed = suggest(cast, cast.chika, is_agreed=True)

    assert (wanting.state, held(chapter_of(cast.meeting))) == (State.COVERED, [agreed])
    assert "Botan" in messages("assignment_taken")


def test_a_guest_frees_whoever_wants_cover(cast: Cast) -> None:
    wanting = wanting_cover(cast)

    guest = suggestions.name_guest(cast.meeting, chapter_of(cast.meeting), "Dr Guest", by=cast.aki, now=NOON)

    assert (wanting.state, held(chapter_of(cast.meeting))) == (State.COVERED, [guest])
    assert messages("assignment_taken") == ["Aki", "Botan"]


def test_keep_takes_the_wish_for_cover_back(cast: Cast) -> None:
    mine = claim(cast, cast.botan)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    assignments.keep(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    assert mine.state is State.ACCEPTED


def test_be_absent_asks_for_cover(cast: Cast) -> None:
    mine = claim(cast, cast.botan)

    signups.be_absent(cast.meeting, cast.botan, now=NOON)

    assert (mine.state, messages("cover_wanted")) == (State.COVER_WANTED, ["Aki"])


def test_two_present_together_and_no_third(cast: Cast) -> None:
    claim(cast, cast.botan)
    assignments.pair(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)

    with pytest.raises(assignments.ChapterTaken):
        assignments.pair(cast.meeting, chapter_of(cast.meeting), cast.chika, now=NOON)


def test_a_guest_presents_by_name_once(cast: Cast) -> None:
    for _ in range(2):
        suggestions.name_guest(cast.meeting, chapter_of(cast.meeting), "Dr Guest", by=cast.aki, now=NOON)

    [guest] = held(chapter_of(cast.meeting))
    assert (guest.presenter_name, guest.user_id, guest.state) == ("Dr Guest", None, State.ACCEPTED)


def test_looking_for_cover_twice_is_told_once(cast: Cast) -> None:
    claim(cast, cast.botan)

    for later in (0, 1):
        now = NOON + timedelta(seconds=later)
        assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, now=now)

    assert messages("cover_wanted") == ["Aki"]


def test_what_one_is_asked_for_is_kept_by_accepting_alone(cast: Cast) -> None:
    asked = suggest(cast, cast.botan)

    with pytest.raises(assignments.NoAssignment):
        assignments.keep(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    assert asked.state is State.SUGGESTED


def test_what_nobody_answered_hinders_no_pair(cast: Cast) -> None:
    claim(cast, cast.botan)
    chapter = chapter_of(cast.meeting)
    asked = suggestions.suggest(cast.meeting, chapter, cast.chika, by=cast.aki, now=NOON)
    assert asked.answer_until is not None

    assignments.pair(cast.meeting, chapter, cast.aki, now=asked.answer_until)

    assert {one.presenter_name for one in held(chapter)} == {"Botan", "Aki"}
