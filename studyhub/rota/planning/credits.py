"""What each begins a plan with: earlier totals, and a share of what falls while they are not in the pool."""

from collections.abc import Sequence
from statistics import median_low

from studyhub.rota.planning.inputs import Candidate, Rules, ShiftKind, Slot

KINDS = tuple(ShiftKind)


def openings(slots: Sequence[Slot], people: Sequence[Candidate], rules: Rules) -> tuple[list[int], list[list[int]]]:
    """The points of each, and their shifts by kind, before the first is shared out.

    Somebody new begins with the median of the others. Whoever is in the pool for a part of the plan only is credited
    with what each of those who were in it got on average meanwhile: otherwise whoever comes in October would take all
    of the winter, and whoever goes in June all of the spring.
    """
    known = [one.opening for one in people if one.opening is not None]
    points = median_low(total.points for total in known) if known else 0
    shifts = [median_low(total.shifts.get(kind, 0) for total in known) if known else 0 for kind in KINDS]
    shares = _shares(slots, people, rules)
    begins: list[int] = []
    counts: list[list[int]] = []
    for one, share in zip(people, shares, strict=True):
        worth = sum(part * rules.points[kind] for kind, part in zip(KINDS, share, strict=True))
        before = [one.opening.shifts.get(kind, 0) for kind in KINDS] if one.opening else shifts
        begins.append(round(worth) + (one.opening.points if one.opening else points))
        counts.append([had + round(part) for had, part in zip(before, share, strict=True)])
    return begins, counts


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
