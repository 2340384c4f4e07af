"""Setting the rules of the rota. Published shifts stay; drafts are planned anew, for they were made by other rules."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota import drafting, queries
from studyhub.rota.models import RotaRules
from studyhub.settings import organization


@dataclass(frozen=True)
class Said:
    """What somebody sets; None is no cap."""

    day_begins: time
    day_ends: time
    parts_of_day_off: int
    points_weeknight: int
    points_day_off: int
    points_special: int
    rest_hours: int
    has_secondary: bool
    shifts_a_month: int | None
    days_off_a_month: int | None
    services_least: int


def update(said: Said, *, by: User, now: datetime) -> int:
    """Set the rules and plan open drafts anew by them. Returns how many. Raises BadRules. Does not commit.

    Who changed what is recorded; what is set again as it was changes nothing, and no draft.
    """
    queries.lock_planning()
    rules = db.session.get(RotaRules, 1, populate_existing=True) or queries.rules()
    before = {field: getattr(rules, field) for field in vars(said)}
    changed = {field: value for field, value in vars(said).items() if before[field] != value}
    if not changed:
        return 0
    for field, value in changed.items():
        setattr(rules, field, value)
    rules.for_planning(organization.current().time_zone)
    db.session.add(rules)
    old = {field: before[field] for field in changed}
    trail.record("rota_rules.changed", rules, by=by, now=now, before=_plain(old), after=_plain(changed))
    return _plan_drafts_anew(by, now)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {field: value.isoformat("minutes") if isinstance(value, time) else value for field, value in values.items()}


def _plan_drafts_anew(by: User, now: datetime) -> int:
    drafts = queries.open_drafts()
    for draft in drafts:
        try:
            drafting.draft(draft.rota, by=by, now=now, seed=draft.seed)
        except drafting.Over:
            drafting.discard(draft, by=by, now=now)
    return len(drafts)
