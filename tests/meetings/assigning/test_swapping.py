"""Two chapters change presenters."""

import pytest

from studyhub.meetings.assigning import assignments, suggestions, swapping
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.pages import english, followed
from tests.meetings.scenes import chapter_of, go_to, held, messages


def claimed(cast: Cast, number: int, user: User) -> swapping.Place:
    meeting = cast.meetings[number]
    assignments.claim(meeting, chapter_of(meeting), user, now=NOON)
    return meeting, chapter_of(meeting)


def presenters(place: swapping.Place) -> list[tuple[str, int | None]]:
    return [(one.presenter_name, one.meeting_id) for one in held(place[1])]


def test_swap_changes_places_and_tells_both(cast: Cast) -> None:
    one, other = claimed(cast, 0, cast.aki), claimed(cast, 2, cast.botan)

    swapping.swap(one, other, by=cast.chika, now=NOON)

    assert presenters(one) == [("Botan", cast.meetings[0].id)]
    assert presenters(other) == [("Aki", cast.meetings[2].id)]
    assert messages("chapter_swapped") == ["Aki", "Botan"]


def test_a_guest_and_a_pair_change_places_too(cast: Cast) -> None:
    one = claimed(cast, 0, cast.aki)
    assignments.pair(*one, cast.botan, now=NOON)
    other = cast.meetings[1], chapter_of(cast.meetings[1])
    suggestions.name_guest(*other, "Dr Guest", by=cast.aki, now=NOON)

    swapping.swap(one, other, by=cast.aki, now=NOON)

    assert [name for name, _ in presenters(one)] == ["Dr Guest"]
    assert [name for name, _ in presenters(other)] == ["Aki", "Botan"]


def test_an_open_chapter_has_nobody_to_swap_with(cast: Cast) -> None:
    one, other = claimed(cast, 0, cast.aki), (cast.meetings[1], chapter_of(cast.meetings[1]))

    with pytest.raises(swapping.NothingToSwap):
        swapping.swap(one, other, by=cast.aki, now=NOON)


def test_nobody_swaps_with_themselves(cast: Cast) -> None:
    one, other = claimed(cast, 0, cast.aki), claimed(cast, 1, cast.aki)

    with pytest.raises(swapping.NothingToSwap):
        swapping.swap(one, other, by=cast.aki, now=NOON)


def test_what_was_presented_stays(cast: Cast) -> None:
    one, other = claimed(cast, 0, cast.aki), claimed(cast, 1, cast.botan)
    held(one[1])[0].move_to(AssignmentState.PRESENTED, now=NOON)

    with pytest.raises(swapping.NothingToSwap):
        swapping.swap(one, other, by=cast.aki, now=NOON)


def test_an_organizer_swaps_in_one_press(cast: Cast) -> None:
    one, other = claimed(cast, 0, cast.aki), claimed(cast, 2, cast.botan)
    address = f"/meetings/{one[0].id}/chapters/{one[1].id}"
    aki = english(cast, cast.aki)
    assert "Chapter 3 (Botan)" in aki.get(f"{address}/edit").text

    text = followed(aki, f"{address}/swap", chapter_id=str(other[1].id))

    assert "The two chapters have changed presenters" in text
    assert [name for name, _ in presenters(one)] == ["Botan"]


def test_of_a_chapter_that_somebody_is_only_asked_for_the_list_says_so(cast: Cast) -> None:
    one = claimed(cast, 0, cast.aki)
    suggestions.suggest(cast.meetings[2], chapter_of(cast.meetings[2]), cast.botan, by=cast.aki, now=NOON)
    go_to(NOON)

    page = cast.browser(cast.aki).get(f"/meetings/{one[0].id}/chapters/{one[1].id}/edit").text

    assert "Chapter 3 (Botan、依頼中)" in page
