"""The page of one shift: whose it is, where what was asked stands, and who could take it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.planning.explaining import Vacancy, Why
from studyhub.rota.planning.inputs import Role
from studyhub.rota.reasons import restored
from studyhub.rota.swaps import asking, held, queries, rules, undoing
from studyhub.rota.swaps.deadlines import answer_until
from studyhub.rota.swaps.finding.candidates import Offers, offers
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.rota.swaps.held import Duty
from studyhub.rota.swaps.models import Swap, SwapAsk, SwapKind, SwapState


@dataclass(frozen=True)
class Request:
    """What was asked and is open: of whom, and who declined. `mine` is that the reader is asked.

    `leaves` is the role that becomes vacant where the reader covers now, as they have that one meanwhile.
    """

    swap: Swap
    asks: Sequence[SwapAsk]
    mine: SwapAsk | None
    can_withdraw: bool
    leaves: Role | None

    @property
    def left(self) -> list[SwapAsk]:
        """Those who have not answered."""
        return [ask for ask in self.asks if ask.declined_at is None]

    @property
    def answer_until(self) -> datetime | None:
        """Until when an answer is expected; None where it is asked for at once."""
        is_at_once = self.swap.kind is SwapKind.COVER_NOW or not self.asks
        return None if is_at_once else answer_until(self.swap, self.asks)

    @property
    def words(self) -> str:
        """What was said, for those it was said to and by."""
        return self.swap.words if self.mine or self.can_withdraw else ""


@dataclass(frozen=True)
class Page:
    """A shift as a reader sees it. `giver` is whose hours the reader may give away, `hours` are those."""

    shift: Shift
    now: datetime
    duties: list[Duty]
    beside: list[Duty]
    reason: Why | Vacancy
    requests: list[Request]
    done: list[tuple[Swap, bool]]
    giver: User | None
    duty: Duty | None
    could_give: list[User]
    vacant: Duty | None

    @property
    def is_over(self) -> bool:
        return self.shift.ends_at <= self.now

    @property
    def is_running(self) -> bool:
        """Whether the hours that may be given away run already."""
        return self.duty is not None and self.duty.starts_at <= self.now


def page(shift: Shift, reader: User, *, giver_id: int | None, now: datetime) -> Page:
    """The page of a shift; on behalf of `giver_id` where the reader may, else of the reader themselves."""
    duties = held.of_shift(shift)
    to_come = [duty for duty in duties if duty.ends_at > now]
    could_give = _could_give(to_come, reader)
    giver = _giver(could_give, reader, giver_id)
    duty = next((one for one in to_come if giver is not None and one.user_id == giver.id), None)
    swaps = queries.swaps_of(shift)
    around = held.held(shift.starts_at, shift.ends_at)
    return Page(
        shift,
        now,
        duties,
        beside=[one for one in around if one.role is not shift.role],
        reason=restored(shift.reason),
        requests=_requests(swaps, reader, now),
        done=[(one, can_undo(one, reader, now)) for one in swaps if one.state is SwapState.ACCEPTED],
        giver=giver,
        duty=duty,
        could_give=could_give,
        vacant=next((one for one in to_come if one.user is None), None),
    )


def _could_give(duties: Sequence[Duty], reader: User) -> list[User]:
    """Whose hours the reader may give away: their own first."""
    people = {duty.user.id: duty.user for duty in duties if duty.user is not None}
    allowed = [user for user in people.values() if rules.can_ask_for(reader, user)]
    return sorted(allowed, key=lambda user: user.id != reader.id)


def _giver(could_give: Sequence[User], reader: User, giver_id: int | None) -> User | None:
    """The one who was chosen, or the reader; another only on purpose."""
    wanted = giver_id or reader.id
    return next((user for user in could_give if user.id == wanted), None)


def _requests(swaps: Sequence[Swap], reader: User, now: datetime) -> list[Request]:
    open_ones = [swap for swap in swaps if is_open(swap, now)]
    asks = queries.asks_of([swap.id for swap in open_ones])
    return [
        Request(
            swap,
            of_swap := [ask for ask in asks if ask.swap_id == swap.id],
            mine=next((ask for ask in of_swap if ask.user_id == reader.id and ask.declined_at is None), None),
            can_withdraw=reader.is_rota_keeper or reader.id in {swap.giver_id, swap.asked_by_id},
            leaves=_leaves(swap, reader, now),
        )
        for swap in open_ones
    ]


def _leaves(swap: Swap, reader: User, now: datetime) -> Role | None:
    if swap.kind is not SwapKind.COVER_NOW:
        return None
    hours = Hours(swap.shift, max(swap.starts_at, now), swap.ends_at)
    return asking.other_role(swap.shift) if reader.id in {one.id for one in asking.beside(hours)} else None


def is_open(swap: Swap, now: datetime) -> bool:
    """Whether somebody may still answer."""
    ends_at = swap.ends_at if swap.kind is SwapKind.COVER_NOW else swap.starts_at
    return swap.state is SwapState.ASKED and now < ends_at


def can_undo(swap: Swap, reader: User, now: datetime) -> bool:
    """Whether the page of a shift offers somebody to undo a swap; of an exchange, both halves."""
    if not rules.can_undo(reader, swap):
        return False
    return all(undoing.can_be_undone(half, now) for half in queries.both(swap))


def offers_of(page: Page, hours: Hours) -> Offers:
    """Who could take hours of the giver's and was not asked for them yet, fairest first."""
    found = offers(hours, page.giver.id if page.giver else None, now=page.now)
    asked = {ask.user_id for one in page.requests if _is_of(one.swap, hours, page.giver) for ask in one.asks}
    return replace(
        found,
        can=[one for one in found.can if one.person.id not in asked],
        resting=[one for one in found.resting if one.person.id not in asked],
        asked=len(asked),
    )


def _is_of(swap: Swap, hours: Hours, giver: User | None) -> bool:
    """Whether it is these hours that were asked for, to be given away."""
    span = swap.starts_at, swap.ends_at
    is_by_giver = giver is not None and swap.giver_id == giver.id
    return swap.kind is SwapKind.GIVE and is_by_giver and span == (hours.starts_at, hours.ends_at)
