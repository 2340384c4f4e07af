"""Shifts that begin, told to the teams of whoever has them, by night too: it is then that somebody has to know."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from studyhub.chat.hearing import Hearer
from studyhub.chat.models import ChatPost, PostKind, Webhook
from studyhub.chat.rows import posts
from studyhub.db import db
from studyhub.delivery import rows
from studyhub.handoffs import queries as handoffs
from studyhub.handoffs.taking import burning_first
from studyhub.pager import wording
from studyhub.pager.calling import Call, calls
from studyhub.rota.swaps import held
from studyhub.rota.swaps.held import Duty
from studyhub.rota.wording import ROLES
from studyhub.teams.models import Membership
from studyhub.words import dates
from studyhub.words.names import polite
from studyhub.words.saying import gettext as _

# What began longer ago is no news any more.
TOLD_FOR = timedelta(hours=2)


def tell(now: datetime) -> None:
    """Decide which webhooks of teams are told that one of their people has a shift now. Does not commit."""
    if db.session.scalar(select(Webhook.id).where(Webhook.team_id.is_not(None), Webhook.stopped_at.is_(None)).limit(1)):
        begun = [
            duty
            for duty in held.held(now - TOLD_FOR, now + timedelta.resolution)
            if now - TOLD_FOR < duty.starts_at <= now
        ]
        found = [post for starts_at in {duty.starts_at for duty in begun} for post in _posts(begun, starts_at, now)]
        if found:
            # In one order: two workers that insert the same rows wait in a row.
            rows.insert_missing(ChatPost, sorted(found, key=lambda post: str(post["key"])), unique=["key"])


def _posts(begun: Iterable[Duty], starts_at: datetime, now: datetime) -> list[dict[str, Any]]:
    there = {duty.user_id for duty in begun if duty.starts_at == starts_at and duty.user_id is not None}
    hears = select(Webhook.id, Webhook.added_at).join(Membership, Membership.team_id == Webhook.team_id)
    hears = hears.where(Membership.user_id.in_(there), Membership.is_primary, Webhook.stopped_at.is_(None))
    hears = hears.where(Webhook.added_at <= starts_at).distinct()
    hearers = [Hearer(*row) for row in db.session.execute(hears)]
    key, until = f"{PostKind.DUTY}:{starts_at.timestamp():.0f}", starts_at + TOLD_FOR
    return posts(PostKind.DUTY, key, hearers, until=until, now=now, starts_at=starts_at)


def said(post: ChatPost, root: str) -> str:
    """Who of the team has a shift since then, as things are now; nothing where nobody of it has one any more."""
    starts_at = post.starts_at
    if starts_at is None:
        return ""
    there = select(Membership.user_id).where(Membership.team_id == post.webhook.team_id, Membership.is_primary)
    team = set(db.session.scalars(there))
    running = held.held(starts_at, starts_at + timedelta.resolution)
    begun = [duty for duty in running if duty.starts_at == starts_at and duty.user_id in team]
    called = calls(running, starts_at)
    lines = [line for duty in begun for line in (_line(duty), *_still_called(called.get(duty.role)))]
    return "\n".join([*lines, *_handed_over(starts_at, root), f"{root}/oncall/"]) if lines else ""


def _handed_over(starts_at: datetime, root: str) -> list[str]:
    """That there is a hand-off, and whether anything burns; what stands in it is read inside."""
    last = burning_first(handoffs.last_before(starts_at))
    if not last:
        return []
    words = _("Something still burns:") if last[0].is_burning else _("Hand-off, nothing burns:")
    return [f"{words} {root}/oncall/handoffs/{last[0].id}/"]


def _line(duty: Duty) -> str:
    name = polite([duty.user.name]) if duty.user else ""
    until = dates.when(duty.ends_at)
    return _("On call from now on: %(name)s (%(role)s), until %(time)s", name=name, role=ROLES[duty.role], time=until)


def _still_called(call: Call | None) -> list[str]:
    """Whom the pager calls in their place, until it has confirmed."""
    words = wording.still_calls(call) if call else ""
    return [words] if words else []
