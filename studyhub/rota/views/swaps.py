"""Answering what was asked, taking it back, and undoing what was accepted."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.swaps import answering, asking, queries, rules, undoing
from studyhub.rota.swaps.models import Swap, SwapKind
from studyhub.rota.swaps.showing import page
from studyhub.rota.views.blueprint import bp
from studyhub.rota.views.refusing import confirmed, refused, rest_page
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


def _swap(swap_id: int, user: User) -> Swap:
    """A swap that concerns somebody: theirs, asked of them, or of the rota they keep; others know of none."""
    found: Swap = db.one_or_404(queries.seen_by(user).where(Swap.id == swap_id))
    return found


def part_of(swap: Swap, user: User) -> str:
    """The part of a shift's page that tells of a swap that was just accepted, with the way back; else who has it."""
    return f"done-{swap.id}" if page.can_undo(swap, user, clock.now()) else "who"


@bp.post("/swaps/<id:swap_id>/acceptance")
@member_required
def create_acceptance(swap_id: int) -> ResponseReturnValue:
    """Take the hours; the first who does has them."""
    user = current_user()
    swap = _swap(swap_id, user)
    try:
        answering.accept(swap, user, now=clock.now(), confirmed=confirmed())
    except asking.RestBroken as error:
        db.session.rollback()
        return rest_page(error, url_for(".create_acceptance", swap_id=swap_id), swap.shift)
    except (asking.CannotTake, answering.Ended, answering.NotAsked) as error:
        return _refuse(swap, error)
    db.session.commit()
    is_exchange = swap.kind is SwapKind.EXCHANGE
    said = _("Thank you. The shifts are exchanged.") if is_exchange else _("Thank you. The hours are yours.")
    flash(said, "success")
    return _back(swap, part_of(swap, user))


@bp.post("/swaps/<id:swap_id>/decline")
@member_required
def create_decline(swap_id: int) -> ResponseReturnValue:
    """Say that one cannot this time."""
    user = current_user()
    swap = _swap(swap_id, user)
    try:
        answering.decline(swap, user, now=clock.now())
    except (answering.Ended, answering.NotAsked) as error:
        return _refuse(swap, error)
    db.session.commit()
    flash(_("Declined. No reason is needed."), "success")
    return _back(swap)


@bp.post("/swaps/<id:swap_id>/delete")
@member_required
def delete_swap(swap_id: int) -> ResponseReturnValue:
    """Take back what was asked."""
    user = current_user()
    swap = _swap(swap_id, user)
    if not (user.is_rota_keeper or user.id in {swap.giver_id, swap.asked_by_id}):
        return _refuse(swap, answering.NotAsked())
    try:
        answering.withdraw(swap, by=user, now=clock.now())
    except answering.Ended as error:
        return _refuse(swap, error)
    db.session.commit()
    flash(_("Taken back. Nobody is asked any more."), "success")
    return _back(swap, "give" if user.id == swap.giver_id else "who")


@bp.post("/swaps/<id:swap_id>/undo")
@member_required
def undo_swap(swap_id: int) -> ResponseReturnValue:
    """Give the hours back, while nothing of them was served."""
    user = current_user()
    swap = _swap(swap_id, user)
    if not rules.can_undo(user, swap):
        return _refuse(swap, undoing.TooLate())
    try:
        undoing.undo(swap, by=user, now=clock.now(), confirmed=confirmed())
    except asking.RestBroken as error:
        db.session.rollback()
        return rest_page(error, url_for(".undo_swap", swap_id=swap_id), swap.shift)
    except (asking.CannotTake, undoing.TooLate) as error:
        return _refuse(swap, error)
    db.session.commit()
    flash(_("Undone. The others are told."), "success")
    return _back(swap)


def _refuse(swap: Swap, error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    flash(refused(error), "warning")
    return _back(swap)


def _back(swap: Swap, part: str = "who") -> ResponseReturnValue:
    """The page of the shift, at the part of it that the press was about: Tab goes on from there."""
    return redirect(url_for(".show_shift", shift_id=swap.shift_id, _anchor=part), 303)
