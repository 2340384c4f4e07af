"""Plans, looked at by a checker of its own."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import force_locale

from benchmarks.living.checker import Asked, problems
from studyhub.rota.planning.cutting import cut
from studyhub.rota.planning.explaining import Obstacle, Vacancy, Why
from studyhub.rota.planning.inputs import Candidate, Role, Rules, ShiftKind, Totals
from studyhub.rota.planning.planner import Planned, plan
from studyhub.rota.printing import printed
from studyhub.rota.swaps.anew import seating
from studyhub.rota.wording import reason_of
from studyhub.zones import ClosedDays
from tests.rota.organizations import FIRST, LAST, people

NEW_YEAR = (
    ClosedDays(date(2026, 12, 29), date(2027, 1, 3), "年末年始", is_special=True),
    ClosedDays(date(2027, 12, 29), date(2028, 1, 3), "年末年始", is_special=True),
)
SPECIAL = frozenset(days.starts_on + timedelta(days=number) for days in NEW_YEAR for number in range(6))
ORGANIZATIONS = 200


def held_by(planned: Sequence[Planned], kind: ShiftKind) -> dict[int, int]:
    return {
        person: sum(1 for one in planned if one.person_id == person and one.slot.kind is kind)
        for person in {one.person_id for one in planned if one.person_id is not None}
    }


def spread(values: Sequence[int]) -> int:
    return max(values) - min(values)


@pytest.mark.parametrize("part", range(4))
def test_no_plan_of_any_organization_breaks_a_rule(app: Flask, part: int) -> None:
    for number in range(part, ORGANIZATIONS, 4):
        dice = Random(number)
        crowd = people(number % 30, dice, teams=dice.randrange(1, 7), trips=dice.randrange(12), come_and_go=True)
        first = FIRST + timedelta(days=dice.randrange(320))
        rules = Rules(rest=timedelta(hours=dice.choice([0, 24, 48, 100])), parts_of_day_off=dice.choice([1, 1, 2, 3]))
        rules = replace(rules, roles=tuple(Role)[: dice.randrange(1, 3)])
        asked = Asked(
            first, first + timedelta(days=35), special=SPECIAL, roles=tuple(role.value for role in rules.roles)
        )

        planned = plan(cut(asked.first, asked.last, rules, NEW_YEAR), crowd, rules, seed=number)

        with app.test_request_context():
            assert problems(printed(planned, crowd, rules), asked) == [], number


@pytest.mark.parametrize(("count", "roles"), [(6, 1), (12, 2), (14, 2), (40, 1), (40, 2), (60, 2)])
@pytest.mark.parametrize("seed", range(3))
def test_a_year_is_even_to_a_point_a_special_day_and_a_day_off(count: int, roles: int, seed: int) -> None:
    rules = Rules(roles=tuple(Role)[:roles])
    planned = plan(cut(FIRST, LAST, rules, NEW_YEAR), people(count, Random(seed)), rules, seed=seed)

    assert all(one.person_id is not None for one in planned)
    kinds = {kind: held_by(planned, kind) for kind in ShiftKind}
    points = [
        sum(rules.points[kind] * kinds[kind][person] for kind in ShiftKind) for person in kinds[ShiftKind.SPECIAL]
    ]
    assert len(points) == count
    assert spread(points) <= 1
    assert spread(list(kinds[ShiftKind.SPECIAL].values())) <= 1
    assert spread(list(kinds[ShiftKind.DAY_OFF].values())) <= 2


def test_each_is_called_first_in_half_of_their_shifts() -> None:
    planned = plan(cut(FIRST, LAST, Rules(), NEW_YEAR), people(40, Random(1)), Rules())

    def shifts(role: Role, person: int) -> int:
        return sum(1 for one in planned if one.person_id == person and one.role is role)

    assert all(abs(shifts(Role.PRIMARY, one) - shifts(Role.SECONDARY, one)) <= 2 for one in range(1, 41))


QUARTER = FIRST, date(2027, 3, 31)


def the_same(planned: Sequence[Planned]) -> list[int | None]:
    return [one.person_id for one in planned]


def test_the_order_of_people_does_not_matter() -> None:
    crowd, slots = people(20, Random(1)), cut(*QUARTER, Rules())

    assert the_same(plan(slots, crowd, Rules())) == the_same(plan(slots, crowd[::-1], Rules()))


def test_one_seed_gives_one_plan_whatever_the_program_began_with() -> None:
    program = (
        "from random import Random; from tests.rota.test_planning import *;"
        "print(the_same(plan(cut(*QUARTER, Rules()), people(20, Random(1)), Rules(), seed=7)))"
    )
    said = {
        subprocess.check_output([sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, text=True)
        for seed in ("1", "2")
    }

    assert said == {f"{the_same(plan(cut(*QUARTER, Rules()), people(20, Random(1)), Rules(), seed=7))}\n"}


def plan_again(people: Sequence[Candidate], published: Sequence[Planned], *, seed: int = 0) -> list[Planned]:
    """The same shifts once more, each published for whom it was planned before."""
    slots, rules = list(dict.fromkeys(one.slot for one in published)), Rules()
    seats = {(slots.index(one.slot), rules.roles.index(one.role)): one.person_id for one in published}
    held = {seat: person_id for seat, person_id in seats.items() if person_id is not None}
    return seating.plan_anew(seating.Seating(slots, people, rules, facts={}, published=held, parts={}), seed=seed)


def test_planning_again_moves_no_shift_but_those_of_whoever_is_away_now() -> None:
    crowd, slots = people(20, Random(1)), cut(*QUARTER, Rules())
    published = plan(slots, crowd, Rules())
    ill = replace(
        crowd[4], unavailable=crowd[4].unavailable | {date(2027, 2, 1) + timedelta(days=n) for n in range(21)}
    )
    gone = replace(crowd[8], until_on=date(2027, 2, 14))
    again = plan_again([*crowd[:4], ill, *crowd[5:8], gone, *crowd[9:]], published, seed=9)

    moved = {
        before.person_id for before, now in zip(published, again, strict=True) if before.person_id != now.person_id
    }
    assert moved == {ill.id, gone.id}
    assert all(one.person_id is not None for one in again)


def test_a_shift_that_was_kept_says_so() -> None:
    crowd, slots = people(20, Random(1)), cut(*QUARTER, Rules())
    again = plan_again(crowd, plan(slots, crowd, Rules()))

    assert all(isinstance(one.reason, Why) and one.reason.is_kept for one in again)


def test_a_vacancy_names_what_keeps_each_from_it() -> None:
    days = frozenset({date(2027, 6, 1)})
    crowd = [
        Candidate(1, "minne"),
        Candidate(2, "minne"),
        Candidate(3, "EC", unavailable=days),
        Candidate(4, "SUZURI", from_on=date(2027, 6, 5)),
    ]

    first, second = plan(cut(date(2027, 6, 1), date(2027, 6, 1), Rules()), crowd, Rules())

    assert first.person_id in {1, 2}
    assert second.person_id is None
    assert isinstance(second.reason, Vacancy)
    assert dict(second.reason.obstacles) == {
        Obstacle.NOT_IN_POOL: (4,),
        Obstacle.UNAVAILABLE: (3,),
        Obstacle.OTHER_ROLE: (first.person_id,),
        Obstacle.SAME_TEAM: (3 - first.person_id,),
    }


def test_the_reason_names_what_the_others_have_who_could() -> None:
    [only] = plan(
        cut(date(2027, 6, 1), date(2027, 6, 1), Rules()),
        [Candidate(1, "minne", opening=Totals(5)), Candidate(2, "EC", opening=Totals(3)), Candidate(3, "SUZURI")],
        Rules(roles=(Role.PRIMARY,)),
    )

    assert isinstance(only.reason, Why)
    assert (only.reason.chosen.person_id, only.reason.chosen.points) == (3, 1)
    assert [(one.person_id, one.points) for one in only.reason.others] == [(2, 3), (1, 5)]


def test_nobody_in_the_pool_leaves_all_vacant() -> None:
    assert the_same(plan(cut(date(2027, 6, 1), date(2027, 6, 3), Rules()), [], Rules())) == [None] * 6


def test_whoever_would_rather_not_is_spared_where_others_can() -> None:
    crowd = people(20, Random(1))
    summer = frozenset(date(2027, 3, 1) + timedelta(days=number) for number in range(14))
    crowd[0] = replace(crowd[0], rather_not=summer)

    planned = plan(cut(*QUARTER, Rules()), crowd, Rules())

    mine = [one.slot for one in planned if one.person_id == crowd[0].id]
    assert mine
    assert not any(summer.intersection(slot.days) for slot in mine)


def test_whoever_would_rather_not_helps_where_nobody_else_can() -> None:
    day = date(2027, 6, 1)
    [only] = plan(
        cut(day, day, Rules()), [Candidate(1, "minne", rather_not=frozenset({day}))], Rules(roles=(Role.PRIMARY,))
    )

    assert only.person_id == 1


def test_whoever_comes_in_autumn_does_not_carry_the_winter() -> None:
    crowd = people(20, Random(1))
    crowd[0] = replace(crowd[0], from_on=date(2027, 10, 1))

    planned = plan(cut(FIRST, LAST, Rules(), NEW_YEAR), crowd, Rules())

    points = {one.id: sum(Rules().points[p.slot.kind] for p in planned if p.person_id == one.id) for one in crowd}
    assert 0.2 < points[crowd[0].id] / points[crowd[1].id] < 0.32


def test_somebody_new_begins_with_the_median_of_the_others() -> None:
    crowd = [Candidate(number, f"team {number}", opening=Totals(10)) for number in range(1, 13)]
    crowd.append(Candidate(13, "team 13", opening=None))

    planned = plan(cut(*QUARTER, Rules()), crowd, Rules())

    points = [sum(Rules().points[p.slot.kind] for p in planned if p.person_id == one.id) for one in crowd]
    assert spread(points) <= 1


def test_the_reason_says_what_of_the_points_is_credited(app: Flask) -> None:
    crowd = [Candidate(number, f"team {number}", opening=Totals(10)) for number in range(1, 13)]
    crowd.append(Candidate(13, "team 13", opening=None))

    planned = plan(cut(*QUARTER, Rules()), crowd, Rules())

    with app.test_request_context(), force_locale("en"):
        of_new = {reason_of(one.reason) for one in planned if one.person_id == 13}
        of_others = {reason_of(one.reason) for one in planned if one.person_id != 13}
    assert all("points 10 are credited" in said for said in of_new)
    assert not any("credited" in said for said in of_others)


def test_caps_by_the_month_hold() -> None:
    rules = Rules(shifts_a_month=3, days_off_a_month=1)
    planned = plan(cut(*QUARTER, rules), people(30, Random(1)), rules)

    for month in (1, 2, 3):
        for person in range(1, 31):
            mine = [one.slot.kind for one in planned if one.person_id == person and one.slot.day.month == month]
            assert len(mine) <= 3
            assert sum(1 for kind in mine if kind is not ShiftKind.WEEKNIGHT) <= 1


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_a_year_in_which_the_clocks_change_keeps_its_borders_and_the_rest_that_passes(app: Flask, zone: str) -> None:
    rules = Rules(zone=zone, day_begins=time(2, 30), day_ends=time(21))
    crowd = people(9, Random(3))
    asked = Asked(FIRST, LAST, ZoneInfo(zone), rules.day_begins, rules.day_ends)

    planned = plan(cut(FIRST, LAST, rules), crowd, rules)

    with app.test_request_context():
        assert problems(printed(planned, crowd, rules), asked) == []
