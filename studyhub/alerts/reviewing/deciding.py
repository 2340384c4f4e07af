"""What a team decides about a group of alerts. Rules: docs/rules.md, Alerts. Nothing here commits."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select

from studyhub.alerts.models import AlertDecision, AlertGroup, DecisionKind
from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User


@dataclass(frozen=True)
class Decided:
    """A decision as it was written: what, why, who does it, by when."""

    kind: DecisionKind
    reason: str
    owner_id: int | None = None
    due_on: date | None = None


def decide(group: AlertGroup, decided: Decided, *, by: User, now: datetime) -> AlertDecision:
    """Decide about a group; what was decided before stays to be read. The same once more is the same one."""
    db.session.scalar(select(AlertGroup.id).where(AlertGroup.id == group.id).with_for_update())
    last = db.session.scalar(newest_first(group).limit(1))
    if last is not None and last.decided_at.date() == now.date() and _written(last) == decided:
        return last
    made = AlertDecision(group_id=group.id, decided_by_id=by.id, decided_at=now, **vars(decided))
    db.session.add(made)
    trail.record("alert_group.decided", group, by=by, now=now, after={"kind": decided.kind.value})
    return made


def newest_first(group: AlertGroup) -> Select[AlertDecision]:
    """What was decided about a group."""
    mine = select(AlertDecision).where(AlertDecision.group_id == group.id)
    return mine.order_by(AlertDecision.decided_at.desc(), AlertDecision.id.desc())


def _written(decision: AlertDecision) -> Decided:
    return Decided(decision.kind, decision.reason, decision.owner_id, decision.due_on)
