"""A plan for programs: JSON with ISO times."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from studyhub import zones
from studyhub.rota.planning.inputs import Candidate, Rules, Slot
from studyhub.rota.planning.planner import Planned
from studyhub.rota.wording import reason_of

HOUR = timedelta(hours=1)


def printed(planned: Sequence[Planned], people: Sequence[Candidate], rules: Rules) -> dict[str, Any]:
    """A plan as JSON has it: people, shifts in order with times in the zone of the rules, and the rules themselves.

    Somebody without a last day is in the pool until the last day that a shift touches; a vacant shift has no person.
    """
    slots = [one.slot for one in planned]
    return {
        "people": [_person(one, slots) for one in sorted(people, key=lambda one: one.id)],
        "shifts": [_shift(one, rules) for one in planned],
        "rules": {
            "rest_hours": rules.rest // HOUR,
            "points": {kind.value: rules.points[kind] for kind in rules.points},
        },
    }


def _person(one: Candidate, slots: Sequence[Slot]) -> dict[str, Any]:
    first = one.from_on or (slots[0].days[0] if slots else None)
    last = one.until_on or (slots[-1].days[-1] if slots else None)
    return {
        "id": one.id,
        "team": one.team,
        "from": first.isoformat() if first else None,
        "until": last.isoformat() if last else None,
        "unavailable": [day.isoformat() for day in sorted(one.unavailable)],
        "unavailable_evenings": [day.isoformat() for day in sorted(one.evenings_unavailable)],
    }


def _shift(one: Planned, rules: Rules) -> dict[str, Any]:
    return {
        "start": zones.in_zone(one.slot.starts_at, rules.zone).isoformat(),
        "end": zones.in_zone(one.slot.ends_at, rules.zone).isoformat(),
        "kind": one.slot.kind.value,
        "role": one.role.value,
        "person": one.person_id,
        "reason": reason_of(one.reason),
    }
