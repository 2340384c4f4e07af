"""What came back from others: thanks, hours somebody took over, quirks that somebody found still true."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased

from studyhub.db import db, kept
from studyhub.meetings.thanks import queries as thanks
from studyhub.meetings.thanks.queries import Received
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps.held import IS_IN_FORCE
from studyhub.rota.swaps.models import Swap, SwapKind
from studyhub.services.models import Quirk, QuirkRevision, Service

SHOWN = 5
# What a rota that was planned anew took from everybody is nobody's kindness.
KIND = (SwapKind.GIVE, SwapKind.EXCHANGE, SwapKind.COVER_NOW, SwapKind.TAKE)


@dataclass(frozen=True)
class TookOver:
    """Hours of a shift that changed hands: `is_mine` where they were taken from the person, else they took them.

    `other` is the name of the other one, "" where nobody had them; `words` what was written with the request.
    """

    at: datetime
    shift: Shift
    other: str
    is_mine: bool
    words: str


@dataclass(frozen=True)
class StillTrue:
    """A quirk in the person's words that somebody else confirmed."""

    at: datetime
    quirk_id: int
    title: str
    service: Service
    by: str


@dataclass(frozen=True)
class CameBack:
    """All of it, each the newest first."""

    thanks: list[Received]
    swaps: list[TookOver]
    quirks: list[StillTrue]

    @property
    def is_empty(self) -> bool:
        """Whether nothing came back yet."""
        return not (self.thanks or self.swaps or self.quirks)


def came_back(person: User, reader: User) -> CameBack:
    """What somebody got; others than themselves read the thanks that they show."""
    said = list(thanks.received(person, reader))[:SHOWN]
    if person.id != reader.id:
        return CameBack(said, [], [])
    return CameBack(said, _swaps(person), _quirks(person))


def _swaps(person: User) -> list[TookOver]:
    asked = {"person": person.id}
    return [
        TookOver(at, shift, (taker if giver_id == person.id else giver) or "", giver_id == person.id, words)
        for at, shift, giver_id, giver, taker, words in db.session.execute(_of_swaps(), asked)
    ]


@kept
def _of_swaps() -> Select[*tuple[Any, ...]]:
    giver, taker = aliased(User), aliased(User)
    return (
        select(Swap.accepted_at, Shift, Swap.giver_id, giver.name, taker.name, Swap.words)
        .join(Shift, Shift.id == Swap.shift_id)
        .outerjoin(giver, giver.id == Swap.giver_id)
        .join(taker, taker.id == Swap.taker_id)
        .where((Swap.giver_id == bindparam("person")) | (Swap.taker_id == bindparam("person")))
        .where(IS_IN_FORCE, Swap.kind.in_(KIND))
        .order_by(Swap.accepted_at.desc(), Swap.id.desc())
        .limit(SHOWN)
    )


def _quirks(person: User) -> list[StillTrue]:
    return [StillTrue(*row) for row in db.session.execute(_of_quirks(), {"person": person.id})]


@kept
def _of_quirks() -> Select[*tuple[Any, ...]]:
    return (
        select(Quirk.confirmed_at, Quirk.id, QuirkRevision.title, Service, User.name)
        .join(QuirkRevision, (QuirkRevision.quirk_id == Quirk.id) & (QuirkRevision.number == Quirk.head_number))
        .join(Service, Service.id == Quirk.service_id)
        .join(User, User.id == Quirk.confirmed_by_id)
        .where(QuirkRevision.author_id == bindparam("person"), Quirk.confirmed_by_id != bindparam("person"))
        .where(Quirk.retired_at.is_(None), Service.retired_at.is_(None))
        .order_by(Quirk.confirmed_at.desc(), Quirk.id.desc())
        .limit(SHOWN)
    )
