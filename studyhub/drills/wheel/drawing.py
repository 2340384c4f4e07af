"""Where the slices of the wheel stand in their drawing. Knows no database.

What was picked lies under the needle, at the top; the others follow clockwise.
"""

from math import cos, pi, sin
from typing import NamedTuple

from studyhub.drills.wheel.picking import Pick

RADIUS, TEXT_RADIUS = 50, 31
WHOLE = 2 * pi
# Narrower slices have their names in the table alone, and longer names their beginning in the slice.
NAMED_FROM, NAME_MAX_CHARS = 0.07, 11


class Wedge(NamedTuple):
    """A slice: its outline, where its name stands and what is written there, and the kind it is drawn as."""

    path: str
    x: float
    y: float
    name: str
    kind: str


def wedges(pick: Pick) -> list[Wedge]:
    """The slices of the wheel, the picked one first."""
    parts = [(one.service, one.need) for one in sorted(pick.slices, key=lambda one: one.service.id != pick.service.id)]
    total = sum(need for _service, need in parts)
    # So that the middle of the picked one is at the top.
    begins = -parts[0][1] / total / 2
    drawn = []
    for number, (service, need) in enumerate(parts):
        part = need / total
        kind = "picked" if number == 0 else ("odd" if number % 2 else "even")
        name = _short(service.name) if part >= NAMED_FROM else ""
        x, y = _at(begins + part / 2, TEXT_RADIUS if len(parts) > 1 else TEXT_RADIUS - 4)
        drawn.append(Wedge(_outline(begins, part), x, round(y + 2.5, 1), name, kind))
        begins += part
    return drawn


def _at(turn: float, radius: float) -> tuple[float, float]:
    """A point at a part of a turn, clockwise from the top."""
    return round(radius * sin(WHOLE * turn), 1), round(-radius * cos(WHOLE * turn), 1)


def _outline(begins: float, part: float) -> str:
    if part >= 1:
        half = f"A{RADIUS} {RADIUS} 0 0 1"
        return f"M0 {-RADIUS}{half} 0 {RADIUS}{half} 0 {-RADIUS}Z"
    (x, y), (to_x, to_y) = _at(begins, RADIUS), _at(begins + part, RADIUS)
    return f"M0 0L{x} {y}A{RADIUS} {RADIUS} 0 {int(part > 0.5)} 1 {to_x} {to_y}Z"


def _short(name: str) -> str:
    return name if len(name) <= NAME_MAX_CHARS else f"{name[: NAME_MAX_CHARS - 1]}…"
