"""A webhook that fails, or whose adder is gone, is told nothing more; who looks after it learns it. Does not commit."""

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
from studyhub.people import queries as people
from studyhub.people.models import MEMBERS, User
from studyhub.teams import queries as teams
from studyhub.teams.models import Membership

# Pauses double up to six hours: about a day; where the chat says that there is no such address, three minutes.
TRIES, TRIES_WHERE_GONE = 12, 3


def tries(outcome: str) -> int:
    """After how many failures in a row nothing more is sent."""
    return TRIES_WHERE_GONE if outcome in answering.GONE else TRIES


def stop_all_of(user: User, *, by: User, now: datetime) -> None:
    """Stop what somebody added who is no member any more: the chat may be their own. Others go on after a test."""
    if user.is_member:
        return
    added = select(Webhook).where(Webhook.added_by_id == user.id, Webhook.stopped_at.is_(None)).order_by(Webhook.id)
    for webhook in db.session.scalars(added.with_for_update(key_share=True, of=Webhook)):
        webhook.trouble, webhook.failed_at = answering.ADDER_GONE, now
        stop(webhook, by=by, now=now)


def stop(webhook: Webhook, *, by: User | None = None, now: datetime) -> None:
    """Send it nothing more until a test goes well, and tell whoever looks after it."""
    # Without its lease nothing that is on its way starts it again.
    webhook.stopped_at, webhook.rests_until, webhook.leased_until = now, None, None
    waiting = update(ChatPost).where(ChatPost.webhook_id == webhook.id, ChatPost.state == DeliveryState.WAITING)
    db.session.execute(waiting.values(state=DeliveryState.DROPPED, ended_at=now))
    webhooks.record("webhook.stopped", webhook, by=by, now=now)
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
        organizers = circles.participants(owner).where(Participation.is_organizer, User.state.in_(MEMBERS))
        return [one.user for one in db.session.scalars(organizers)]
    leads = [one.user for one in db.session.scalars(teams.members_of(owner).where(Membership.is_lead))]
    return leads or db.session.scalars(people.administrators()).all()
