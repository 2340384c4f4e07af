"""A test of a webhook, at somebody's press. Nothing here commits."""

from datetime import datetime

from studyhub.chat import answering, facts, posting, resting
from studyhub.chat.models import Webhook
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.outgoing.turns import Turns
from studyhub.words.saying import gettext as _

TURNS = Turns(2)


def words(webhook: Webhook) -> str:
    """What a test says in the chat; the title of a circle for participants only it does not."""
    owner = webhook.owner
    if isinstance(owner, Circle) and facts.is_hidden_circle(owner):
        return _("A test of StudyHub: sessions are told here.")
    named = owner.title if isinstance(owner, Circle) else owner.name
    return _("A test of StudyHub: sessions of “%(name)s” are told here.", name=named)


def note(webhook_id: int, outcome: str, *, now: datetime) -> bool:
    """Write down how a test went: one that arrived lets everything be sent again.

    False where the webhook was deleted meanwhile.
    """
    webhook = db.session.get(Webhook, webhook_id, with_for_update={"of": Webhook}, populate_existing=True)
    if webhook is None:
        return False
    if outcome == answering.FINE:
        posting.went_well(webhook, now)
        resting.note(webhook.host, outcome, now)
    else:
        webhook.trouble, webhook.failed_at = outcome, now
    return True
