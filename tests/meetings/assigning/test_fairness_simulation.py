"""Chapters of a whole circle come out evenly, over many circles; see circle_simulation.py for what is simulated."""

import pytest

from tests.meetings.assigning import circle_simulation as simulation

SEEDS = range(60)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_two_chapters_ahead_of_whoever_could_present_as_often(seed: int) -> None:
    circle = simulation.run(seed, simulation.fairly, **simulation.USUAL)

    assert simulation.ahead(circle) <= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_teams_are_less_than_a_chapter_apart_in_proportion_to_their_members(seed: int) -> None:
    circle = simulation.run(seed, simulation.fairly, **simulation.USUAL)

    assert simulation.teams_apart(circle) <= 1


def test_without_absences_everybody_presents_as_often() -> None:
    circle = simulation.run(1, simulation.fairly, declines=0, away=0, long_away=False)

    assert {circle.load(person) for person in simulation.PEOPLE} == {2}


def test_raised_hands_would_not_come_out_evenly() -> None:
    circles = [simulation.run(seed, simulation.by_raised_hands, **simulation.USUAL) for seed in SEEDS]

    assert sum(simulation.people_apart(circle) <= 1 for circle in circles) == 0


def test_every_chapter_finds_a_presenter_and_pairs_are_compared() -> None:
    circles = [simulation.run(seed, simulation.fairly, **simulation.USUAL) for seed in SEEDS]

    chapters = {sum(circle.load(person) for person in simulation.PEOPLE) for circle in circles}
    assert chapters == {simulation.MEETINGS * simulation.CHAPTERS}
    assert min(len(simulation.pairs_compared(circle)) for circle in circles) > 0
