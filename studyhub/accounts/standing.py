"""The state of somebody's account, and the roles they hold in the whole organisation."""

from datetime import datetime

from studyhub.accounts import notices
from studyhub.accounts.members import lock_accounts
from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.people import devices, queries, tokens
from studyhub.people.models import MEMBERS, SIGNS_IN, Device, TokenPurpose, User, UserState

ENDING_PURPOSES = (TokenPurpose.RESET, TokenPurpose.INVITATION, TokenPurpose.EMAIL_CHANGE, TokenPurpose.API)

ROLES = ("is_admin", "is_editor", "is_rota_keeper")


class LastAdministrator(Exception):
    """Somebody must remain who can administer the organisation."""


def move(user: User, state: UserState, *, by: User, now: datetime) -> None:
    """Accept, suspend, take back, send on leave, or let somebody go. Does not commit.

    Whoever can no longer sign in is signed out everywhere, and their private addresses stop working.
    Pressing twice is harmless. Raises ImpossibleMove, LastAdministrator.
    """
    lock_accounts()
    db.session.refresh(user, with_for_update=True)
    before = user.state
    if before is state:
        return
    if state not in MEMBERS:
        _require_another_administrator(user)
    user.move_to(state)
    if state not in SIGNS_IN:
        shut_out(user, now)
    if state is UserState.LEFT:
        user.is_admin = user.is_editor = user.is_rota_keeper = False
    if before is UserState.PENDING and state is UserState.ACTIVE:
        outbox.add("account_accepted", user, key=f"account_accepted:{user.id}", payload={}, now=now)
    trail.record("user.moved", user, by=by, now=now, before={"state": before.value}, after={"state": state.value})


def give_roles(user: User, *, is_admin: bool, is_editor: bool, is_rota_keeper: bool, by: User, now: datetime) -> None:
    """Name an administrator, editor or rota keeper, or end that. Raises LastAdministrator. Does not commit."""
    lock_accounts()
    db.session.refresh(user, with_for_update=True)
    before = _roles(user)
    if not is_admin:
        _require_another_administrator(user)
    user.is_admin, user.is_editor, user.is_rota_keeper = is_admin, is_editor, is_rota_keeper
    if _roles(user) != before:
        event = trail.record("user.roles", user, by=by, now=now, before=before, after=_roles(user))
        if is_admin and not before["is_admin"]:
            notices.tell_new_administrator(user, event, by=by, now=now)


def sign_out_everywhere(user: User, *, by: User, keep: Device | None, now: datetime) -> int:
    """End all sessions of a person but `keep`, and tell them; whoever knows the password can sign in again.

    Says on how many browsers one went on; where on none, nothing happened. Does not commit.
    """
    kept_id = keep.id if keep else None
    signed_in = [device for device in db.session.scalars(devices.of(user, now=now)) if device.id != kept_id]
    devices.end_all(user, except_for=keep)
    if signed_in:
        event = trail.record("sessions.ended", user, by=by, now=now)
        notices.tell_sessions_ended(user, event, by=by, now=now)
    return len(signed_in)


def _roles(user: User) -> dict[str, bool]:
    return {name: getattr(user, name) for name in ROLES}


def _require_another_administrator(user: User) -> None:
    if user.is_admin and user.is_member and queries.administrator_count() <= 1:
        raise LastAdministrator


def shut_out(user: User, now: datetime) -> None:
    """End every session, secret link and private address of an account. Does not commit."""
    devices.end_all(user)
    for purpose in ENDING_PURPOSES:
        tokens.revoke_all(purpose, user=user, now=now)
    user.feed_counter += 1
    user.calendar_counter += 1
