"""What becomes of swaps when people go, and when two accounts of one person become one."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import select

from studyhub.commitments.models import Commitment
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.departures import leaving
from studyhub.people.models import Unavailability, User, UserState
from studyhub.rota import queries
from studyhub.rota.models import Shift
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import answering, asking, held, merging
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.rota.swaps.held import Duty
from studyhub.rota.swaps.models import Swap
from studyhub.rota.swaps.queries import asks_of
from tests.cast import NOON, OF_PEOPLE, Cast

# Rest is confirmed of all of them.
EVERYBODY = range(1000)


def whose(night: Shift) -> list[int | None]:
    return [duty.user_id for duty in held.of_shift(night)]


def given(hours: Hours, giver: User, taker: User) -> Swap:
    swap = asking.ask(hours, giver, [taker], by=giver, now=NOON)
    answering.accept(swap, taker, now=NOON)
    return swap


def test_what_somebody_took_is_whose_it_was_when_they_go(
    cast: Cast, night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    given(hours, giver, able[0])

    leaving.move(able[0], UserState.ON_LEAVE, OF_PEOPLE, by=cast.admin, now=NOON)

    assert whose(night) == [giver.id]
    told = select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "swap_undone")
    assert giver.id in set(db.session.scalars(told))


def test_what_somebody_gave_away_stays_given_when_they_go(
    cast: Cast, night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    given(hours, giver, able[0])

    leaving.move(giver, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)

    assert whose(night) == [able[0].id]


def test_it_is_vacant_where_whoever_gave_it_may_not_have_it_any_more(
    cast: Cast, night: Shift, hours: Hours, giver: User, able: list[User], keeper: User
) -> None:
    given(hours, giver, able[0])
    db.session.add(Unavailability(user_id=giver.id, starts_on=night.day, ends_on=night.day))

    leaving.move(able[0], UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)

    assert whose(night) == [None]
    told = select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "swap_vacant")
    assert set(db.session.scalars(told)) == {keeper.id}


def test_whoever_goes_asks_nobody_and_is_asked_no_more(
    cast: Cast, night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    swap = asking.ask(hours, giver, able[:2], by=giver, now=NOON)

    leaving.move(able[0], UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)
    declined = asks_of([swap.id])[0].declined_at
    leaving.move(giver, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)

    assert declined == NOON
    assert swap.withdrawn_at == NOON
    assert whose(night) == [None]


def test_what_a_third_gave_and_was_exchanged_since_is_vacant_where_they_have_the_other_role(
    cast: Cast, night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    given(hours, giver, able[0])
    mine, theirs = next(_exchanges(night, able[0]))
    other = theirs.user
    assert other is not None
    swap = asking.propose_exchange(mine, theirs, by=able[0], now=NOON, confirmed=EVERYBODY)
    answering.accept(swap, other, now=NOON, confirmed=EVERYBODY)
    beside = next(one for one in held.held(night.starts_at, night.ends_at) if one.role is Role.SECONDARY)
    assert beside.user is not None
    second = asking.as_hours(beside)
    taken = asking.ask(second, beside.user, [giver], by=beside.user, now=NOON, confirmed=EVERYBODY)
    answering.accept(taken, giver, now=NOON, confirmed=EVERYBODY)

    leaving.move(able[0], UserState.ON_LEAVE, OF_PEOPLE, by=cast.admin, now=NOON)

    duties = held.held(night.starts_at, night.ends_at)
    assert [(duty.role, duty.user_id) for duty in duties] == [(Role.PRIMARY, None), (Role.SECONDARY, giver.id)]


def _exchanges(night: Shift, user: User) -> Iterator[tuple[Duty, Duty]]:
    """What somebody could exchange a night for, whatever their rest."""
    (mine,) = held.of_shift(night)
    for theirs in held.held(night.ends_at, night.ends_at + timedelta(days=14)):
        with suppress(asking.CannotTake):
            if theirs.user_id not in {None, user.id}:
                asking.require_exchange(mine, theirs, EVERYBODY, now=NOON)
                yield mine, theirs


def test_a_person_of_two_accounts_is_in_one_role_of_a_shift(night: Shift, giver: User, keeper: User) -> None:
    secondary = queries.on_duty(night.starts_at)[1].user
    assert secondary is not None

    merging.settle(secondary, giver, now=NOON)

    duties = held.held(night.starts_at, night.ends_at)
    assert [(duty.role, duty.user_id) for duty in duties] == [(Role.PRIMARY, giver.id), (Role.SECONDARY, None)]
    at_once = Commitment.user_id == secondary.id, Commitment.starts_at == night.starts_at
    assert db.session.scalars(select(Commitment).where(*at_once)).all() == []
    told = select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "swap_vacant")
    assert set(db.session.scalars(told)) == {keeper.id}
