"""Who is told what of swaps. Words: `rota/messages/`."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from studyhub.delivery import outbox
from studyhub.delivery.texts import Payload
from studyhub.people.models import User
from studyhub.rota import queries as rota
from studyhub.rota.models import LONGEST
from studyhub.rota.swaps import held, queries
from studyhub.rota.swaps.deadlines import answer_until
from studyhub.rota.swaps.finding.candidates import offers
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.rota.swaps.models import Swap, SwapAsk, SwapKind, SwapState

# A change so near to the shift is told to whoever hands over and to the leads, too.
SOON = timedelta(hours=24)
# So many of those who could be asked next are named.
NAMED = 3


def asked(swap: Swap, people: Sequence[User], *, by: User, now: datetime) -> None:
    """Those who are asked; and whoever gives, where another asks on their behalf."""
    until = "" if swap.kind is SwapKind.COVER_NOW else answer_until(swap, queries.asks_of([swap.id])).isoformat()
    payload = _payload(swap) | {"words": swap.words, "by": by.name, "until": until}
    _tell("swap_asked", swap, people, payload | {"on_behalf": False}, now=now)
    if swap.giver is not None and swap.giver.id != by.id:
        _tell("swap_asked", swap, [swap.giver], payload | {"on_behalf": True}, now=now)


def accepted(swap: Swap, *, now: datetime) -> None:
    """Whoever gave and whoever asked for them; of a change within a day everybody concerned."""
    payload = _payload(swap)
    told = [user for user in (swap.giver, swap.asked_by) if user is not None and user.id != swap.taker_id]
    _tell("swap_accepted", swap, told, payload, now=now)
    _tell_if_soon(swap, payload, now=now)


def declined(swap: Swap, user: User, *, is_last: bool, now: datetime) -> None:
    """Whoever gives; that nobody is left who could answer, loudly."""
    _tell("swap_declined", swap, _askers(swap), _payload(swap) | {"by": user.name}, now=now, about=f":{user.id}")
    if is_last:
        unanswered(swap, now=now)


def withdrawn(swap: Swap, *, by: User, now: datetime) -> None:
    """Those who were asked and did not decline."""
    people = [ask.user for ask in queries.asks_of([swap.id]) if ask.declined_at is None]
    payload = _payload(swap) | {"by": by.name, "was_accepted": False}
    _tell("swap_undone", swap, [*people, *_askers(swap)], payload, now=now, by=by)


def undone(swap: Swap, *, by: User, now: datetime) -> None:
    """Both; of a change within a day everybody concerned."""
    payload = _payload(swap) | {"by": by.name, "was_accepted": True}
    people = [user for user in (swap.giver, swap.taker, swap.asked_by) if user is not None]
    _tell("swap_undone", swap, people, payload, now=now, by=by)
    _tell_if_soon(swap, payload | {"taker": payload["giver"], "giver": payload["taker"]}, now=now, about=":undone")


def dropped(swap: Swap, *, by: User, now: datetime, is_givers: bool = False) -> None:
    """That a rota planned anew ends a request, or leaves hours that were swapped not to whoever took them.

    Whoever gave them reads that they are theirs again only where the plan says so.
    """
    was_accepted = swap.state is SwapState.ACCEPTED
    answering = [] if was_accepted else queries.asks_of([swap.id])
    asked = [ask.user for ask in answering if ask.declined_at is None]
    payload = _payload(swap) | {"by": by.name, "was_accepted": was_accepted, "rota_id": swap.shift.rota_id}
    people = [*asked, *([swap.taker] if swap.taker else []), *_askers(swap)]
    if was_accepted and not is_givers:
        payload["giver"] = ""
    _tell("swap_undone", swap, people, payload, now=now, by=by)


def silent(swap: Swap, asks: Sequence[SwapAsk], *, now: datetime) -> None:
    """That nobody answers: whoever gives and whoever asked, with who could be asked next.

    Once, and once more when others were asked since. Does not commit.
    """
    key = f"swap_silent:{swap.id}:{max(ask.asked_at for ask in asks).isoformat()}"
    if outbox.without_told([(user, key, {}) for user in _askers(swap)]):
        asked = {ask.user_id for ask in asks}
        could = offers(Hours(swap.shift, swap.starts_at, swap.ends_at), swap.giver_id, now=now).can
        names = [one.person.name for one in could if one.person.id not in asked][:NAMED]
        _tell("swap_silent", swap, _askers(swap), _payload(swap) | {"next": names}, now=now, key=key)


def unanswered(swap: Swap, *, now: datetime) -> None:
    """That nobody took the hours: whoever gives and stays on duty, their leads, the keepers. Does not commit.

    Once, and once more when others were asked since.
    """
    if swap.unanswered_at is not None:
        return
    swap.unanswered_at = now
    last = max((ask.asked_at for ask in queries.asks_of([swap.id])), default=swap.asked_at)
    ids = [swap.giver_id] if swap.giver_id else []
    people = [*_askers(swap), *queries.leads_of(ids), *rota.keepers()]
    about = f":{last.isoformat()}"
    _tell("swap_unanswered", swap, people, _payload(swap) | {"giver_id": swap.giver_id}, now=now, about=about)


def vacant(swap: Swap, *, now: datetime) -> None:
    """That nobody has hours any more: the keepers."""
    _tell("swap_vacant", swap, rota.keepers(), _payload(swap), now=now)


def _tell_if_soon(swap: Swap, payload: Payload, *, now: datetime, about: str = "") -> None:
    if swap.starts_at > now + SOON:
        return
    both = [user for user in (swap.giver, swap.taker) if user is not None]
    leads = queries.leads_of([user.id for user in both])
    _tell("shift_changed", swap, [*both, *leads, *_before(swap)], payload, now=now, about=about)


def _before(swap: Swap) -> list[User]:
    """Whoever hands over: who has the role before the hours begin."""
    duties = held.held(swap.starts_at - LONGEST, swap.starts_at, role=swap.shift.role)
    people = [duty.user for duty in duties if duty.ends_at <= swap.starts_at and duty.user is not None]
    return people[-1:]


def _askers(swap: Swap) -> list[User]:
    return [user for user in (swap.giver, swap.asked_by) if user is not None]


def _payload(swap: Swap) -> Payload:
    in_return = swap.in_return if swap.kind is SwapKind.EXCHANGE else None
    return {
        "swap_id": swap.id,
        "shift_id": swap.shift_id,
        "kind": swap.kind.value,
        "shift": [swap.starts_at.isoformat(), swap.ends_at.isoformat(), swap.shift.role.value],
        "in_return": [in_return.starts_at.isoformat(), in_return.ends_at.isoformat(), in_return.role.value]
        if in_return
        else None,
        "giver": swap.giver.name if swap.giver else "",
        "taker": swap.taker.name if swap.taker else "",
    }


def _tell(
    kind: str,
    swap: Swap,
    people: Iterable[User],
    payload: Payload,
    *,
    now: datetime,
    by: User | None = None,
    about: str = "",
    key: str = "",
) -> None:
    """Each person once. When it was asked is in the key: a swap that is dropped may leave its number to a later one."""
    key = key or f"{kind}:{swap.id}:{swap.asked_at.isoformat()}{about}"
    told = {user.id: user for user in people}
    outbox.add_many(kind, [(user, key, payload) for user in told.values()], by=by, now=now)
