"""A webhook that fails again and again is told nothing more, and those who look after it learn it. Does not commit."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from studyhub.chat import answering, webhooks
from studyhub.chat.models import ChatPost, Webhook
from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, Participation
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.delivery.models import DeliveryState
from studyhub.people.models import User
from studyhub.teams import queries as teams
from studyhub.teams.models import Membership

# Pauses double up to six hours: about a day; where the chat says that there is no such address, three minutes.
TRIES, TRIES_WHERE_GONE = 12, 3


def tries(outcome: str) -> int:
    """After how many failures in a row nothing more is sent."""
    return TRIES_WHERE_GONE if outcome in answering.GONE else TRIES


def stop(webhook: Webhook, *, now: datetime) -> None:
    """Send it nothing more until a test goes well, and tell whoever looks after it."""
    webhook.stopped_at, webhook.rests_until = now, None
    waiting = update(ChatPost).where(ChatPost.webhook_id == webhook.id, ChatPost.state == DeliveryState.WAITING)
    db.session.execute(waiting.values(state=DeliveryState.DROPPED, ended_at=now))
    webhooks.record("webhook.stopped", webhook, by=None, now=now)
    owner = webhook.owner
    payload = {
        "webhook": webhook.name,
        "of": owner.title if isinstance(owner, Circle) else owner.name,
        "path": webhooks.path(owner),
        "trouble": webhook.trouble,
    }
    key = f"webhook_stopped:{webhook.id}:{now.isoformat()}"
    outbox.add_many("webhook_stopped", [(user, key, payload) for user in _who_looks_after(webhook)], now=now)


def _who_looks_after(webhook: Webhook) -> Sequence[User]:
    owner = webhook.owner
    if isinstance(owner, Circle):
        organizers = circles.participants(owner).where(Participation.is_organizer)
        return [one.user for one in db.session.scalars(organizers)]
    leads = [one.user for one in db.session.scalars(teams.members_of(owner).where(Membership.is_lead))]
    # Of a team without leads administrators look after it: whoever added the webhook is one.
    return leads or db.session.scalars(select(User).where(User.id == webhook.added_by_id)).all()
