"""Making, renewing and revoking private addresses, and knowing them again. Nothing here commits but `note_used`.

As the private addresses of people (`people.addresses`): shown again whenever somebody needs them, and a copied
database reveals none.
"""

import hmac
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from studyhub.audit import trail
from studyhub.db import db, unhurried
from studyhub.duty.models import AddressKind, DutyAddress
from studyhub.people.addresses import secret
from studyhub.people.models import User

MOST = 20
USED_EVERY = timedelta(minutes=5)
TOKEN = re.compile(r"(?P<id>[1-9][0-9]{0,8})-[a-z2-7]{26}")
FILES = {
    AddressKind.PROGRAM: "/oncall/{}/now.json",
    AddressKind.SCREEN: "/oncall/screen/{}/",
    AddressKind.CALENDAR: "/oncall/{}/oncall.ics",
}


class TooManyAddresses(Exception):
    """There are as many addresses as there may be; one that nobody uses has to go first."""


def all_addresses() -> list[DutyAddress]:
    """Those that are not revoked, in the order they were made."""
    rows = select(DutyAddress).where(DutyAddress.revoked_at.is_(None)).order_by(DutyAddress.id)
    return list(db.session.scalars(rows))


def find(address_id: int) -> DutyAddress | None:
    """One that is not revoked."""
    return db.session.scalar(select(DutyAddress).where(DutyAddress.id == address_id, DutyAddress.revoked_at.is_(None)))


def make(kind: AddressKind, name: str, *, by: User, now: datetime) -> DutyAddress:
    """One more address. Raises TooManyAddresses."""
    count = select(func.count()).select_from(DutyAddress).where(DutyAddress.revoked_at.is_(None))
    if (db.session.scalar(count) or 0) >= MOST:
        raise TooManyAddresses
    made = DutyAddress(kind=kind, name=name, made_by_id=by.id, made_at=now)
    db.session.add(made)
    db.session.flush()
    trail.record("duty_address.made", made, by=by, now=now)
    return made


def renew(address: DutyAddress, *, by: User, now: datetime) -> None:
    """Give it another secret: the old one opens nothing from now on. That was used, and this one not yet."""
    # Two at once make two.
    new = {"counter": DutyAddress.counter + 1, "last_used_at": None}
    db.session.execute(update(DutyAddress).where(DutyAddress.id == address.id).values(new))
    trail.record("duty_address.renewed", address, by=by, now=now)


def revoke(address: DutyAddress, *, by: User, now: datetime) -> None:
    """Let it open nothing any more, for good."""
    address.revoked_at = now
    trail.record("duty_address.revoked", address, by=by, now=now)


def path(address: DutyAddress, *, key: str) -> str:
    """The present address, below ours."""
    return FILES[address.kind].format(token(address, key=key))


def token(address: DutyAddress, *, key: str) -> str:
    """What stands in it: its id, and a secret of 128 bits."""
    of = f"address:duty:{address.kind}:{address.id}:{address.counter}"
    return f"{address.id}-{secret(of, key=key)}"


def found(given: str, kind: AddressKind, *, keys: Sequence[str]) -> DutyAddress | None:
    """The address that has this token; None when it is wrong, renewed, revoked, or another kind's."""
    matched = TOKEN.fullmatch(given)
    address = find(int(matched["id"])) if matched else None
    if address is None or not any(hmac.compare_digest(given, token(address, key=key)) for key in keys):
        return None
    return address if address.kind is kind else None


def note_used(address: DutyAddress, *, now: datetime) -> None:
    """Keep that it was used, in a transaction of its own that waits for nobody."""
    if address.last_used_at is not None and now < address.last_used_at + USED_EVERY:
        return
    free = select(DutyAddress.id).where(DutyAddress.id == address.id).with_for_update(skip_locked=True)
    used = update(DutyAddress).where(DutyAddress.id.in_(free.scalar_subquery())).values(last_used_at=now)
    with suppress(OperationalError), unhurried() as connection:
        connection.execute(used)
