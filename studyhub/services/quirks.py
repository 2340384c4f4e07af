"""Writing down what is peculiar to a service, and keeping it true. Rules: docs/rules.md, Services. Does not commit."""

from dataclasses import dataclass
from datetime import datetime

from dateutil.relativedelta import relativedelta
from sqlalchemy import func, select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.services import locking
from studyhub.services.models import Quirk, QuirkRevision, Service
from studyhub.text.searching import kept

# As long as practice lasts: a quirk is believed at three in the morning by somebody who cannot check it.
ASKED_AFTER = relativedelta(months=6)


class ChangedMeanwhile(Exception):
    """Somebody else saved another text since this one was begun."""


@dataclass(frozen=True)
class Words:
    """What a quirk says: a title that is itself the advice, Markdown, and the sanitised HTML made of it."""

    title: str
    body: str
    html: str


def asked_from(now: datetime) -> datetime:
    """What was confirmed at this moment or before is asked about."""
    return now - ASKED_AFTER


def is_asked(quirk: Quirk, now: datetime) -> bool:
    """Whether it is to be said again that a quirk is still true."""
    return quirk.retired_at is None and quirk.confirmed_at <= asked_from(now)


def write(service: Service, words: Words, *, by: User, now: datetime) -> Quirk:
    """Write one more, behind the others."""
    locking.lock(service.id)
    last = db.session.scalar(select(func.max(Quirk.position)).where(Quirk.service_id == service.id))
    quirk = Quirk(service_id=service.id, position=(last or 0) + 1, head_number=0)
    quirk.confirmed_at, quirk.confirmed_by_id = now, by.id
    db.session.add(quirk)
    _revise(quirk, words, by=by, now=now)
    trail.record("quirk.written", quirk, by=by, now=now)
    return quirk


def rewrite(quirk: Quirk, words: Words, *, base: int, by: User, now: datetime) -> None:
    """Save another text of the quirk that was revision `base`. Saved unchanged, it is confirmed.

    Raises ChangedMeanwhile, with nothing done.
    """
    _hold(quirk)
    if quirk.head_number != base:
        raise ChangedMeanwhile
    if (quirk.head.title, quirk.head.body) == (words.title, words.body):
        confirm(quirk, by=by, now=now)
        return
    quirk.confirmed_at, quirk.confirmed_by_id = now, by.id
    _revise(quirk, words, by=by, now=now)
    trail.record("quirk.changed", quirk, by=by, now=now)


def _revise(quirk: Quirk, words: Words, *, by: User, now: datetime) -> None:
    quirk.head_number += 1
    db.session.flush()
    revision = QuirkRevision(quirk_id=quirk.id, number=quirk.head_number, author_id=by.id, created_at=now)
    revision.title, revision.body, revision.html = words.title, words.body, words.html
    revision.search_text = kept(words.title, words.body)
    db.session.add(revision)
    db.session.flush()
    db.session.expire(quirk, ["head"])


def _hold(quirk: Quirk) -> None:
    held = select(Quirk).where(Quirk.id == quirk.id).with_for_update()
    db.session.scalar(held.execution_options(populate_existing=True))
    db.session.expire(quirk, ["head"])


def confirm(quirk: Quirk, *, by: User, now: datetime) -> None:
    """Say that it is still true."""
    _hold(quirk)
    quirk.confirmed_at, quirk.confirmed_by_id = now, by.id
    trail.record("quirk.confirmed", quirk, by=by, now=now)


def retire(quirk: Quirk, *, by: User, now: datetime) -> None:
    """Take it from the page; its texts stay in its history. Pressing twice is harmless."""
    _hold(quirk)
    if quirk.retired_at is None:
        quirk.retired_at = now
        trail.record("quirk.retired", quirk, by=by, now=now)


def bring_back(quirk: Quirk, *, by: User, now: datetime) -> None:
    """Put it on the page again, as true as it was. Pressing twice is harmless."""
    _hold(quirk)
    if quirk.retired_at is not None:
        quirk.retired_at = None
        trail.record("quirk.brought_back", quirk, by=by, now=now)
