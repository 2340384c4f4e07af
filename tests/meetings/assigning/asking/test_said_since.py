"""An organiser undoes what they did: what others have said of a chapter since stays as they said it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from studyhub.audit.models import AuditEvent
from studyhub.circles.models import ParticipationRole
from studyhub.db import db
from studyhub.meetings.assigning import asking, assignments, suggestions
from studyhub.meetings.assigning.cover import covering, deciding
from studyhub.meetings.assigning.cover.deciding import Instead
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.changing import cancelling, postponing
from studyhub.meetings.signing_up import joining, taking_out
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, claim, held, suggest

SOON = NOON + timedelta(seconds=30)
State = AssignmentState


def presenters(cast: Cast) -> list[tuple[str, State]]:
    """Of the first chapter, wherever it is read."""
    db.session.flush()
    db.session.expire_all()
    chapter = cast.circle.plans[0].chapters[0]
    return sorted((one.presenter_name, one.state) for one in held(chapter))


def take_out_asked(cast: Cast) -> AuditEvent:
    """Botan is asked for the first chapter and taken out of the circle."""
    suggest(cast, cast.botan)
    event = taking_out.take_out(cast.circle, cast.botan, by=cast.aki, now=NOON)
    assert event is not None
    return event


def test_who_said_yes_before_being_taken_in_again_has_it(cast: Cast) -> None:
    event = take_out_asked(cast)
    assignments.accept(cast.meeting, chapter_of(cast.meeting), cast.botan, now=SOON)

    taking_out.undo(event, by=cast.aki, now=SOON)

    assert presenters(cast) == [("Botan", State.ACCEPTED)]


def test_who_said_no_before_being_taken_in_again_is_not_asked_twice(cast: Cast) -> None:
    event = take_out_asked(cast)
    asking.decline(cast.meeting, chapter_of(cast.meeting), cast.botan, now=SOON)

    taking_out.undo(event, by=cast.aki, now=SOON)

    assert presenters(cast) == []


def test_who_only_listens_since_they_were_taken_off_does_not_present(cast: Cast) -> None:
    mine = claim(cast, cast.botan)
    event = suggestions.take_off(cast.meeting, chapter_of(cast.meeting), mine.id, by=cast.aki, now=NOON)
    joining.join(cast.circle, cast.botan, now=SOON, role=ParticipationRole.LISTENER)

    suggestions.undo_taking_off(event, by=cast.aki, now=SOON)

    assert presenters(cast) == []


def listen(cast: Cast, dan: User) -> None:
    joining.join(cast.circle, dan, now=SOON, role=ParticipationRole.LISTENER)


def leave(cast: Cast, dan: User) -> None:
    joining.leave(cast.circle, dan, now=SOON)


def pair(cast: Cast, dan: User) -> None:
    assignments.pair(cast.meetings[1], cast.circle.plans[0].chapters[0], dan, now=SOON)


def let_aki_pair(cast: Cast, _dan: User) -> None:
    pair(cast, cast.aki)


@pytest.mark.parametrize(
    ("act", "beside"),
    [
        (listen, []),
        (leave, []),
        (pair, [("Dan", State.ACCEPTED)]),
        (let_aki_pair, [("Aki", State.ACCEPTED)]),
    ],
)
def test_a_call_off_that_is_undone_asks_nobody_anew_for_whom_it_is_settled(
    cast: Cast, act: Callable[[Cast, User], None], beside: list[tuple[str, State]]
) -> None:
    dan, mine = cast.person("Dan"), claim(cast, cast.botan)
    joining.join(cast.circle, dan, now=NOON)
    covering.ask(cast.meeting, chapter_of(cast.meeting), dan, [mine.id], by=cast.aki, now=NOON)
    deciding.decide(cast.meeting, [mine.id], Instead.CALL_OFF, reason="Ill", by=cast.aki, now=NOON)
    act(cast, dan)

    cancelling.restore(cast.meeting, by=cast.aki, now=SOON)

    assert presenters(cast) == sorted([*beside, ("Botan", State.COVER_WANTED)])


def both_in_the_next(cast: Cast) -> list[Assignment]:
    """Aki's and Botan's chapters, both of the first session, were decided to be read in the next one."""
    cancelling.cancel(cast.meetings[0], "No room", cancelling.Chapters.MERGE, by=cast.aki, now=NOON)
    meeting, chapters = cast.meetings[1], cast.circle.plans[0].chapters[:2]
    mine = [
        assignments.claim(meeting, chapter, user, now=NOON)
        for chapter, user in zip(chapters, (cast.aki, cast.botan), strict=True)
    ]
    deciding.decide(meeting, [one.id for one in mine], Instead.NEXT, reason="", by=cast.aki, now=NOON)
    return mine


def test_of_two_decided_together_one_that_somebody_else_has_by_now_stays_where_it_is(cast: Cast) -> None:
    first, second = both_in_the_next(cast)
    assignments.give_back(cast.meetings[2], first.chapter, cast.aki, now=SOON)
    assignments.claim(cast.meetings[2], first.chapter, cast.chika, now=SOON)

    deciding.take_back(cast.meetings[1], second.chapter, by=cast.aki, now=SOON)

    db.session.expire_all()
    assert [held(one.chapter)[0].meeting_id for one in (first, second)] == [cast.meetings[2].id, cast.meetings[1].id]


def test_a_decision_is_not_taken_back_once_the_chapter_was_read(cast: Cast) -> None:
    mine = claim(cast, cast.botan)
    deciding.decide(cast.meeting, [mine.id], Instead.NEXT, reason="", by=cast.aki, now=NOON)
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)

    with pytest.raises(assignments.NoAssignment):
        deciding.take_back(cast.meeting, mine.chapter, by=cast.aki, now=cast.meetings[1].ends_at)


@pytest.mark.parametrize("is_kept", [False, True])
def test_who_says_since_a_decision_whether_they_need_cover_is_not_asked_back_by_undoing_it(
    cast: Cast, is_kept: bool
) -> None:
    mine = claim(cast, cast.botan)
    covering.want_cover_for(cast.meeting, mine.chapter, [mine.id], by=cast.aki, now=NOON)
    deciding.decide(cast.meeting, [mine.id], Instead.NEXT, reason="", by=cast.aki, now=NOON)
    assignments.want_cover(cast.meetings[1], mine.chapter, cast.botan, now=SOON)
    if is_kept:
        assignments.keep(cast.meetings[1], mine.chapter, cast.botan, now=SOON)

    deciding.take_back(cast.meeting, mine.chapter, by=cast.aki, now=SOON)

    assert presenters(cast) == [("Botan", State.ACCEPTED if is_kept else State.COVER_WANTED)]
