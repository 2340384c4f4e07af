"""Making a rota, and planning it as often as its keeper likes before it is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota import queries
from studyhub.rota.candidates import REMEMBERED, candidates
from studyhub.rota.changes import changes_of
from studyhub.rota.crediting.excusing import lost
from studyhub.rota.models import DraftShift, Rota, RotaDraft, Shift
from studyhub.rota.planning.cutting import A_DAY, cut
from studyhub.rota.planning.fitting import fitted
from studyhub.rota.planning.inputs import Candidate, Rules, Slot
from studyhub.rota.planning.planner import Planned, plan
from studyhub.rota.reasons import stored
from studyhub.rota.swaps import held
from studyhub.rota.swaps.anew import absent, planned, seating
from studyhub.rota.swaps.anew.planned import Swapped
from studyhub.rota.swaps.held import Duty
from studyhub.rota.swaps.models import Swap
from studyhub.settings import organization

DAYS_MAX = 366


class EndsBeforeStart(Exception):
    """The last day is before the first."""


class TooLong(Exception):
    """More days than are planned at once."""


class Overlaps(Exception):
    """Another rota, the argument, has a day in common."""


class Over(Exception):
    """Nothing of the rota is to come."""


def make(name: str, starts_on: date, ends_on: date, *, by: User, now: datetime) -> Rota:
    """Make a rota of a span of days. Raises EndsBeforeStart, TooLong, Overlaps. Does not commit."""
    require_span(starts_on, ends_on)
    queries.lock_planning()
    if other := queries.overlapping(starts_on, ends_on):
        raise Overlaps(other)
    rota = Rota(name=name, starts_on=starts_on, ends_on=ends_on, created_by_id=by.id, created_at=now)
    db.session.add(rota)
    db.session.flush()
    trail.record("rota.made", rota, by=by, now=now)
    return rota


def require_span(starts_on: date, ends_on: date) -> None:
    """Raises EndsBeforeStart, TooLong."""
    if ends_on < starts_on:
        raise EndsBeforeStart
    if (ends_on - starts_on).days >= DAYS_MAX:
        raise TooLong


def draft(rota: Rota, *, by: User, now: datetime, seed: int = 0) -> RotaDraft:
    """Plan what of a rota is to come, in place of an open draft. Raises Over, BadRules. Does not commit.

    What is published stays with whom it is, save where they are not there any more or unavailable. What begins today
    or earlier is not planned again, and days that are over not even once: nobody served them.
    """
    queries.lock_planning()
    today = queries.today(now)
    first = max(rota.starts_on, today + A_DAY if queries.is_published(rota) else today)
    if first > rota.ends_on:
        raise Over
    if (known := queries.open_draft(rota)) is not None:
        _forget(known, now)
    made = RotaDraft(rota_id=rota.id, from_on=first, seed=seed, made_by_id=by.id, made_at=now)
    db.session.add(made)
    db.session.flush()
    published = queries.shifts_from(rota, first)
    found = planned_for(first, rota.ends_on, now=now, seed=seed, published=published)
    stays = planned.swapped(published).stays()
    db.session.add_all(_row(made, one, stays.get((one.slot.starts_at, one.role))) for one in found.planned)
    made.pool = _pool(found)
    trail.record("rota.planned", rota, by=by, now=now)
    return made


@dataclass(frozen=True)
class PlannedAnew:
    """A draft, or none where nothing would change; and what others were asked for instead, at once."""

    draft: RotaDraft | None
    asked: Sequence[Swap] = ()


def plan_anew(rota: Rota, *, by: User, now: datetime, seed: int = 0) -> PlannedAnew:
    """As `draft`; no draft where it would change nothing of what is published. Does not commit.

    Where nothing is left to publish, others are asked at once for what people took over and cannot serve (`absent`).
    """
    made = draft(rota, by=by, now=now, seed=seed)
    if changes_of(made) or not queries.is_published(rota):
        return PlannedAnew(made)
    _forget(made, now)
    return PlannedAnew(None, absent.ask_for_absent(queries.shifts_from(rota, queries.today(now)), by=by, now=now))


def discard(draft: RotaDraft, *, by: User, now: datetime) -> None:
    """Throw an open draft away, and the rota with it while nothing of it is published. Does not commit."""
    trail.record("rota.discarded", draft.rota, by=by, now=now)
    _forget(draft, now)
    if not queries.is_published(draft.rota):
        draft.rota.discarded_at = now


def _forget(draft: RotaDraft, now: datetime) -> None:
    db.session.execute(delete(DraftShift).where(DraftShift.draft_id == draft.id))
    draft.discarded_at = now
    db.session.flush()


@dataclass(frozen=True)
class Found:
    """A plan that is not saved, who was in it, by which rules, and who cannot do which published shifts any more."""

    planned: list[Planned]
    people: list[Candidate]
    rules: Rules
    excused: Sequence[tuple[int, Slot]] = ()


def planned_for(first: date, last: date, *, now: datetime, seed: int = 0, published: Sequence[Shift] = ()) -> Found:
    """Plan a span of days with the people there are. Saves nothing.

    `published` are the shifts of the span that stay. Raises BadRules, DateOutOfRange.
    """
    kept_rules = queries.rules()
    rules = kept_rules.for_planning(organization.current().time_zone)
    swapped = planned.swapped(published)
    slots, outside = cut_around(first, last, rules, swapped)
    people = candidates(first, last, kept_rules, now=now, outside=outside)
    if not published:
        return Found(plan(slots, people, rules, seed=seed), people, rules)
    board = seating.seating(slots, people, rules, swapped)
    return Found(seating.plan_anew(board, seed=seed), people, rules, board.excused)


def cut_around(first: date, last: date, rules: Rules, swapped: Swapped) -> tuple[Sequence[Slot], Sequence[Duty]]:
    """The shifts of a span, fitted to published ones around it, and those; `swapped` are the span's own.

    Hours of the span that were taken over from whoever a shift stays with are among those around it.
    """
    slots = cut(first, last, rules, organization.days_off())
    outside = _outside(slots, rules, swapped)
    return fitted(slots, outside, rules), outside


def _outside(slots: Sequence[Slot], rules: Rules, swapped: Swapped) -> list[Duty]:
    """Who has what around a plan and is none of its own."""
    if not slots:
        return []
    return swapped.elsewhere(held.held(slots[0].starts_at - REMEMBERED, slots[-1].ends_at + max(rules.rest, A_DAY)))


def _pool(found: Found) -> dict[str, Any]:
    """As a draft keeps it."""
    points = found.rules.points
    excused = [lost(user_id, slot.day, slot.kind, points[slot.kind]) for user_id, slot in found.excused]
    return {"people": [one.id for one in found.people], "excused": excused}


def _row(draft: RotaDraft, one: Planned, stays: Shift | None) -> DraftShift:
    """A row of a draft; where others have all of a published shift by swaps, it stays whose it was published for."""
    return DraftShift(
        draft_id=draft.id,
        day=one.slot.day,
        kind=one.slot.kind,
        role=one.role,
        starts_at=one.slot.starts_at,
        ends_at=one.slot.ends_at,
        user_id=stays.user_id if stays else one.person_id,
        reason=stays.reason if stays else stored(one.reason),
    )
