"""How often something may be tried: counted in the database, so that all processes agree, and soon forgotten.

A try is written down before its outcome is known and taken back when it succeeds: of many at the same moment no more
get through than of many in a row.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, true

from studyhub.accounts.members import lock_accounts
from studyhub.accounts.models import Attempt, AttemptKind
from studyhub.db import db

WINDOW = timedelta(minutes=5)
# Clocks of several machines differ a little, and whoever waits for the lock looked at the clock before. What is further
# ahead was written before a clock was set back: it locks nobody.
SKEW = timedelta(minutes=1)
ACCOUNT_LIMIT = 10
# An office is one address.
NETWORK_LIMIT = 100
# More come from many places at once: nobody is locked out, but answers slow down.
MANY = 1000


class TooManyTries(Exception):
    """So many tries failed that the next one counts again only `until` then; of this account or the whole network."""

    def __init__(self, until: datetime, *, of_network: bool) -> None:
        super().__init__(until)
        self.until, self.of_network = until, of_network


def counted_as(account: str, network: str, browser: str | None) -> tuple[str, str]:
    """The account and the network under which a try for an account counts.

    A browser that knows the account counts by itself: others' failures do not shut its owner out, nor do its own count
    against anybody else.
    """
    return (account, network) if browser is None else (f"{browser} {account}", f"browser {browser}")


def begin(kind: AttemptKind, *, network: str, now: datetime, account: str | None = None) -> Attempt:
    """Count one more try for an account, known or not, and for a network; `forget` it when it succeeds.

    Raises TooManyTries. Does not commit.
    """
    # Whoever counts at the same moment waits: two processes would both find the last place free.
    lock_accounts()
    require_place(kind, network=network, now=now, account=account)
    attempt = Attempt(kind=kind, account_hash=_hash(account), network=network, at=now)
    db.session.add(attempt)
    db.session.flush()
    return attempt


def require_place(kind: AttemptKind, *, network: str, now: datetime, account: str | None = None) -> None:
    """Raise TooManyTries unless one more may be tried."""
    of_network = _full_until(kind, Attempt.network == network, NETWORK_LIMIT, now)
    of_account = None
    if account is not None:
        of_account = _full_until(kind, Attempt.account_hash == _hash(account), ACCOUNT_LIMIT, now)
    if ends := list(filter(None, (of_network, of_account))):
        raise TooManyTries(max(ends), of_network=of_network is not None)


def was_tried(kind: AttemptKind, *, account: str, within: timedelta, now: datetime) -> bool:
    """Whether that was tried for an account, known or not, within so long; at most within the window."""
    tried = select(Attempt.id).where(Attempt.kind == kind, Attempt.account_hash == _hash(account))
    return db.session.scalar(tried.where(_since(now - within, now)).limit(1)) is not None


def are_many(kind: AttemptKind, *, now: datetime) -> bool:
    """Whether so much was tried in vain, from everywhere, that the next answer should be slow; before it is counted."""
    return _full_until(kind, true(), MANY, now) is not None


def forget(attempt_id: int) -> None:
    """Take a try back: it succeeded, or never took place. Does not commit."""
    db.session.execute(delete(Attempt).where(Attempt.id == attempt_id))


def forget_old(now: datetime) -> None:
    """Remove what counts no more, and what a clock set back left in the future. Does not commit."""
    db.session.execute(delete(Attempt).where(or_(Attempt.at <= now - WINDOW, Attempt.at > now + SKEW)))


def _full_until(kind: AttemptKind, condition: Any, limit: int, now: datetime) -> datetime | None:
    """When the oldest of the last `limit` tries stops counting; None when there are fewer."""
    counted = select(Attempt.at).where(Attempt.kind == kind, condition, _since(now - WINDOW, now))
    oldest = db.session.scalar(counted.order_by(Attempt.at.desc()).offset(limit - 1).limit(1))
    return oldest + WINDOW if oldest else None


def _since(since: datetime, now: datetime) -> ColumnElement[bool]:
    return and_(Attempt.at > since, Attempt.at <= now + SKEW)


def _hash(account: str | None) -> str | None:
    return hashlib.sha256(account.encode()).hexdigest() if account is not None else None
