"""How deep each line stands, counted from 1, as a person sees it: by indentation, headings and dotted numbers."""

from collections.abc import Sequence

from studyhub.circles.toc.entries import Entry
from studyhub.circles.toc.labels import Role
from studyhub.circles.toc.lines import ASIDE_DEPTH


def ranks(entries: Sequence[Entry]) -> list[int]:
    """The depth of each line. Where lines with 1, 1.1 and 1.1.1 begin at one edge, their numbers part them."""
    keys = [(entry.depth, dots(entry)) for entry in entries]
    lowest: dict[int, int] = {}
    for entry, (depth, number) in zip(entries, keys, strict=True):
        if entry.number:
            lowest[depth] = min(lowest.get(depth, number), number)
    keys = [(depth, max(number, lowest.get(depth, 0))) for depth, number in keys]
    order = {key: rank for rank, key in enumerate(sorted({key for key in keys if key[0] != ASIDE_DEPTH}), start=1)}
    return [order.get(key, len(order) or 1) for key in keys]


def dots(entry: Entry) -> int:
    """How many dots the number of a line has: 2 for 3.1.2."""
    number = entry.number or ""
    return sum(number.count(sign) for sign in ".-–") if entry.role is Role.DOTTED else 0
