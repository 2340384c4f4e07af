"""What is decided and to be done is kept, told, done and dropped; people outside of the circle learn nothing of it."""

from datetime import date, timedelta
from typing import Any

import pytest

from studyhub.actions import carried, deciding, giving, listing, queries
from studyhub.actions.giving import NotInCircle, Task
from studyhub.actions.messages import is_still_given
from studyhub.actions.models import Action, Decision
from studyhub.actions.places import Place
from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.departures import leaving
from studyhub.meetings.signing_up import joining
from studyhub.notes.releases import releasing
from studyhub.people.models import User, UserState
from tests.cast import NOON, OF_PEOPLE, Cast, query_count
from tests.meetings.scenes import messages
from tests.notes.notebook import note_of


def given(cast: Cast, text: str = "Draw a diagram", *, due_on: date | None = None) -> Action:
    """An action that Aki gives to Botan in the first session."""
    return giving.give(Place(cast.circle, cast.meeting), Task(text, cast.botan, due_on), by=cast.aki, now=NOON)


def test_open_actions_stand_in_the_order_of_their_days(cast: Cast) -> None:
    someday = given(cast, "Someday")
    later, sooner = given(cast, "Later", due_on=date(2026, 12, 20)), given(cast, "Sooner", due_on=date(2026, 12, 10))

    found = [queries.open_actions(cast.circle, cast.botan), queries.open_actions_of(cast.botan)]

    assert [[one.id for one in row] for row in found] == [[sooner.id, later.id, someday.id]] * 2


def test_a_decision_is_of_its_session_and_among_the_last_of_the_circle(cast: Cast) -> None:
    first, second = (
        deciding.decide(Place(cast.circle, one), "Yes", by=cast.aki, now=NOON) for one in cast.meetings[:2]
    )

    assert queries.decisions_of(cast.meeting, cast.botan) == [first]
    assert queries.last_decisions(cast.circle, cast.botan, limit=1) == [second]


def test_visitors_and_who_may_not_see_the_circle_learn_nothing(cast: Cast) -> None:
    circle = cast.new_circle(cast.aki, visibility=Visibility.PARTICIPANTS)
    task = giving.give(Place(circle), Task("Hidden"), by=cast.aki, now=NOON)
    made = giving.give(Place(cast.circle), Task("Inside"), by=cast.aki, now=NOON)
    cast.circle.visibility = Visibility.PUBLIC
    db.session.flush()

    assert [queries.action(cast.chika, one.id) for one in (task, made)] == [None, made]
    assert queries.open_actions(cast.circle, None) == []


def test_the_owner_is_told_unless_they_wrote_it_down_themselves(cast: Cast) -> None:
    given(cast)
    giving.give(Place(cast.circle), Task("Mine", cast.aki), by=cast.aki, now=NOON)

    assert messages("action_given") == ["Botan"]


def test_only_who_is_in_the_circle_is_given_something(cast: Cast) -> None:
    with pytest.raises(NotInCircle):
        giving.give(Place(cast.circle), Task("Read", cast.chika), by=cast.aki, now=NOON)


def test_what_is_done_is_open_again_when_that_is_undone(cast: Cast) -> None:
    action = given(cast)

    giving.finish(action, by=cast.botan, now=NOON)
    done = queries.open_actions(cast.circle, cast.aki)
    giving.reopen(action, by=cast.botan, now=NOON)

    assert (done, queries.open_actions(cast.circle, cast.aki)) == ([], [action])


def test_what_is_done_is_not_dropped_and_what_is_dropped_says_why(cast: Cast) -> None:
    done, other = given(cast), given(cast, "Other")

    giving.finish(done, by=cast.botan, now=NOON)
    giving.drop(done, "No more", by=cast.aki, now=NOON)
    giving.drop(other, "No more", by=cast.aki, now=NOON)

    assert (done.dropped_at, other.dropped_reason) == (None, "No more")


def test_whoever_goes_leaves_their_actions_to_nobody_and_it_is_known_whose_they_were(cast: Cast) -> None:
    action = given(cast)

    leaving.move(cast.botan, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)

    assert (action.owner_id, action.former_owner_id) == (None, cast.botan.id)


def test_whoever_left_the_circle_has_nothing_to_do_in_it(cast: Cast) -> None:
    given(cast)

    joining.leave(cast.circle, cast.botan, now=NOON)

    assert queries.open_actions_of(cast.botan) == []


def test_a_new_owner_is_told_and_the_one_who_went_is_forgotten(cast: Cast) -> None:
    action = given(cast)
    leaving.move(cast.botan, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)
    joining.join(cast.circle, cast.chika, now=NOON)

    giving.change(action, Task("Draw it", cast.chika), by=cast.aki, now=NOON + timedelta(days=1))

    assert (action.owner, action.former_owner_id) == (cast.chika, None)
    assert messages("action_given") == ["Botan", "Chika"]


def test_the_open_ones_are_asked_for_at_once_however_many(cast: Cast) -> None:
    for number in range(20):
        given(cast, f"Number {number}")
    db.session.flush()

    with query_count(1):
        names = [action.owner.name for action in queries.open_actions(cast.circle, cast.botan) if action.owner]

    assert len(names) == 20


def test_words_that_somebody_else_has_changed_meanwhile_are_read_before_they_are_compared(cast: Cast) -> None:
    decision = deciding.decide(Place(cast.circle), "Monday", by=cast.aki, now=NOON)
    action = given(cast, "Monday")
    db.session.flush()
    for table in (Action.__table__, Decision.__table__):
        db.session.execute(db.update(table).values(text="Friday"))

    deciding.reword(decision, "Monday", by=cast.botan, now=NOON)
    giving.change(action, Task("Monday", cast.botan), by=cast.botan, now=NOON)
    db.session.flush()
    db.session.expire_all()

    assert (decision.text, action.text) == ("Monday", "Monday")


@pytest.mark.parametrize("done", [giving.finish, "dropped", "given to somebody else", "left"])
def test_a_mail_about_an_action_that_is_not_to_do_any_more_does_not_leave(cast: Cast, done: Any) -> None:
    action = given(cast)
    payload = db.session.scalars(db.select(OutboxMessage.payload).filter_by(kind="action_given")).first() or {}
    assert is_still_given(payload, cast.botan, NOON)

    if done == "dropped":
        giving.drop(action, "No need", by=cast.aki, now=NOON)
    elif done == "given to somebody else":
        giving.change(action, Task(action.text, cast.aki), by=cast.aki, now=NOON)
    elif done == "left":
        joining.leave(cast.circle, cast.botan, now=NOON)
    else:
        done(action, by=cast.aki, now=NOON)
    db.session.flush()

    assert not is_still_given(payload, cast.botan, NOON)


def test_what_was_made_from_a_draft_is_for_whoever_may_open_the_draft(cast: Cast) -> None:
    note = note_of(cast)
    place = Place(cast.circle, cast.meeting, note.id)
    decision = deciding.decide(place, "Yes", by=cast.aki, now=NOON)
    action = giving.give(place, Task("Draw", cast.botan), by=cast.aki, now=NOON)
    db.session.flush()

    assert [found(cast, user, decision, action) for user in (cast.botan, cast.chika)] == [True, False]
    releasing.share(note, by=cast.aki, now=NOON)
    db.session.flush()

    assert found(cast, cast.chika, decision, action)


def found(cast: Cast, user: User, decision: Decision, action: Action) -> bool:
    """Whether somebody finds both, wherever they may be found; fails where only some places show them."""
    meeting, circle = cast.meeting, cast.circle
    settled = [queries.settled_in(meeting, user), queries.settled_by_note(action.note_id or 0, None, user)]
    places = [
        *([decision] == list(one.decisions) for one in settled),
        *([action] == list(one.actions) for one in settled),
        [decision] == queries.last_decisions(circle, user, limit=5),
        [action] == queries.open_actions(circle, user),
        [action.id] == [one.id for one in carried.above_meeting(cast.meetings[1], user)],
        [decision] == listing.page(circle, user, listing.Shown.DECISIONS, 1).decisions,
        queries.decision(user, decision.id) is not None,
        queries.action(user, action.id) is not None,
    ]
    assert len(set(places)) == 1
    return places[0]


def test_ones_own_action_one_may_always_open(cast: Cast) -> None:
    action = giving.give(
        Place(cast.circle, cast.meeting, note_of(cast).id), Task("Draw", cast.botan), by=cast.aki, now=NOON
    )

    joining.leave(cast.circle, cast.botan, now=NOON)

    assert queries.action(cast.botan, action.id) == action


def test_what_is_left_from_before_is_shown_beside_many_of_the_session_itself(cast: Cast) -> None:
    note = note_of(cast)
    for number in range(carried.SHOWN):
        giving.give(Place(cast.circle, cast.meeting, note.id), Task(f"New {number}", None), by=cast.aki, now=NOON)
    before = giving.give(Place(cast.circle), Task("From before"), by=cast.aki, now=NOON)
    db.session.flush()

    above = [
        carried.above_meeting(cast.meeting, cast.botan),
        carried.above_note(cast.circle, note.id, note.meeting_id, cast.botan),
    ]
    assert [[one.text for one in row] for row in above] == [[before.text]] * 2
