"""Whoever does something is not told of it; everybody else is."""

from collections.abc import Callable

import pytest

from studyhub.delivery import outbox
from studyhub.delivery.texts import Payload
from studyhub.meetings.assigning import asking, assignments, suggestions, swapping
from studyhub.meetings.assigning.cover import deciding, last_minute
from studyhub.meetings.assigning.cover.deciding import Instead
from studyhub.meetings.changing import cancelling, editing, following, postponing
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.signing_up import joining, removing, signups
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, details_of, later, messages, small_meeting


def edit(cast: Cast) -> None:
    new = details_of(cast.meeting, **later(cast.meeting, hours=1))
    editing.update_meeting(cast.meeting, new, by=cast.aki, now=NOON)


def move_all(cast: Cast) -> None:
    new = details_of(cast.meeting, **later(cast.meeting, hours=1))
    following.update_with_following(cast.meeting, new, by=cast.aki, now=NOON)


def postpone(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)


def cancel(cast: Cast) -> None:
    cancelling.cancel(cast.meeting, "Ill", Chapters.MERGE, by=cast.aki, now=NOON)


def undo(cast: Cast) -> None:
    cancel(cast)
    cancelling.restore(cast.meeting, by=cast.aki, now=NOON)


def end(cast: Cast) -> None:
    cancelling.call_off_all(cast.circle, "Done", by=cast.aki, now=NOON)


def swap(cast: Cast) -> None:
    places = [(meeting, chapter_of(meeting)) for meeting in cast.meetings[:2]]
    for (meeting, chapter), user in zip(places, (cast.aki, cast.botan), strict=True):
        assignments.claim(meeting, chapter, user, now=NOON)
    swapping.swap(*places, by=cast.aki, now=NOON)


def decide(cast: Cast) -> None:
    chapter, evening = chapter_of(cast.meeting), cast.meeting.starts_at
    assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)
    mine = last_minute.cannot_present(cast.meeting, chapter, cast.botan, now=evening)
    deciding.decide(cast.meeting, [mine.id], Instead.READ_TOGETHER, reason="", by=cast.aki, now=evening)


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (edit, "meeting_changed"),
        (move_all, "meetings_moved"),
        (postpone, "meeting_changed"),
        (cancel, "meeting_cancelled"),
        (undo, "meeting_restored"),
        (end, "circle_over"),
        (swap, "chapter_swapped"),
        (decide, "plan_changed"),
    ],
)
def test_everybody_else_is_told(cast: Cast, act: Callable[[Cast], None], kind: str) -> None:
    act(cast)

    assert messages(kind) == ["Botan"]


def test_a_seat_by_ones_own_act_is_no_news(cast: Cast) -> None:
    meeting = small_meeting(cast)
    for user in (cast.aki, cast.botan):
        signups.sign_up(meeting, user, now=NOON)

    editing.update_meeting(meeting, details_of(meeting, capacity=3), by=cast.aki, now=NOON)

    assert messages("promoted") == ["Botan"]


def test_a_seat_freed_by_taking_somebody_off_is_no_news(cast: Cast) -> None:
    meeting = small_meeting(cast)
    signups.sign_up(meeting, cast.aki, now=NOON)

    removing.remove(meeting, cast.chika, by=cast.aki, now=NOON)

    assert messages("promoted") == []


@pytest.mark.parametrize("is_agreed", [True, False])
def test_asking_oneself_sends_nothing(cast: Cast, is_agreed: bool) -> None:
    suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.aki, by=cast.aki, now=NOON, is_agreed=is_agreed)

    assert messages("assignment_suggested") + messages("assignment_taken") == []


def test_whom_the_fair_order_chose_is_told_although_they_pressed(cast: Cast) -> None:
    signups.withdraw(cast.meeting, cast.botan, now=NOON)

    asking.ask_first(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=NOON)

    assert messages("assignment_suggested") == ["Aki"]


def test_an_organizer_who_says_no_tells_the_others(cast: Cast) -> None:
    joining.join(cast.circle, cast.chika, now=NOON, as_organizer=True)
    suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.aki, by=cast.chika, now=NOON)

    asking.decline(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)

    assert messages("assignment_declined") == ["Chika"]


def test_many_are_told_but_who_did_it(cast: Cast) -> None:
    told: list[tuple[User, str, Payload]] = [(user, "greeting:1", {}) for user in (cast.aki, cast.botan)]

    outbox.add_many("greeting", told, by=cast.aki, now=NOON)

    assert messages("greeting") == ["Botan"]
