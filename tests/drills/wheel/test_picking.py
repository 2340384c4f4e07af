"""Which drill the wheel picks: what holds of every pick, and the order in which it prefers."""

import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from types import FrameType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studyhub.drills.wheel.facts import Board
from studyhub.drills.wheel.needs import NEARLY
from studyhub.drills.wheel.picking import Lack, Pick, choose_examiner, pick_drill
from studyhub.services.states import Standing
from tests.drills.wheel.boards import CART, RENDER, boards, person, scenario

SEEDS = st.text("abc", max_size=3)
SPINS = st.integers(0, 40)


def picked(board: Board, seed: str = "seed", spin: int = 0) -> Pick:
    found = pick_drill(board, seed=seed, spin=spin)
    assert isinstance(found, Pick)
    return found


@given(boards(), SEEDS, SPINS)
def test_whoever_has_seen_the_answer_or_cannot_come_is_never_picked(board: Board, seed: str, spin: int) -> None:
    found = pick_drill(board, seed=seed, spin=spin)

    if isinstance(found, Pick):
        assert found.scenario.is_open_to(found.responder)
        assert found.responder.can_come
        assert found.scenario.service_id == found.service.id


@given(boards(), SEEDS, SPINS)
def test_an_examiner_can_come_knows_the_service_or_the_answer_and_responds_nowhere_to_it(
    board: Board, seed: str, spin: int
) -> None:
    found = pick_drill(board, seed=seed, spin=spin)

    if isinstance(found, Pick) and found.examiner:
        one = found.examiner
        assert one.can_come
        assert one is not found.responder
        assert one.id not in found.scenario.to_respond
        assert one.standing(found.service.id) is Standing.READY or one.id in found.scenario.seen


@given(boards(), SEEDS, SPINS)
def test_nobody_with_fewer_drills_could_respond_in_an_examined_drill(board: Board, seed: str, spin: int) -> None:
    found = pick_drill(board, seed=seed, spin=spin)
    assume(isinstance(found, Pick) and found.examiner)
    assert isinstance(found, Pick)

    mine = found.responder.would_rather_not, found.responder.drills
    for other in board.people:
        if other.can_come and (other.would_rather_not, other.drills) < mine:
            examined = [one for one in board.scenarios if one.is_open_to(other) and choose_examiner(board, one, other)]
            assert examined == []


@given(boards(), SEEDS, SPINS)
def test_nothing_is_picked_only_where_nobody_could_respond(board: Board, seed: str, spin: int) -> None:
    able = any(one.can_come and task.is_open_to(one) for one in board.people for task in board.scenarios)

    assert isinstance(pick_drill(board, seed=seed, spin=spin), Pick) is able


@given(boards(), SEEDS, SPINS)
def test_the_same_seed_gives_the_same_pick(board: Board, seed: str, spin: int) -> None:
    assert pick_drill(board, seed=seed, spin=spin) == pick_drill(board, seed=seed, spin=spin)


@given(boards(), SEEDS)
def test_spinning_on_shows_each_service_on_the_wheel_once_and_begins_anew(board: Board, seed: str) -> None:
    first = pick_drill(board, seed=seed)
    assume(isinstance(first, Pick))
    assert isinstance(first, Pick)

    services = [picked(board, seed, spin).service.id for spin in range(len(first.slices))]

    assert sorted(services) == sorted(one.service.id for one in first.slices)


@given(boards(), SEEDS, SPINS)
def test_slices_are_as_wide_as_the_need_and_none_is_under_half_of_the_widest(
    board: Board, seed: str, spin: int
) -> None:
    found = pick_drill(board, seed=seed, spin=spin)

    if isinstance(found, Pick):
        needs = [one.need for one in found.slices]
        assert needs == sorted(needs, reverse=True)
        assert min(needs) * NEARLY >= needs[0]
        assert all(abs(one.percent - 100 * one.need / sum(needs)) <= 0.5 for one in found.slices)


def test_by_chance_a_slice_twice_as_wide_comes_up_twice_as_often() -> None:
    # Two people missing of three are 13 points, none ready one more person missing: 19.
    board = Board(
        [RENDER, CART], [person(1), replace(person(2), standings={2: Standing.READY})], [scenario(1), scenario(2, CART)]
    )
    first = picked(board)
    shares = {one.service.id: one.need for one in first.slices}

    found = Counter(picked(board, str(seed)).service.id for seed in range(2_000))

    total = sum(shares.values())
    assert all(abs(found[id_] / 2_000 - need / total) < 0.05 for id_, need in shares.items())


def test_if_everybody_has_seen_everything_it_says_so() -> None:
    everybody = frozenset({1, 2})
    board = Board([RENDER], [person(1), person(2)], [scenario(1, seen=everybody)])

    assert pick_drill(board, seed="") is Lack.ALL_SEEN


def test_without_a_scenario_it_says_so() -> None:
    assert pick_drill(Board([RENDER], [person(1)], []), seed="") is Lack.NO_SCENARIO


def test_if_nobody_who_could_respond_can_come_it_says_so() -> None:
    board = Board([RENDER], [person(1, can_come=False), person(2)], [scenario(1, seen=frozenset({2}))])

    assert pick_drill(board, seed="") is Lack.NOBODY_FREE


def test_a_service_with_one_ready_comes_before_one_with_three() -> None:
    ready = [replace(person(one), standings={2: Standing.READY}) for one in (1, 2, 3)]
    known = replace(person(4), standings={1: Standing.READY})
    board = Board([RENDER, CART], [*ready, known, person(5)], [scenario(1), scenario(2, CART)])

    assert [one.service for one in picked(board).slices] == [RENDER]


def test_what_woke_somebody_comes_before_what_was_quiet() -> None:
    loud = replace(CART, woke=2)
    board = Board([RENDER, loud], [person(one, Standing.READY) for one in (1, 2, 3)], [scenario(1), scenario(2, CART)])

    assert [one.service for one in picked(board).slices] == [loud]


def test_of_a_service_the_scenario_of_the_alert_that_woke_somebody_comes_first() -> None:
    board = Board([RENDER], [person(1)], [scenario(1), scenario(2, woke=1), scenario(3)])

    assert picked(board).scenario.id == 2


def test_whoever_has_begun_goes_on_before_another_begins() -> None:
    board = Board([RENDER], [person(1), person(2, Standing.PRACTISING), person(3)], [scenario(1)])

    assert picked(board).responder.id == 2


def test_of_equals_whoever_responded_longest_ago_is_next() -> None:
    days = {1: date(2026, 11, 1), 2: date(2026, 7, 1), 3: date(2026, 10, 1)}
    board = Board([RENDER], [person(one, took=1, last_on=day) for one, day in days.items()], [scenario(1)])

    assert picked(board).responder.id == 2


def test_a_drill_that_is_planned_counts_as_one_that_was_taken() -> None:
    board = Board([RENDER], [person(1, to_come=1), person(2)], [scenario(1)])

    assert picked(board).responder.id == 2


def test_whoever_would_rather_not_comes_after_all_others() -> None:
    board = Board([RENDER], [person(1, would_rather_not=True), person(2, took=3)], [scenario(1)])

    assert picked(board).responder.id == 2


def test_of_those_who_are_ready_whoever_examined_least_examines() -> None:
    ready = [person(one, Standing.READY, examined=count) for one, count in ((1, 2), (2, 1), (3, 3))]
    board = Board([RENDER], [*ready, person(4)], [scenario(1, seen=frozenset({1, 2, 3}))])

    examiner = picked(board).examiner

    assert examiner is not None
    assert examiner.id == 2


def test_where_nobody_ready_can_come_whoever_knows_the_answer_examines() -> None:
    away, author = person(1, Standing.READY, can_come=False), person(2)
    board = Board([RENDER], [away, author, person(3)], [scenario(1, seen=frozenset({1, 2}))])

    examiner = picked(board).examiner

    assert examiner is not None
    assert examiner.id == 2


def test_where_nobody_can_examine_the_pick_says_so() -> None:
    assert picked(Board([RENDER], [person(1)], [scenario(1)])).examiner is None


@pytest.mark.parametrize("spin", range(3))
def test_with_one_service_on_the_wheel_spinning_goes_on_to_the_next_person(spin: int) -> None:
    board = Board([RENDER], [person(one) for one in (1, 2, 3)], [scenario(1)])

    assert picked(board, spin=spin).responder.id != picked(board, spin=spin + 1).responder.id


def test_an_organisation_of_twice_the_size_is_twice_the_work() -> None:
    assert _calls(_organisation(80)) < 2.5 * _calls(_organisation(40))


def _organisation(size: int) -> Board:
    """So many people and services; each has a scenario that one person knows, and is ready to examine."""
    services = [replace(RENDER, id=number, name=f"service-{number}") for number in range(1, size + 1)]
    people = [replace(person(number), standings={number: Standing.READY}) for number in range(1, size + 1)]
    return Board(services, people, [scenario(one.id, one, seen=frozenset({one.id})) for one in services])


def _calls(board: Board) -> int:
    """How many calls of Python one pick takes."""
    seen = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal seen
        seen += event == "call"

    sys.setprofile(count)
    try:
        picked(board)
    finally:
        sys.setprofile(None)
    return seen
