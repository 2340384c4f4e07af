"""Connecting a pager, naming people to it, sending again, taking it away. Nothing here commits.

No secret reaches the audit trail, a log or a page. Whoever changes the address gives the secret anew: the old one is
sent to no other server.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, update

from studyhub.audit import trail
from studyhub.db import db
from studyhub.outgoing.hosts import split
from studyhub.pager import queries
from studyhub.pager.models import Pager, PagerKind, PagerPerson, PagerSpan
from studyhub.people.models import User

# As many tell two apart, and help nobody to guess a secret that is long; of a short one they would be too much of it.
SHOWN_CHARS, LONG_CHARS = 4, 16


@dataclass(frozen=True)
class Connection:
    """What is typed of a pager; the address is one that may be asked, "" where it comes for a calendar itself."""

    kind: PagerKind
    address: str = field(repr=False)
    secret: str = field(repr=False)
    primary_schedule: str
    secondary_schedule: str
    days_ahead: int


def connect(new: Connection, *, by: User, now: datetime) -> Pager:
    """Connect a pager, or the same one with another secret: that goes on where it was, another is told everything."""
    pager = queries.locked()
    connected = "pager.changed" if pager else "pager.connected"
    if pager is None:
        pager = Pager(id=1)
        db.session.add(pager)
    elif not _is_same(pager, new):
        db.session.execute(delete(PagerSpan))
    for name in ("kind", "address", "secret", "primary_schedule", "secondary_schedule", "days_ahead"):
        setattr(pager, name, getattr(new, name))
    pager.shown = masked(new)
    pager.connected_by_id, pager.connected_at = by.id, now
    _wake(pager)
    pager.failures, pager.said = 0, ""
    pager.trouble = pager.failed_at = pager.fetched_at = None
    trail.record(connected, pager, by=by, now=now, after={"kind": new.kind.value, "shown": pager.shown})
    return pager


def _is_same(pager: Pager, new: Connection) -> bool:
    names = ("kind", "address", "primary_schedule", "secondary_schedule")
    return all(getattr(pager, name) == getattr(new, name) for name in names)


def masked(new: Connection) -> str:
    """As much of a connection as people may see: api.pagerduty.com …9f2c."""
    if new.kind is PagerKind.CALENDAR:
        return ""
    end = new.secret[-SHOWN_CHARS:] if len(new.secret) >= LONG_CHARS else ""
    return f"{split(new.address).netloc.lower()} …{end}"


def disconnect(pager: Pager, *, by: User, now: datetime) -> None:
    """Tell it nothing more, and forget its secret and what it was told. People keep their ids."""
    trail.record("pager.disconnected", pager, by=by, now=now)
    db.session.execute(delete(PagerSpan))
    db.session.delete(pager)


def name_people(ids: Mapping[int, str], *, by: User, now: datetime) -> int:
    """Set what the pager calls people; "" forgets it. Hands back how many changed. What waited for them is sent."""
    before = queries.remote_ids()
    changed = {user_id: remote_id for user_id, remote_id in ids.items() if before.get(user_id, "") != remote_id}
    if not changed:
        return 0
    db.session.execute(delete(PagerPerson).where(PagerPerson.user_id.in_(changed)))
    named = [PagerPerson(user_id=user_id, remote_id=remote_id) for user_id, remote_id in changed.items() if remote_id]
    db.session.add_all(named)
    _forget_spans_of(changed, now)
    pager = queries.pager()
    if pager is not None:
        trail.record("pager.people_named", pager, by=by, now=now, after={"people": len(changed)})
    return len(changed)


def _forget_spans_of(user_ids: Mapping[int, str], now: datetime) -> None:
    """What was asked for under another id is asked for anew; what was not yet is tried at once."""
    theirs = update(PagerSpan).where(PagerSpan.user_id.in_(user_ids), PagerSpan.ends_at > now)
    asked_before = PagerSpan.confirmed_at.is_not(None), PagerSpan.withdraw_at.is_(None)
    db.session.execute(theirs.where(*asked_before).values(withdraw_at=now))
    db.session.execute(theirs.values(rests_until=None))


def send_again(pager: Pager, *, by: User, now: datetime) -> None:
    """Try everything that waits at once."""
    _wake(pager)
    db.session.execute(update(PagerSpan).where(PagerSpan.ends_at > now).values(rests_until=None))
    trail.record("pager.sent_again", pager, by=by, now=now)


def _wake(pager: Pager) -> None:
    # A worker that waits for it at this moment finds its lease gone, and notes nothing.
    pager.leased_until = pager.rests_until = None
