"""Who really has which hours, compared with a reference that goes minute by minute."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota import duty, queries
from studyhub.rota.models import Shift
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import hours
from studyhub.rota.swaps.held import Duty, held, laid_over
from studyhub.rota.swaps.models import Swap, SwapKind
from tests.cast import NOON, Cast, query_count

MINUTES = 90
A_MINUTE = timedelta(minutes=1)
PEOPLE = [User(id=number, name=f"Person {number}") for number in range(1, 5)]


@st.composite
def swaps(draw: st.DrawFn) -> list[Swap]:
    """Swaps in the order in which they were accepted, some reaching over the borders of the shift, some to nobody."""
    made = []
    for _ in range(draw(st.integers(0, 6))):
        begins = draw(st.integers(-20, MINUTES + 10))
        ends = begins + draw(st.integers(1, MINUTES + 20))
        taker = draw(st.sampled_from([None, *PEOPLE]))
        span = {"starts_at": NOON + begins * A_MINUTE, "ends_at": NOON + ends * A_MINUTE}
        made.append(Swap(taker=taker, kind=SwapKind.GIVE, **span))
    return made


@settings(deadline=None, max_examples=200, derandomize=True)
@given(over=swaps())
def test_hours_are_whose_they_are_minute_by_minute(over: list[Swap]) -> None:
    shift = Shift(user=PEOPLE[0], starts_at=NOON, ends_at=NOON + MINUTES * A_MINUTE, role=Role.PRIMARY, points=1)

    duties = laid_over(shift, over)

    assert [_at(duties, NOON + number * A_MINUTE) for number in range(MINUTES)] == _minute_by_minute(over)
    assert sum(duty.points for duty in duties) == pytest.approx(1)


def _at(duties: list[Duty], moment: object) -> tuple[User | None, Swap | None]:
    (duty,) = [one for one in duties if one.starts_at <= moment < one.ends_at]  # type: ignore[operator]
    return duty.user, duty.swap


def _minute_by_minute(over: list[Swap]) -> list[tuple[User | None, Swap | None]]:
    whose: list[tuple[User | None, Swap | None]] = [(PEOPLE[0], None)] * MINUTES
    for swap in over:
        for number in range(MINUTES):
            if swap.starts_at <= NOON + number * A_MINUTE < swap.ends_at:
                whose[number] = (swap.taker, swap)
    return whose


def give(night: Shift, taker: User | None, first_hour: float, last_hour: float) -> Swap:
    """Hours of a night, counted from its start, as somebody else's."""
    since, until = (night.starts_at + timedelta(hours=hour) for hour in (first_hour, last_hour))
    swap = Swap(shift=night, kind=SwapKind.GIVE, starts_at=since, ends_at=until, giver=night.user, taker=taker)
    swap.asked_by_id, swap.asked_at, swap.accepted_at = night.user_id or 0, NOON, NOON
    db.session.add(swap)
    db.session.flush()
    hours.note([night])
    db.session.commit()
    return swap


def test_a_part_given_on_is_whose_it_was_given_to(night: Shift, others: list[User]) -> None:
    give(night, others[0], 3, 9)
    given_on = give(night, others[1], 5, 6)
    # The transaction has begun.
    held(night.starts_at, night.ends_at)

    with query_count(1):
        duties = held(night.starts_at, night.ends_at, role=Role.PRIMARY)

    assert [duty.user for duty in duties] == [night.user, others[0], others[1], others[0], night.user]
    assert duties[2].swap is given_on
    assert [duty.starts_at for duty in held(night.starts_at, night.ends_at, user_id=others[1].id)] == [
        night.starts_at + timedelta(hours=5)
    ]


def test_a_swap_that_was_only_asked_for_or_undone_changes_nothing(night: Shift, others: list[User]) -> None:
    asked, undone = give(night, others[0], 0, 5), give(night, others[1], 5, 9)
    asked.accepted_at, undone.undone_at = None, NOON
    db.session.commit()

    duties = held(night.starts_at, night.ends_at, role=Role.PRIMARY)

    assert [(duty.user, duty.swap, duty.is_whole) for duty in duties] == [(night.user, None, True)]


def test_who_is_on_duty_changes_with_the_hours(cast: Cast, night: Shift, others: list[User]) -> None:
    give(night, others[0], 3, 6)
    before, during = night.starts_at + timedelta(hours=2), night.starts_at + timedelta(hours=4)

    assert queries.on_duty(before)[0].user == night.user
    assert [duty.user for duty in queries.coming(before)] == [others[0]]
    assert queries.on_duty(during)[0].user == others[0]
    found = duty.duty(others[0].id, now=before)
    assert found is not None
    assert found.mine is not None
    assert (found.mine.shift.id, found.mine.ends_at) == (night.id, night.starts_at + timedelta(hours=6))


def test_whoever_gave_a_night_away_has_the_one_after_it_as_their_next(night: Shift, others: list[User]) -> None:
    give(night, others[0], 0, 15)
    assert night.user is not None

    found = duty.duty(night.user.id, now=NOON)

    assert found is not None
    assert found.mine is not None
    assert found.mine.starts_at > night.ends_at


def test_the_hours_of_each_are_held_for_circles_too(night: Shift, others: list[User]) -> None:
    give(night, others[0], 3, 6)

    of_night = Commitment.kind == CommitmentKind.SHIFT, Commitment.source.startswith(f"shift:{night.id}/")
    noted = db.session.execute(select(Commitment.user_id, Commitment.starts_at).where(*of_night)).all()

    assert sorted(noted, key=lambda row: row[1]) == [
        (others[0].id, night.starts_at + timedelta(hours=3)),
        (night.user_id, night.starts_at + timedelta(hours=6)),
    ]
