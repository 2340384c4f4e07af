"""What is decided and to be done is kept, told, done and dropped; people outside of the circle learn nothing of it."""

from datetime import date, timedelta

import pytest

from studyhub.actions import deciding, giving, queries
from studyhub.actions.giving import NotInCircle, Task
from studyhub.actions.models import Action, Decision
from studyhub.actions.places import Place
from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.departures import leaving
from studyhub.meetings.signing_up import joining
from studyhub.people.models import UserState
from tests.cast import NOON, OF_PEOPLE, Cast, query_count
from tests.meetings.scenes import messages


def given(cast: Cast, text: str = "Draw a diagram", *, due_on: date | None = None) -> Action:
    """An action that Aki gives to Botan in the first session."""
    return giving.give(Place(cast.circle, cast.meeting), Task(text, cast.botan, due_on), by=cast.aki, now=NOON)


def test_open_actions_stand_in_the_order_of_their_days(cast: Cast) -> None:
    someday = given(cast, "Someday")
    later, sooner = given(cast, "Later", due_on=date(2026, 12, 20)), given(cast, "Sooner", due_on=date(2026, 12, 10))

    found = [queries.open_actions(cast.circle, cast.botan), queries.open_actions_of(cast.botan)]

    assert found == [[sooner, later, someday]] * 2


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
