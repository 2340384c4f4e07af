"""A request of hours: the open one that there is already, or a new one, and who is asked in it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps import queries, telling
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.rota.swaps.models import Swap, SwapAsk, SwapKind


class Declined(Exception):
    """Somebody, the argument, was asked for these hours and said that they cannot: they are not asked again."""

    def __init__(self, person: User) -> None:
        super().__init__(person)
        self.person = person


def known(hours: Hours, giver: User, kind: SwapKind, in_return: Shift | None = None) -> Swap | None:
    """The request of these hours that is open, for the same in return."""
    same = [
        Swap.shift_id == hours.shift.id,
        Swap.giver_id == giver.id,
        Swap.kind == kind,
        Swap.ends_at == hours.ends_at,
        Swap.in_return_id == (in_return.id if in_return else None),
    ]
    if kind is not SwapKind.COVER_NOW:
        same.append(Swap.starts_at == hours.starts_at)
    return db.session.scalar(select(Swap).where(*same, *queries.IS_OPEN).order_by(Swap.id).limit(1))


def request(
    hours: Hours,
    giver: User,
    kind: SwapKind,
    *,
    by: User,
    now: datetime,
    words: str = "",
    in_return: Shift | None = None,
) -> Swap:
    """The request of these hours that is open already, with words that are said now, or a new one. Does not commit."""
    swap = known(hours, giver, kind, in_return)
    if swap is not None:
        swap.words = words or swap.words
        return swap
    span = {"shift": hours.shift, "starts_at": hours.starts_at, "ends_at": hours.ends_at}
    swap = Swap(kind=kind, giver=giver, asked_by=by, asked_at=now, words=words, in_return=in_return, **span)
    db.session.add(swap)
    db.session.flush()
    return swap


def declined(swap: Swap) -> dict[int, User]:
    """Those who were asked and said that they cannot, by their ids."""
    return {ask.user_id: ask.user for ask in queries.asks_of([swap.id]) if ask.declined_at is not None}


def require_undeclined(swap: Swap, people: Sequence[User]) -> None:
    """Raises Declined where one of these people said already that they cannot."""
    no = declined(swap)
    for person in people:
        if person.id in no:
            raise Declined(person)


def add_asks(swap: Swap, people: Sequence[User], *, by: User, now: datetime) -> None:
    """Ask those who were not asked yet, and tell them. Does not commit.

    That nobody took the hours is not true any more: it is told anew should none of these take them.
    """
    asked = {ask.user_id for ask in queries.asks_of([swap.id])}
    new = [person for person in people if person.id not in asked]
    db.session.add_all(SwapAsk(swap=swap, user=person, asked_at=now) for person in new)
    if new:
        swap.unanswered_at = None
        after = {"user_ids": [person.id for person in new], "user_id": swap.giver_id}
        trail.record("swap.asked", swap.shift, by=by, now=now, after=after)
        telling.asked(swap, new, by=by, now=now)
