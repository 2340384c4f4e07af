"""Several rotas one after another are fair to whoever comes, is on leave, or is ill, and to the others."""

from collections.abc import Collection
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from studyhub.db import db
from studyhub.departures import leaving, merging
from studyhub.people.days import unavailability
from studyhub.people.days.unavailability import Said
from studyhub.people.models import User, UserState
from studyhub.rota import drafting, publishing, queries
from studyhub.rota.candidates import candidates
from studyhub.rota.crediting.credits import Account, accounts
from studyhub.rota.crediting.queries import history
from studyhub.rota.models import Rota, RotaDraft, Shift
from studyhub.rota.planning.inputs import Totals
from studyhub.rota.swaps import answering, asking, held
from studyhub.rota.swaps.finding.candidates import offers
from studyhub.services.models import Readiness
from studyhub.services.states import ReadinessState
from tests.cast import NOON, OF_PEOPLE, Cast, query_count
from tests.rota.conftest import FIRST

SIX_WEEKS = timedelta(weeks=6)


def plan(number: int, keeper: User, *, seed: int = 0) -> Rota:
    """Plan and publish the six weeks of a number, the day before the first of them, and as if they were over."""
    first = FIRST + number * SIX_WEEKS
    rota = drafting.make(f"{first}", first, first + SIX_WEEKS - timedelta(days=1), by=keeper, now=NOON)
    publishing.publish(drafting.draft(rota, by=keeper, now=begins(number), seed=seed), by=keeper, now=begins(number))
    db.session.commit()
    return rota


def plan_again(rota: Rota, keeper: User, now: datetime) -> None:
    draft = drafting.plan_anew(rota, by=keeper, now=now).draft
    assert draft is not None
    publishing.publish(draft, by=keeper, now=now)
    db.session.commit()


def begins(number: int) -> datetime:
    """Some days before the six weeks of a number begin."""
    return NOON + number * SIX_WEEKS


def points(rota: Rota, people: Collection[User]) -> list[int]:
    """What each has of a rota."""
    rows = select(Shift.user_id, func.sum(Shift.points)).where(Shift.rota_id == rota.id).group_by(Shift.user_id)
    found = dict(db.session.execute(rows).all())
    return [found.get(person.id, 0) for person in people]


def apart(points: Collection[float]) -> float:
    return max(points) - min(points)


def set_readiness(person: User, state: ReadinessState) -> None:
    db.session.execute(update(Readiness).where(Readiness.user_id == person.id).values(state=state))


def move(person: User, state: UserState, cast: Cast, now: datetime) -> None:
    leaving.move(person, state, OF_PEOPLE, by=cast.admin, now=now)
    db.session.commit()


@pytest.mark.parametrize("seed", range(3))
def test_whoever_came_before_the_second_rota_has_no_more_than_the_others_in_the_third(
    crew: list[User], keeper: User, seed: int
) -> None:
    set_readiness(crew[0], ReadinessState.PRACTISING)
    plan(0, keeper, seed=seed)
    set_readiness(crew[0], ReadinessState.READY)

    second, third = plan(1, keeper, seed=seed), plan(2, keeper, seed=seed)

    assert apart(points(second, crew)) <= 2
    assert apart(points(third, crew)) <= 2


@pytest.mark.parametrize("seed", range(3))
def test_whoever_was_on_leave_for_the_second_rota_has_no_more_than_the_others_in_the_third(
    cast: Cast, crew: list[User], keeper: User, seed: int
) -> None:
    plan(0, keeper, seed=seed)
    move(crew[0], UserState.ON_LEAVE, cast, begins(1))
    second = plan(1, keeper, seed=seed)
    move(crew[0], UserState.ACTIVE, cast, begins(2))

    third = plan(2, keeper, seed=seed)

    assert points(second, crew)[0] == 0
    assert apart(points(third, crew)) <= 2


def test_whoever_came_back_from_half_a_rota_has_no_more_than_the_others_in_the_next(
    cast: Cast, crew: list[User], keeper: User
) -> None:
    plan(0, keeper)
    second, middle = plan(1, keeper), begins(1) + SIX_WEEKS / 2
    move(crew[0], UserState.ON_LEAVE, cast, middle)
    plan_again(second, keeper, middle)
    move(crew[0], UserState.ACTIVE, cast, begins(2))

    third = plan(2, keeper)

    assert points(second, crew)[0] < points(second, crew)[1]
    assert apart(points(third, crew)) <= 2


def test_whoever_came_in_the_middle_of_a_rota_does_not_make_up_for_the_rest_of_it(
    cast: Cast, crew: list[User], keeper: User
) -> None:
    set_readiness(crew[0], ReadinessState.PRACTISING)
    first = plan(0, keeper)
    set_readiness(crew[0], ReadinessState.READY)
    move(crew[1], UserState.LEFT, cast, begins(0) + SIX_WEEKS / 2)
    plan_again(first, keeper, begins(0) + SIX_WEEKS / 2)

    second = plan(1, keeper)

    assert points(first, crew)[0] > 0
    assert apart(points(second, [crew[0], *crew[2:]])) <= 2


def test_whoever_was_ill_does_not_make_up_for_it(crew: list[User], keeper: User) -> None:
    first = plan(0, keeper)
    before = points(first, crew)
    unavailability.note(crew[0], Said(FIRST, FIRST + SIX_WEEKS / 2))
    plan_again(first, keeper, begins(0))
    after = points(first, crew)

    second = plan(1, keeper)

    assert after[0] < before[0]
    # The others have what they did for the ill one, and as much less now.
    with_credit = [before[0], *after[1:]]
    assert apart([sum(of_both) for of_both in zip(with_credit, points(second, crew), strict=True)]) <= 1


def test_what_somebody_ill_cannot_do_is_not_replaced_by_other_shifts_of_the_rota(
    cast: Cast, crew: list[User], keeper: User
) -> None:
    rota = plan(0, keeper)
    unavailability.note(crew[0], Said(FIRST, FIRST + timedelta(days=20)))
    plan_again(rota, keeper, begins(0))
    left = points(rota, crew)[0]
    move(crew[1], UserState.LEFT, cast, begins(0))

    plan_again(rota, keeper, begins(0))

    assert points(rota, crew)[0] <= left + 1


def test_what_another_gave_away_for_somebody_ill_counts_for_both(crew: list[User], keeper: User) -> None:
    rota = plan(0, keeper)
    night = db.session.scalars(select(Shift).order_by(Shift.starts_at, Shift.role).limit(1)).one()
    hours, giver = asking.as_hours(held.of_shift(night)[0]), night.user
    assert giver is not None
    taker = offers(hours, giver.id, now=NOON).can[0].person
    swap = asking.ask(hours, giver, [taker], by=keeper, now=NOON)
    answering.accept(swap, taker, now=NOON)

    found = what_all_have()

    had = dict(zip((one.id for one in crew), points(rota, crew), strict=True))
    assert (found[giver.id].points, found[giver.id].credited) == (had[giver.id], night.points)
    assert (found[taker.id].points, found[taker.id].credited) == (had[taker.id] + night.points, 0)


def test_what_somebody_gives_away_themselves_is_not_credited(crew: list[User], keeper: User) -> None:
    plan(0, keeper)
    night = db.session.scalars(select(Shift).order_by(Shift.starts_at, Shift.role).limit(1)).one()
    hours, giver = asking.as_hours(held.of_shift(night)[0]), night.user
    assert giver is not None
    taker = offers(hours, giver.id, now=NOON).can[0].person
    answering.accept(asking.ask(hours, giver, [taker], by=giver, now=NOON), taker, now=NOON)

    assert {one.credited for one in what_all_have().values()} == {0}


def what_all_have() -> dict[int, Account]:
    """As the next plan begins with."""
    first, last = FIRST, FIRST + SIX_WEEKS
    return accounts(held.held(begins(0), begins(2)), history(first, last))


def test_whoever_had_no_shift_in_a_short_rota_is_not_new(crew: list[User], keeper: User) -> None:
    rota = drafting.make("短い", FIRST, FIRST + timedelta(days=1), by=keeper, now=NOON)
    publishing.publish(drafting.draft(rota, by=keeper, now=NOON), by=keeper, now=NOON)
    outside = held.held(begins(0), begins(1))
    first = FIRST + timedelta(days=2)

    pool = candidates(first, first + SIX_WEEKS, queries.rules(), now=NOON, outside=outside)

    assert sorted(one.opening.points for one in pool if one.opening) == [0] * 8 + [1] * 4


def test_an_older_rota_credits_whoever_had_nothing_of_it(crew: list[User], keeper: User) -> None:
    set_readiness(crew[0], ReadinessState.PRACTISING)
    plan(0, keeper)
    db.session.execute(update(RotaDraft).values(pool=None))
    set_readiness(crew[0], ReadinessState.READY)

    second, third = plan(1, keeper), plan(2, keeper)

    assert apart(points(second, crew)) <= 2
    assert apart(points(third, crew)) <= 2


def test_two_accounts_of_one_person_were_in_the_pool_as_one(cast: Cast, crew: list[User], keeper: User) -> None:
    plan(0, keeper)
    new = User(email="new@example.com", name="Crew 00", state=UserState.ACTIVE, created_at=NOON)
    db.session.add(new)
    db.session.commit()
    had = what_all_have()[crew[0].id]

    merging.merge(crew[0], new, OF_PEOPLE, by=cast.admin, now=begins(1))

    assert what_all_have()[new.id] == had


def test_planning_asks_as_often_whatever_was_planned_before(crew: list[User], keeper: User) -> None:
    def opening_of(number: int) -> list[Totals | None]:
        first = FIRST + number * SIX_WEEKS
        outside = held.held(begins(0), begins(number))
        rules = queries.rules()
        with query_count(7):
            pool = candidates(first, first + SIX_WEEKS, rules, now=begins(number), outside=outside)
        return [one.opening for one in pool]

    plan(0, keeper)
    once = opening_of(1)
    for number in (1, 2):
        plan(number, keeper)

    assert len(opening_of(3)) == len(once) == len(crew)
