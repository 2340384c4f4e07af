"""In which order people are asked, and what put one before the next."""

from datetime import date
from typing import Any

import pytest

from studyhub.meetings.assigning import fairness
from studyhub.meetings.assigning.fairness import Because, Person, Team

TEAMS = {1: Team("minne", members=4, chapters=4), 2: Team("EC", members=4, chapters=2)}
LONG_AGO, LATELY = date(2026, 9, 1), date(2026, 11, 1)


def person(user_id: int, **more: Any) -> Person:
    return Person(user_id, f"Person {user_id}", **{"team_id": 1, "done": 1, "last_on": LATELY, **more})


@pytest.mark.parametrize(
    ("first", "second", "because"),
    [
        (person(2, done=0), person(1), Because.CHAPTERS),
        (person(2, done=0), person(1, done=0, to_come=1), Because.CHAPTERS),
        (person(2, team_id=2), person(1), Because.TEAM),
        (person(2, last_on=LONG_AGO), person(1), Because.LAST),
        (person(2, last_on=None), person(1, last_on=LONG_AGO), Because.LAST),
        (person(1), person(2), Because.EQUAL),
        # A chapter more weighs more than the team, and another chapter that evening more than both.
        (person(2, done=0), person(1, team_id=2), Because.CHAPTERS),
        (person(2, done=3), person(1, is_in_session=True), Because.OTHERS_PRESENT),
        # Without a team one is a team of one, with as much to carry as one has done.
        (person(2, team_id=2), person(1, team_id=None), Because.TEAM),
        (person(2, team_id=None, done=0), person(1, done=0), Because.TEAM),
    ],
)
def test_order_and_what_decided(first: Person, second: Person, because: Because) -> None:
    ranked = fairness.rank([second, first], TEAMS)

    assert [one.person for one in ranked] == [first, second]
    assert ranked[0].because is because


def test_a_team_counts_in_proportion_to_its_members() -> None:
    teams = {1: Team("large", members=6, chapters=4), 2: Team("small", members=1, chapters=1)}

    ranked = fairness.rank([person(1, team_id=2), person(2, team_id=1)], teams)

    assert [one.person.user_id for one in ranked] == [2, 1]


def test_the_only_one_is_asked_because_of_that() -> None:
    [only] = fairness.rank([person(1)], TEAMS)

    assert only.because is Because.ONLY


def test_the_basis_are_figures_and_the_team() -> None:
    [only] = fairness.rank([person(1, to_come=2, team_id=2)], TEAMS)

    assert only.basis == {"because": "only", "done": 1, "to_come": 2, "team": "EC", "last_on": "2026-11-01"}
