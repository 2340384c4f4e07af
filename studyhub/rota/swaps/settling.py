"""What follows whenever hours of a shift change hands, by a swap, a new plan or a person who goes."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete, or_

from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import DraftShift, Shift
from studyhub.rota.reasons import LEFT
from studyhub.rota.swaps import asking, held, hours, queries, telling
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.rota.swaps.held import Duty
from studyhub.rota.swaps.models import DroppedHours, Swap, SwapAsk, SwapKind, SwapState


def hand_over(shifts: Collection[Shift], *, now: datetime) -> None:
    """As `settle`, of shifts that a swap changes: calendars have to know. Does not commit."""
    for shift in shifts:
        shift.sequence, shift.changed_at = shift.sequence + 1, now
    settle(shifts, now=now)


def settle(shifts: Collection[Shift], *, now: datetime) -> None:
    """Note whose the hours are, and end what was asked by whoever does not have them any more. Does not commit."""
    hours.note(shifts)
    for swap in queries.open_swaps([shift.id for shift in shifts]):
        if not _is_of_use(swap, now):
            swap.withdrawn_at = now
    db.session.flush()


def _is_of_use(swap: Swap, now: datetime) -> bool:
    span = Hours(swap.shift, max(swap.starts_at, swap.shift.starts_at), min(swap.ends_at, swap.shift.ends_at))
    if span.ends_at <= now or span.starts_at >= span.ends_at:
        return False
    if not asking.has_all(held.of_shift(swap.shift), span, swap.giver_id):
        return False
    asked = {ask.user_id for ask in queries.asks_of([swap.id])}
    if swap.in_return is None:
        return True
    return any(duty.is_whole and duty.user_id in asked for duty in held.of_shift(swap.in_return))


def vacate(user: User, span: Hours, *, by: User, now: datetime) -> None:
    """Leave vacant what somebody has in the other role during hours, and tell the keepers. Does not commit."""
    mine = held.held(span.starts_at, span.ends_at, user_id=user.id)
    for duty in mine:
        if duty.shift.role is not span.shift.role:
            starts_at, ends_at = max(duty.starts_at, span.starts_at), min(duty.ends_at, span.ends_at)
            leave_vacant(duty, starts_at, ends_at, by=by, now=now)
            hand_over([duty.shift], now=now)


def leave_vacant(duty: Duty, starts_at: datetime, ends_at: datetime, *, by: User, now: datetime) -> None:
    """Let nobody have hours of a duty any more, and tell the keepers. Does not commit, nor settle."""
    span = {"starts_at": starts_at, "ends_at": ends_at, "asked_at": now, "accepted_at": now}
    swap = Swap(shift=duty.shift, kind=SwapKind.VACATE, giver=duty.user, asked_by=by, **span)
    db.session.add(swap)
    if duty.swap is None and (starts_at, ends_at) == (duty.shift.starts_at, duty.shift.ends_at):
        # Nothing is left of what was published: it is planned again as any other vacancy.
        duty.shift.user, duty.shift.reason = None, LEFT
    db.session.flush()
    telling.vacant(swap, now=now)


def end_vacancies(shifts: Collection[Shift], *, now: datetime) -> None:
    """Let shifts that were planned anew be whose the plan says, where hours of them had become vacant.

    What somebody had before they became vacant does not come back to them by that.
    """
    for shift in shifts:
        over = queries.in_force(shift)
        vacated = [swap for swap in over if swap.kind is SwapKind.VACATE]
        hidden = [swap for number, swap in enumerate(over) if any(_covers(one, swap) for one in over[number + 1 :])]
        left = held.laid_over(shift, [swap for swap in over if swap not in {*vacated, *hidden}])
        ended = [one for one in vacated if not any(duty.swap and _hours(one).overlaps(duty) for duty in left)]
        for swap in (*ended, *hidden):
            swap.undone_at = now
    db.session.flush()


def _covers(vacated: Swap, swap: Swap) -> bool:
    """Whether nothing of a swap is to be seen since hours became vacant."""
    is_vacancy = vacated.kind is SwapKind.VACATE
    return is_vacancy and vacated.starts_at <= swap.starts_at and swap.ends_at <= vacated.ends_at


def _hours(swap: Swap) -> Hours:
    return Hours(swap.shift, swap.starts_at, swap.ends_at)


def drop(shifts: Collection[Shift], planned: Collection[DraftShift], *, by: User, now: datetime) -> list[Shift]:
    """Forget the swaps of shifts that are planned no more, and tell those who had hours of them by one, or were asked.

    Whoever has the hours all the same, by what is `planned` in their place, is told of that with the rest of the plan.
    The other halves of exchanges are undone; their shifts are handed back, to be settled. Does not commit.
    """
    ids = [shift.id for shift in shifts]
    swaps = list(db.session.scalars(queries.swaps().where(or_(Swap.shift_id.in_(ids), Swap.in_return_id.in_(ids)))))
    going = [swap for swap in swaps if swap.shift_id in ids]
    others = [half for swap in going for half in queries.both(swap) if half.shift_id not in ids]
    _keep_hours(shifts, going, now=now)
    for swap in swaps:
        if swap.state is SwapState.ASKED:
            telling.dropped(swap, by=by, now=now)
        elif swap in going and swap.state is SwapState.ACCEPTED and swap.taker_id not in {None, *_has(swap, planned)}:
            telling.dropped(swap, by=by, now=now, is_givers=swap.giver_id in _has(swap, planned))
    for half in others:
        if half.state is SwapState.ACCEPTED:
            half.undone_at = now
            telling.undone(half, by=by, now=now)
    for swap in {*swaps, *others}:
        swap.pair_id, swap.in_return_id = None, None
        if swap.state is SwapState.ASKED:
            swap.withdrawn_at = now
    db.session.flush()
    db.session.execute(delete(SwapAsk).where(SwapAsk.swap_id.in_([swap.id for swap in going])))
    for swap in going:
        db.session.delete(swap)
    db.session.flush()
    return [half.shift for half in others]


def _has(swap: Swap, planned: Iterable[DraftShift]) -> set[int | None]:
    """The ids of those who have the hours of a swap by a plan."""
    of_role = (one for one in planned if one.role is swap.shift.role)
    return {one.user_id for one in of_role if one.starts_at < swap.ends_at and swap.starts_at < one.ends_at}


def _keep_hours(shifts: Collection[Shift], swaps: Collection[Swap], *, now: datetime) -> None:
    """Note who has which hours of shifts that are swapped and go, for their calendars."""
    for shift, duties in ((duties[0].shift, duties) for duties in held.by_shift(shifts).values() if duties):
        over = [swap for swap in swaps if swap.shift_id == shift.id and swap.accepted_at is not None]
        # As calendars count: each time hours changed hands, or went back; and now once more.
        sequence = shift.sequence + len(over) + sum(swap.undone_at is not None for swap in over) + 1
        of_shift = {"day": shift.day, "kind": shift.kind, "role": shift.role, "shift_starts_at": shift.starts_at}
        db.session.add_all(
            DroppedHours(
                **of_shift,
                user_id=duty.user_id,
                starts_at=duty.starts_at,
                ends_at=duty.ends_at,
                sequence=sequence,
                dropped_at=now,
            )
            for duty in duties
            if over and duty.user_id is not None
        )
