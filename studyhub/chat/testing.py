"""A test of a webhook, at somebody's press. Nothing here commits."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask_babel import gettext as _

from studyhub.chat import answering, facts, posting, resting
from studyhub.chat.models import Webhook
from studyhub.circles.models import Circle
from studyhub.db import db

# A thread that waits for a chat serves no page meanwhile: tests may hold this many of a process.
AT_ONCE = 2
_waiting = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """As many tests as may be are on their way."""


@contextmanager
def turn() -> Iterator[None]:
    """Be one of the tests that may be on their way at once. Raises Busy."""
    if not _waiting.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _waiting.release()


def words(webhook: Webhook) -> str:
    """What a test says in the chat; the title of a circle for participants only it does not."""
    owner = webhook.owner
    if isinstance(owner, Circle) and facts.is_hidden_circle(owner):
        return str(_("A test of StudyHub: sessions are told here."))
    named = owner.title if isinstance(owner, Circle) else owner.name
    return str(_("A test of StudyHub: sessions of “%(name)s” are told here.", name=named))


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
