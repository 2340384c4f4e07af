"""Keeping what was decided. Rules: docs/rules.md, Decisions and actions. Nothing here commits."""

from datetime import datetime

from studyhub.actions.models import Decision
from studyhub.actions.places import Place
from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.text import searching


def decide(place: Place, text: str, *, by: User, now: datetime) -> Decision:
    """Keep a decision."""
    found = searching.kept(text)
    decision = Decision(**place.columns, text=text, search_text=found, created_by_id=by.id, created_at=now)
    decision.circle, decision.meeting = place.circle, place.meeting
    db.session.add(decision)
    trail.record("decision.kept", decision, by=by, now=now, circle_id=decision.circle_id)
    return decision


def reword(decision: Decision, text: str, *, by: User, now: datetime) -> None:
    """Say it in other words; two who do at once wait for each other, and the same words change nothing."""
    db.session.refresh(decision, ["text"], with_for_update=True)
    if decision.text == text:
        return
    decision.text, decision.search_text = text, searching.kept(text)
    trail.record("decision.changed", decision, by=by, now=now, circle_id=decision.circle_id)


def drop(decision: Decision, reason: str, *, by: User, now: datetime) -> None:
    """Let it hold no more, for a reason; again, it changes nothing."""
    db.session.refresh(decision, ["dropped_at"], with_for_update=True)
    if decision.dropped_at is not None:
        return
    decision.dropped_at, decision.dropped_by_id, decision.dropped_reason = now, by.id, reason
    trail.record("decision.dropped", decision, by=by, now=now, circle_id=decision.circle_id)


def restore(decision: Decision, *, by: User, now: datetime) -> None:
    """Let it hold again; where it does, nothing changes."""
    db.session.refresh(decision, ["dropped_at"], with_for_update=True)
    if decision.stands:
        return
    decision.dropped_at, decision.dropped_by_id, decision.dropped_reason = None, None, ""
    trail.record("decision.restored", decision, by=by, now=now, circle_id=decision.circle_id)
