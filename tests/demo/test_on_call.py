"""The demo holds a year of being on call: shifts, swaps, alerts, days away, and months of the allowance."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from studyhub.alerts.models import Alert, AlertDecision, DecisionKind
from studyhub.allowance.models import AllowanceMonth, AllowanceRow
from studyhub.db import db
from studyhub.duty import addresses
from studyhub.duty.models import AddressKind
from studyhub.pager import queries as pagers
from studyhub.pager.models import PagerKind, PagerSpan
from studyhub.people.models import User
from studyhub.rota import duty
from studyhub.rota.collecting import queries as collecting
from studyhub.rota.models import Shift
from studyhub.rota.swaps import held, waiting
from studyhub.rota.swaps.models import Swap, SwapKind, SwapState
from tests.demo.conftest import Demo

A_YEAR, A_QUARTER = timedelta(days=365), timedelta(days=91)


def all_of(model: Any) -> list[Any]:
    return list(db.session.scalars(select(model)))


def person(name: str) -> User:
    found: User = db.session.scalars(select(User).where(User.email == f"{name}@example.com")).one()
    return found


def test_shifts_reach_a_year_back_and_a_quarter_ahead_and_somebody_is_on_duty_next(demo: Demo) -> None:
    first, last = db.session.execute(select(func.min(Shift.starts_at), func.max(Shift.ends_at))).one()
    found = duty.duty(None, now=demo.moment)

    assert first < demo.moment - A_YEAR
    assert last > demo.moment + A_QUARTER
    assert found is not None
    assert all(shift.user for shift in (*found.running, *found.coming))


@pytest.mark.usefixtures("demo")
def test_hours_were_given_exchanged_in_part_for_somebody_ill_and_given_back() -> None:
    swaps: list[Swap] = all_of(Swap)
    accepted = [swap for swap in swaps if swap.state is SwapState.ACCEPTED]

    assert {swap.kind for swap in accepted} == {SwapKind.GIVE, SwapKind.EXCHANGE}
    assert any(swap.ends_at - swap.starts_at == timedelta(hours=2) for swap in accepted)
    assert any(swap.asked_by_id not in {swap.giver_id, swap.taker_id} for swap in accepted)
    assert any(swap.state is SwapState.UNDONE for swap in swaps)


def test_one_request_waits_for_an_answer_of_somebody_who_signs_in(demo: Demo) -> None:
    [asked] = [swap for swap in all_of(Swap) if swap.state is SwapState.ASKED]

    assert asked.starts_at > demo.moment
    assert [one.swap_id for one in waiting.asked_of(person("hayakawa.hiyori"), demo.moment)] == [asked.id]


def test_nobody_has_two_roles_at_once(demo: Demo) -> None:
    duties = held.held(demo.moment - A_YEAR, demo.moment + A_QUARTER)
    counts = Counter((duty.starts_at, duty.user_id) for duty in duties)

    assert set(counts.values()) == {1}


def test_the_pager_is_never_sent_anything(demo: Demo) -> None:
    pager = pagers.pager()

    assert pager is not None
    assert (pager.kind, pager.address, all_of(PagerSpan)) == (PagerKind.CALENDAR, "", [])


@pytest.mark.usefixtures("demo")
def test_each_kind_of_reader_has_an_address_and_most_people_a_number() -> None:
    with_number = [user for user in all_of(User) if user.telephone]

    assert {one.kind for one in addresses.all_addresses()} == set(AddressKind)
    assert len(with_number) == 33


def test_days_away_are_asked_for_and_most_have_answered(demo: Demo) -> None:
    [collection] = collecting.running(person("katagiri.shuji"), demo.moment)
    answers = collecting.answers(collection)

    assert 20 <= sum(one.answered_at is not None for one in answers) < len(answers)
    assert collecting.unanswered(person("hayakawa.hiyori"), demo.moment) == [collection]


@pytest.mark.usefixtures("demo")
def test_months_are_closed_and_one_is_corrected_with_a_reason() -> None:
    corrections = [row for row in all_of(AllowanceRow) if row.is_correction]

    assert len(all_of(AllowanceMonth)) >= 11
    assert sorted(row.sign * row.minutes for row in corrections) == [-60, 60]
    assert len({row.month_id for row in corrections}) == 1
    assert any(row.responses for row in all_of(AllowanceRow))


def test_alerts_rang_in_each_month_of_a_year_and_every_kind_of_decision_was_taken(demo: Demo) -> None:
    moments = db.session.scalars(select(Alert.starts_at).where(Alert.starts_at > demo.moment - A_YEAR))

    assert len({(moment.year, moment.month) for moment in moments}) >= 12
    assert {one.kind for one in all_of(AlertDecision)} == set(DecisionKind)
