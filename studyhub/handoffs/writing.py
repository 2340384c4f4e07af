"""Writing a hand-off, and changing it as long as it can be. Rules: docs/rules.md, Hand-offs. Nothing here commits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.handoffs import asking, queries
from studyhub.handoffs.models import Handoff, HandoffResponse, HandoffRevision, HandoffService
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps import held
from studyhub.rota.swaps.held import Duty


class NotYours(Exception):
    """Somebody else has, or had, these hours."""


class TooEarly(Exception):
    """It is not yet the end of the hours."""


class TooLate(Exception):
    """The hours ended so long ago that what was handed on stays as it is."""


class ChangedMeanwhile(Exception):
    """Another text was saved since this one was begun."""


@dataclass(frozen=True)
class Response:
    """From when to when somebody acted on something; no end: it goes on."""

    starts_at: datetime
    ends_at: datetime | None
    what: str = ""
    alert_id: int | None = None


@dataclass(frozen=True)
class Words:
    """What a hand-off says: what still burns ("": nothing), Markdown, the sanitised HTML made of it, and services.

    `responses` are all of the hours, as the author confirms them; None where nothing is said of them.
    """

    burns: str = ""
    body: str = ""
    html: str = ""
    service_ids: Collection[int] = field(default=())
    responses: Sequence[Response] | None = None


def hours_to_hand_over(shift: Shift, user: User, *, now: datetime) -> Duty:
    """The hours of a shift that somebody hands on now. Raises NotYours, TooEarly, TooLate."""
    mine = [duty for duty in held.of_shift(shift) if duty.user_id == user.id]
    if not mine:
        raise NotYours
    if all(now < asking.opens_at(duty) for duty in mine):
        raise TooEarly
    begun = [duty for duty in mine if asking.opens_at(duty) <= now]
    if now >= asking.closes_at(begun[-1]):
        raise TooLate
    return begun[-1]


def write(shift: Shift, words: Words, *, by: User, now: datetime) -> Handoff:
    """Write the hand-off of somebody's hours. Raises ChangedMeanwhile where there is one, and as above."""
    _hold(shift)
    duty = hours_to_hand_over(shift, by, now=now)
    if queries.of_duty(duty) is not None:
        raise ChangedMeanwhile
    return _begin(duty, words, by, now)


def say_that_nothing_burns(shift: Shift, *, by: User, now: datetime) -> Handoff:
    """Hand on that nothing burns, by one press. What is written already stays. Raises NotYours, TooEarly, TooLate."""
    _hold(shift)
    duty = hours_to_hand_over(shift, by, now=now)
    return queries.of_duty(duty) or _begin(duty, Words(), by, now)


def _hold(shift: Shift) -> None:
    """Let two presses of one button come one after the other."""
    db.session.scalar(select(Shift.id).where(Shift.id == shift.id).with_for_update())


def _begin(duty: Duty, words: Words, author: User, now: datetime) -> Handoff:
    handoff = Handoff(shift_id=duty.shift.id, author_id=author.id, starts_at=duty.starts_at, ends_at=duty.ends_at)
    handoff.head_number, handoff.written_at = 0, now
    db.session.add(handoff)
    _revise(handoff, words, now)
    trail.record("handoff.written", handoff, by=author, now=now)
    return handoff


def rewrite(handoff: Handoff, words: Words, *, base: int, by: User, now: datetime) -> None:
    """Save another text of what was revision `base`; whoever took it takes it again.

    Raises NotYours, TooLate, ChangedMeanwhile, with nothing done.
    """
    held_rows = select(Handoff).where(Handoff.id == handoff.id).with_for_update(of=Handoff)
    db.session.scalar(held_rows.execution_options(populate_existing=True))
    db.session.expire(handoff, ["head", "services"])
    if handoff.author_id != by.id:
        raise NotYours
    if now >= handoff.ends_at + asking.AFTER:
        raise TooLate
    if handoff.head_number != base:
        raise ChangedMeanwhile
    if _says(handoff) != (words.burns, words.body, set(words.service_ids)):
        handoff.taken_at, handoff.taken_by_id = None, None
    _revise(handoff, words, now)
    trail.record("handoff.changed", handoff, by=by, now=now)


def _says(handoff: Handoff) -> tuple[str, str, set[int]]:
    return handoff.head.burns, handoff.head.body, {service.id for service in handoff.services}


def _revise(handoff: Handoff, words: Words, now: datetime) -> None:
    handoff.head_number += 1
    db.session.flush()
    revision = HandoffRevision(handoff_id=handoff.id, number=handoff.head_number, created_at=now)
    revision.burns, revision.body, revision.html = words.burns, words.body, words.html
    db.session.add(revision)
    db.session.execute(delete(HandoffService).where(HandoffService.handoff_id == handoff.id))
    named = sorted(set(words.service_ids))
    db.session.add_all(HandoffService(handoff_id=handoff.id, service_id=service_id) for service_id in named)
    if words.responses is not None:
        _confirm(handoff, words.responses, now)
    db.session.flush()
    db.session.expire(handoff, ["head", "services", "responses"])


def _confirm(handoff: Handoff, responses: Sequence[Response], now: datetime) -> None:
    """Keep from when to when the author acted on what, in place of what was said of it before."""
    db.session.execute(delete(HandoffResponse).where(HandoffResponse.handoff_id == handoff.id))
    db.session.add_all(
        HandoffResponse(
            handoff_id=handoff.id, alert_id=one.alert_id, starts_at=one.starts_at, ends_at=one.ends_at, what=one.what
        )
        for one in responses
    )
    handoff.responses_confirmed_at = now
