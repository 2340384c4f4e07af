"""What each begins a plan with: earlier totals, and a share of what falls while they are not in the pool."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from studyhub.rota.planning.inputs import Candidate, Rules, ShiftKind, Slot

KINDS = tuple(ShiftKind)


@dataclass
class Opening:
    """The points of somebody, their shifts by kind, and those of the points that are credited to them."""

    points: int
    counts: list[int]
    credited: int


def openings(slots: Sequence[Slot], people: Sequence[Candidate], rules: Rules) -> list[Opening]:
    """What each has before the first shift is shared out.

    Somebody new begins with the median of the others. Whoever is in the pool for a part of the plan only is credited
    with what each of those who were in it got on average meanwhile: otherwise whoever comes in October would take all
    of the winter, and whoever goes in June all of the spring.
    """
    known = [one.opening for one in people if one.opening is not None]
    points = median_low(total.points for total in known) if known else 0
    shifts = [median_low(total.shifts.get(kind, 0) for total in known) if known else 0 for kind in KINDS]
    found: list[Opening] = []
    for one, share in zip(people, _shares(slots, people, rules), strict=True):
        worth = round(sum(part * rules.points[kind] for kind, part in zip(KINDS, share, strict=True)))
        had = one.opening
        before = [had.shifts.get(kind, 0) for kind in KINDS] if had else shifts
        counts = [count + round(part) for count, part in zip(before, share, strict=True)]
        found.append(
            Opening(worth + (had.points if had else points), counts, worth + (had.credited if had else points))
        )
    return found


def _shares(slots: Sequence[Slot], people: Sequence[Candidate], rules: Rules) -> list[list[float]]:
    """By person and kind, how many shifts fell to each of those in the pool while this person was not."""
    shares = [[0.0] * len(KINDS) for _ in people]
    for slot in slots:
        out = [number for number, one in enumerate(people) if not one.is_in_pool(slot)]
        if out and len(out) < len(people):
            each = len(rules.roles) / (len(people) - len(out))
            for number in out:
                shares[number][KINDS.index(slot.kind)] += each
    return shares
