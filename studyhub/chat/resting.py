"""A server of chats that gives no answer rests, for all webhooks that lead to it. Nothing here commits.

Otherwise ten webhooks of a server that hangs would hold up each other chat ten times as long.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select

from studyhub.chat.models import ChatHost, Webhook
from studyhub.db import db
from studyhub.delivery import rows
from studyhub.delivery.mailing.leases import pause_after
from studyhub.outgoing.answers import Trouble

# Whatever else came back, the server answered.
NO_ANSWER = frozenset({Trouble.SLOW, Trouble.AWAY})
# The server is looked at again so often though one webhook of it rests longer: others may do better.
LONGEST_REST = timedelta(minutes=30)
FORGOTTEN_AFTER = timedelta(days=1)


def note(host: str, outcome: str, now: datetime) -> None:
    """Let a server rest that gave no answer, each time twice as long; whichever answer ends that."""
    if outcome in NO_ANSWER:
        _failed(host, now)
    elif outcome != Trouble.NOT_ALLOWED:
        db.session.execute(delete(ChatHost).where(ChatHost.name == host))


def _failed(host: str, now: datetime) -> None:
    new = {"name": host, "failures": 0, "failed_at": now, "rests_until": now}
    rows.insert_missing(ChatHost, [new], unique=["name"])
    found = select(ChatHost).where(ChatHost.name == host).with_for_update()
    at_fault = db.session.scalars(found.execution_options(populate_existing=True)).one()
    at_fault.failures += 1
    at_fault.failed_at = now
    at_fault.rests_until = now + min(pause_after(at_fault.failures), LONGEST_REST)


def is_resting(now: datetime) -> ColumnElement[bool]:
    """Whether the server of a webhook rests; a clock that was set back ends that."""
    is_asleep = ChatHost.rests_until > now, ChatHost.failed_at <= now
    return exists().where(ChatHost.name == Webhook.host, *is_asleep)


def resting(hosts: Collection[str], now: datetime) -> Mapping[str, ChatHost]:
    """Those of these servers that rest, by name."""
    found = select(ChatHost).where(ChatHost.name.in_(hosts), ChatHost.rests_until > now, ChatHost.failed_at <= now)
    return {one.name: one for one in db.session.scalars(found)}


def forget_old(now: datetime) -> None:
    """Forget what was last tried long ago: the server may be another by now."""
    db.session.execute(delete(ChatHost).where(ChatHost.failed_at < now - FORGOTTEN_AFTER))
