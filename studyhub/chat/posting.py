"""One post at a time, taken by one worker, sent, and what became of it. Nothing here commits but the end of reading.

The lease is the webhook's, and holds its server: what is told there comes in order, and a server that hangs holds up
one of a worker's few threads for chats. A worker that dies leaves its lease behind; when it runs out, the post is sent
by another, a second time only if the first had sent it already. After no answer at all the server rests (`resting`).
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, update
from sqlalchemy.orm import aliased

from studyhub.chat import answering, facts, resting, shifts, stopping, texts
from studyhub.chat.models import ChatPost, PostKind, Webhook
from studyhub.config import Settings
from studyhub.db import db, reading
from studyhub.delivery.mailing.leases import LEASE, pause_after
from studyhub.delivery.models import DeliveryState
from studyhub.delivery.queries import FURTHEST_LEASE, FURTHEST_PAUSE
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.settings import organization
from studyhub.words.speaking import speaking


class Taken(NamedTuple):
    """A post on its way."""

    webhook_id: int
    post_id: int
    leased_until: datetime


class ToChat:
    """The way to incoming webhooks, as `delivery.ways.Way` says it."""

    def is_due(self, now: datetime) -> bool:
        """Whether a webhook that can be told has anything to tell."""
        return bool(db.session.scalar(select(_ready(now).exists())))

    def take(self, now: datetime) -> Taken | None:
        """The oldest post of a webhook whose server nobody tells anything at present."""
        # Of a server that was silent another webhook is tried next: it may be the fault of one.
        first = _ready(now).order_by(Webhook.failures, Webhook.id).limit(1)
        found = db.session.scalar(first)
        if found is None:
            return None
        _lock(found.host)
        # Whoever was faster holds its server by now.
        webhook = db.session.scalar(first.where(Webhook.host == found.host).execution_options(populate_existing=True))
        if webhook is None:
            return None
        webhook.leased_until = now + LEASE
        post_id = db.session.scalars(select(ChatPost.id).where(_waits(webhook.id, now)).order_by(ChatPost.id)).first()
        return Taken(webhook.id, post_id, webhook.leased_until) if post_id is not None else None

    def carry(self, taken: Taken, settings: Settings, now: datetime) -> str | None:
        """A word of `answering`; None where there is nothing to say any more."""
        with reading():
            try:
                webhook = db.session.get(Webhook, taken.webhook_id)
                post = db.session.get(ChatPost, taken.post_id)
                text = said(post, settings.public_url, now) if post else ""
                told = (webhook.address, webhook.form) if webhook and text else None
            finally:
                db.session.commit()
        return answering.send(*told, text, internal=settings.internal_hosts) if told else None

    def note(self, taken: Taken, outcome: str | None, now: datetime) -> None:
        """Write down what became of it; a webhook that fails rests, and is stopped in the end."""
        webhook = db.session.get(Webhook, taken.webhook_id, with_for_update={"of": Webhook}, populate_existing=True)
        if webhook is None or webhook.leased_until != taken.leased_until:
            return
        webhook.leased_until = None
        if outcome is None:
            _end(taken, DeliveryState.DROPPED, now)
            return
        resting.note(webhook.host, outcome, now)
        if outcome == answering.FINE:
            went_well(webhook, now)
            _end(taken, DeliveryState.SENT, now)
        else:
            failed(webhook, outcome, now)


def _lock(host: str) -> None:
    """Keep every webhook of a server from others, in one order, until the transaction ends."""
    db.session.scalars(select(Webhook.id).where(Webhook.host == host).order_by(Webhook.id).with_for_update()).all()


def _ready(now: datetime) -> Select[Webhook]:
    """Webhooks with something to tell that do not rest, and whose server neither rests nor is held by a worker.

    Of a time that nothing written now could name the clock has been set back since: it is over.
    """
    rest, other = Webhook.rests_until, aliased(Webhook)
    held = other.leased_until
    is_held = exists().where(other.host == Webhook.host, held > now, held <= now + FURTHEST_LEASE)
    is_awake = and_(or_(rest.is_(None), rest <= now, rest > now + FURTHEST_PAUSE), ~resting.is_resting(now))
    has_post = select(ChatPost.id).where(_waits(Webhook.id, now)).exists()
    return select(Webhook).where(Webhook.stopped_at.is_(None), ~is_held, is_awake, has_post)


def _waits(webhook_id: object, now: datetime) -> ColumnElement[bool]:
    return and_(ChatPost.webhook_id == webhook_id, ChatPost.state == DeliveryState.WAITING, ChatPost.until > now)


def _end(taken: Taken, state: DeliveryState, now: datetime) -> None:
    """It is told, and with it whatever else the same text told."""
    # Its session may be deleted at this moment, and the post with it.
    post = db.session.get(ChatPost, taken.post_id, with_for_update={"of": ChatPost}, populate_existing=True)
    if post is None:
        return
    post.state, post.ended_at = state, now
    if post.kind is PostKind.CHAPTERS:
        same = update(ChatPost).where(_waits(taken.webhook_id, now), ChatPost.created_at <= post.created_at)
        others = same.where(ChatPost.kind == PostKind.CHAPTERS, ChatPost.meeting_id == post.meeting_id)
        db.session.execute(others.values(state=DeliveryState.DROPPED, ended_at=now))


def went_well(webhook: Webhook, now: datetime) -> None:
    """It was told: whatever was wrong is over."""
    webhook.sent_at, webhook.failures = now, 0
    webhook.rests_until = webhook.stopped_at = webhook.trouble = webhook.failed_at = None


def failed(webhook: Webhook, outcome: str, now: datetime) -> None:
    """It was not: try again after a pause that doubles, and in the end no more."""
    webhook.failures += 1
    webhook.trouble, webhook.failed_at = outcome, now
    webhook.rests_until = now + pause_after(webhook.failures)
    if webhook.failures >= stopping.tries(outcome):
        stopping.stop(webhook, now=now)


def said(post: ChatPost, root: str, now: datetime) -> str:
    """The words of a post as things are now, in the organisation's language; none where they are of no use any more."""
    ours = organization.current()
    with speaking(ours.language, ours.time_zone):
        if post.kind is PostKind.DUTY:
            return shifts.said(post, root)
        if post.note is not None:
            return texts.notes_shared(post.note, root) if _may_tell(post) else ""
        return _of_session(post, post.meeting, root, now) if post.meeting is not None else ""


def _may_tell(post: ChatPost) -> bool:
    # The circle may have been closed to others since, or the notes.
    note = post.note
    return note is not None and note.shared_at is not None and not facts.is_hidden_circle(note.circle)


def _of_session(post: ChatPost, meeting: Meeting, root: str, now: datetime) -> str:
    # A team's channel may have waited while the circle was closed to others.
    if facts.is_hidden(meeting) and post.webhook.team_id is not None:
        return ""
    told = facts.told(meeting, now)
    if post.kind is PostKind.CHANGE:
        return "" if meeting.is_held(now) else texts.changed(told, root) or texts.on_again(told, root)
    if meeting.state is not MeetingState.SCHEDULED or now >= meeting.starts_at:
        return ""
    if post.kind is PostKind.CHAPTERS:
        return texts.chapters_wanted(told, root)
    return texts.day_before(told, root) if meeting.starts_at == post.starts_at else ""


# One that hangs takes eight seconds before it rests: so many of them at once hold up nobody else.
AT_ONCE = 4
WAYS = (ToChat(),) * AT_ONCE
