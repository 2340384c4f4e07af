"""A test of a webhook, at somebody's press. Nothing here commits."""

from datetime import datetime

from flask_babel import gettext as _

from studyhub.chat import answering, facts, posting
from studyhub.chat.models import Webhook
from studyhub.circles.models import Circle
from studyhub.db import db


def words(webhook: Webhook) -> str:
    """What a test says in the chat; the title of a circle for participants only it does not."""
    owner = webhook.owner
    if isinstance(owner, Circle) and facts.is_hidden_circle(owner):
        return str(_("A test of StudyHub: sessions are told here."))
    named = owner.title if isinstance(owner, Circle) else owner.name
    return str(_("A test of StudyHub: sessions of “%(name)s” are told here.", name=named))


def note(webhook: Webhook, outcome: str, *, now: datetime) -> None:
    """Write down how a test went: one that arrived lets everything be sent again."""
    db.session.refresh(webhook, attribute_names=["failures", "stopped_at"], with_for_update=True)
    if outcome == answering.FINE:
        posting.went_well(webhook, now)
    else:
        webhook.trouble, webhook.failed_at = outcome, now
