"""Naming a webhook, taking it away, and who may. Nothing here commits.

No address reaches the audit trail, a log or a page: people see its host and its last characters.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from studyhub.audit import trail
from studyhub.chat.models import ChatForm, Webhook
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.outgoing.hosts import split
from studyhub.people.models import User
from studyhub.teams.memberships import TeamClosed
from studyhub.teams.models import Team

NAME_MAX_CHARS, ADDRESS_MAX_CHARS = 60, 500
MOST = 10
# Of an address of some eighty characters as many tell two apart, and help nobody to guess it; of a short one they would
# be too much of it.
SHOWN_CHARS, LONG_CHARS = 4, 16

Owner = Circle | Team


class TooManyWebhooks(Exception):
    """A circle or a team has as many as it may have."""


@dataclass(frozen=True)
class NewWebhook:
    """What is typed of one; the address is one that may be asked."""

    name: str
    form: ChatForm
    address: str = field(repr=False)


def add(owner: Owner, new: NewWebhook, *, by: User, now: datetime) -> Webhook:
    """Let a chat be told of a circle, or of what a team takes part in. Raises TooManyWebhooks, TeamClosed."""
    # Two who add at once count one after the other.
    read = ["id", "closed_at"] if isinstance(owner, Team) else ["id"]
    db.session.refresh(owner, attribute_names=read, with_for_update=True)
    if isinstance(owner, Team) and owner.closed_at is not None:
        raise TeamClosed
    if (db.session.scalar(select(func.count()).select_from(Webhook).where(_is_of(owner))) or 0) >= MOST:
        raise TooManyWebhooks
    added = Webhook(
        name=new.name,
        form=new.form,
        address=new.address,
        host=split(new.address).netloc.lower(),
        shown=masked(new.address),
        added_by_id=by.id,
        added_at=now,
    )
    if isinstance(owner, Circle):
        added.circle = owner
    else:
        added.team = owner
    db.session.add(added)
    record("webhook.added", added, by=by, now=now)
    return added


def masked(address: str) -> str:
    """As much of an address as people may see: hooks.slack.com/…9f2c."""
    parts = split(address)
    behind = address.partition(parts.netloc)[2]
    return f"{parts.netloc}/…{behind[-SHOWN_CHARS:] if len(behind) >= LONG_CHARS else ''}"


def delete(webhook: Webhook, *, by: User, now: datetime) -> None:
    """Tell it nothing more, and forget its address. Harmless where somebody else has deleted it meanwhile."""
    if db.session.get(Webhook, webhook.id, with_for_update={"of": Webhook}, populate_existing=True) is None:
        return
    record("webhook.deleted", webhook, by=by, now=now)
    db.session.delete(webhook)


def delete_all(team: Team, *, by: User, now: datetime) -> None:
    """Forget the webhooks of a team that is no more: nobody could open their page."""
    for webhook in of(team):
        delete(webhook, by=by, now=now)


def record(happening: str, webhook: Webhook, *, by: User | None, now: datetime) -> None:
    """Note in the trail of the circle or the team what happened to a webhook of its."""
    trail.record(happening, webhook.owner, by=by, now=now, circle_id=webhook.circle_id)


def find(webhook_id: int) -> Webhook | None:
    """One by its id, with what it is of; whoever asks looks whether it is theirs to change."""
    rows = select(Webhook).where(Webhook.id == webhook_id)
    return db.session.scalar(rows.options(joinedload(Webhook.circle), joinedload(Webhook.team)))


def of(owner: Owner) -> list[Webhook]:
    """The webhooks of a circle or a team, in the order they were added."""
    return list(db.session.scalars(select(Webhook).where(_is_of(owner)).order_by(Webhook.id)))


def path(owner: Owner) -> str:
    """The page of an owner's webhooks."""
    return f"/circles/{owner.slug}/chat/" if isinstance(owner, Circle) else f"/teams/{owner.slug}/chat/"


def _is_of(owner: Owner) -> ColumnElement[bool]:
    return Webhook.circle_id == owner.id if isinstance(owner, Circle) else Webhook.team_id == owner.id
