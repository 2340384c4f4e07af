"""Where the slices of the wheel stand in their drawing. Knows no database.

What was picked lies under the needle, at the top; the others follow clockwise.
"""

from math import atan2, cos, hypot, pi, sin
from typing import NamedTuple
from unicodedata import east_asian_width

from studyhub.drills.wheel.picking import Pick

RADIUS, TEXT_RADIUS, HUB = 50, 31, 7
WHOLE = 2 * pi
# Where fewer letters have room, the name stands in the table alone; of a longer one its beginning stands in the slice.
NAME_MIN_CHARS = 4
# How wide letters are drawn; Japanese ones are twice as wide.
LETTER_WIDTH, HALF_A_LETTER = 3.8, 2


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
        x, y = _at(begins + part / 2, TEXT_RADIUS if len(parts) > 1 else TEXT_RADIUS - 4)
        name = _short(service.name, _room(begins, part, x, y))
        drawn.append(Wedge(_outline(begins, part), x, round(y + HALF_A_LETTER, 1), name, kind))
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


def _room(begins: float, part: float, x: float, y: float) -> float:
    """How wide a line of text may be whose middle is at a point of a slice."""
    reach = 0
    corners = [(side, above) for side in (-1, 1) for above in (-HALF_A_LETTER, HALF_A_LETTER)]
    while all(_is_in(begins, part, x + side * (reach + 1), y + above) for side, above in corners):
        reach += 1
    return 2 * reach


def _is_in(begins: float, part: float, x: float, y: float) -> bool:
    turn = (atan2(x, -y) / WHOLE - begins) % 1
    return HUB < hypot(x, y) < RADIUS and (turn <= part or part >= 1)


def _short(name: str, room: float) -> str:
    if _width(name) <= room:
        return name
    letters = list(name)
    while letters and _width(f"{''.join(letters)}…") > room:
        letters.pop()
    return f"{''.join(letters)}…" if len(letters) >= NAME_MIN_CHARS else ""


def _width(name: str) -> float:
    return LETTER_WIDTH * sum(2 if east_asian_width(letter) in "WF" else 1 for letter in name)
