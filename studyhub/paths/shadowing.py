"""Going along with whoever is on duty: a shadow has no points and no allowance; the rest after it counts.

The hours are noted where people's hours are noted, so that no chapter falls on the morning after, and the rota lets
whoever shadows rest. Rules: docs/rules.md, Path. Nothing here commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from studyhub.audit import trail
from studyhub.commitments import calendar
from studyhub.commitments.conflicts import Span, commitments_around
from studyhub.commitments.models import CommitmentKind
from studyhub.db import db
from studyhub.paths import queries
from studyhub.paths.holding import hold
from studyhub.paths.models import Path, ShadowNight
from studyhub.people.models import User
from studyhub.rota import queries as rotas
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import held

# So far ahead nights are offered.
AHEAD = timedelta(days=90)
OFFERED = 40


class NightGone(Exception):
    """The night is not in the rota any more, or it has begun."""


class Resting(Exception):
    """They are on duty themselves, or rest before or after it."""


@dataclass(frozen=True)
class Night:
    """A night that can be shadowed, and who is called first in it, hour by hour."""

    shift_id: int
    starts_at: datetime
    ends_at: datetime
    names: Sequence[str]


def nights(path: Path, now: datetime) -> list[Night]:
    """The nights ahead in which somebody else is called first, the next first."""
    found: dict[int, list[held.Duty]] = {}
    for duty in held.held(now, now + AHEAD, role=Role.PRIMARY):
        if duty.shift.starts_at > now:
            found.setdefault(duty.shift.id, []).append(duty)
    return [
        Night(
            shift_id, duties[0].shift.starts_at, duties[0].shift.ends_at, [one.user.name for one in duties if one.user]
        )
        for shift_id, duties in found.items()
        if all(one.user is not None and one.user_id != path.user_id for one in duties)
    ]


def offered(path: Path, now: datetime) -> list[Night]:
    """Those of the nights ahead that can be chosen: they neither work nor rest then."""
    ahead, rest = nights(path, now), _rest()
    busy = commitments_around([path.user_id], [_with_rest(night, rest) for night in ahead])
    duties = [one.span for one in busy if _is_shift(one.source)]
    free = (night for night in ahead if not any(span.overlaps(*_with_rest(night, rest)) for span in duties))
    return list(islice(free, OFFERED))


def _rest() -> timedelta:
    return timedelta(hours=rotas.rules().rest_hours)


def _with_rest(night: Night, rest: timedelta) -> Span:
    return Span(night.starts_at - rest, night.ends_at + rest)


def plan(path: Path, shift_id: int, *, by: User, now: datetime) -> ShadowNight:
    """Go along in a night, in place of the one that was planned before. Raises NightGone, Resting, Ended."""
    hold(path)
    night = next((one for one in nights(path, now) if one.shift_id == shift_id), None)
    if night is None:
        raise NightGone
    for coming in queries.coming_shadows(path, now):
        if (coming.starts_at, coming.ends_at) == (night.starts_at, night.ends_at):
            return coming
    _require_rest(path, night)
    withdraw(path, by=by, now=now)
    shadow = ShadowNight(
        path_id=path.id, starts_at=night.starts_at, ends_at=night.ends_at, planned_by_id=by.id, planned_at=now
    )
    db.session.add(shadow)
    db.session.flush()
    calendar.hold(shadow.source, CommitmentKind.SHADOW, path.user_id, shadow.starts_at, shadow.ends_at)
    trail.record("path.shadow_planned", path, by=by, now=now, after={"starts_at": night.starts_at.isoformat()})
    return shadow


def _require_rest(path: Path, night: Night) -> None:
    around = _with_rest(night, _rest())
    if any(one.span.overlaps(*around) for one in commitments_around([path.user_id], [around]) if _is_shift(one.source)):
        raise Resting


def _is_shift(source: str) -> bool:
    return source.startswith("shift:")


def withdraw(path: Path, *, by: User, now: datetime) -> None:
    """Take back the night that was planned and has not begun. Pressing twice is harmless."""
    for coming in queries.coming_shadows(path, now):
        take_back(coming, by=by, now=now)


def take_back(shadow: ShadowNight, *, by: User, now: datetime) -> None:
    """Take back one night, and give its hours back."""
    shadow.withdrawn_at = now
    calendar.release([shadow.source])
    before = {"starts_at": shadow.starts_at.isoformat()}
    trail.record("path.shadow_withdrawn", shadow.path, by=by, now=now, before=before)
