"""Which lines two texts share, in bounded time.

difflib alone takes half a minute for two thousand lines that are all alike. So the lines that occur once in both
texts are matched first, and difflib only fills the gaps between them, as far as a budget goes.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

# Pairs of equal lines times the depth of difflib's search: 30 million took one second.
MAX_WORK = 30_000_000

# A run of equal lines: index in a, index in b, length.
Run = tuple[int, int, int]
# As in difflib's opcodes, without the tag: from and to in a, from and to in b.
Change = tuple[int, int, int, int]
# Lines that three texts share: where they begin in the base, in the first and in the second text, and how many.
Shared = tuple[int, int, int, int]


class BoundedMatcher:
    """The runs of equal lines of two texts; spends no more than `max_work` on looking for them.

    Lines that occur often are matched like any other: a note is mostly empty lines, and without them neighbours
    of a change conflict for nothing.
    """

    def __init__(self, a: Sequence[str], b: Sequence[str], *, max_work: int = MAX_WORK) -> None:
        self.a, self.b = a, b
        self.work_left = max_work

    def get_matching_blocks(self) -> list[Run]:
        """The runs in order, the last one of length 0 at the ends of both."""
        return [*joined(self.runs()), (len(self.a), len(self.b), 0)]

    def runs(self) -> Iterator[Run]:
        start = common_length(self.a, self.b)
        tail = common_length(self.a[start:][::-1], self.b[start:][::-1])
        end_a, end_b = len(self.a) - tail, len(self.b) - tail
        yield 0, 0, start
        i = j = start
        for anchor_i, anchor_j in [*anchors(self.a[start:end_a], self.b[start:end_b]), (end_a - start, end_b - start)]:
            yield from self.gap(i, anchor_i + start, j, anchor_j + start)
            i, j = anchor_i + start, anchor_j + start
        yield end_a, end_b, tail

    def gap(self, start_a: int, end_a: int, start_b: int, end_b: int) -> Iterator[Run]:
        """The runs between two anchors, the first anchor included; none where the budget does not allow to look."""
        a, b = self.a[start_a:end_a], self.b[start_b:end_b]
        work = equal_pairs(a, b) * min(len(a), len(b))
        if work > self.work_left:
            return
        self.work_left -= work
        for i, j, size in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
            yield i + start_a, j + start_b, size


def changes(a: Sequence[str], b: Sequence[str], *, max_work: int = MAX_WORK) -> list[Change]:
    """How `a` becomes `b`, in order: everything that is not equal. With little work allowed it finds less in common."""
    found: list[Change] = []
    i = j = 0
    for next_i, next_j, size in BoundedMatcher(a, b, max_work=max_work).get_matching_blocks():
        if i < next_i or j < next_j:
            found.append((i, next_i, j, next_j))
        i, j = next_i + size, next_j + size
    return found


def shared_by_three(base: Sequence[str], a: Sequence[str], b: Sequence[str]) -> Iterator[Shared]:
    """The stretches of the base that `a` and `b` both kept, in order, the last one of length 0 at the ends of all."""
    runs_a, runs_b = (BoundedMatcher(base, text).get_matching_blocks() for text in (a, b))
    yield from overlaps(runs_a, runs_b)
    yield len(base), len(a), len(b), 0


def overlaps(runs_a: Sequence[Run], runs_b: Sequence[Run]) -> Iterator[Shared]:
    """Where two series of runs of one base lie over each other; both are in order and walked through once."""
    at_a = at_b = 0
    while at_a < len(runs_a) and at_b < len(runs_b):
        (base_a, a, size_a), (base_b, b, size_b) = runs_a[at_a], runs_b[at_b]
        start, end = max(base_a, base_b), min(base_a + size_a, base_b + size_b)
        if start < end:
            yield start, a + start - base_a, b + start - base_b, end - start
        # Whichever ends first can lie over nothing that follows.
        if base_a + size_a <= base_b + size_b:
            at_a += 1
        else:
            at_b += 1


def common_length(a: Sequence[str], b: Sequence[str]) -> int:
    """How many lines the two begin with in common."""
    for index, (left, right) in enumerate(zip(a, b, strict=False)):
        if left != right:
            return index
    return min(len(a), len(b))


def anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """The longest series of lines that occur once in each, in the same order in both."""
    once_b = places_of_single_lines(b)
    pairs = [(i, once_b[line]) for line, i in places_of_single_lines(a).items() if line in once_b]
    return longest_rise(sorted(pairs))


def places_of_single_lines(lines: Sequence[str]) -> dict[str, int]:
    counts = Counter(lines)
    return {line: index for index, line in enumerate(lines) if counts[line] == 1}


def longest_rise(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series of pairs whose second numbers rise; the first ones rise already."""
    tops: list[int] = []
    piles: list[int] = []
    below: list[int] = []
    for index, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        below.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [j]
        piles[pile : pile + 1] = [index]
    series: list[tuple[int, int]] = []
    index = piles[-1] if piles else -1
    while index >= 0:
        series.append(pairs[index])
        index = below[index]
    return series[::-1]


def equal_pairs(a: Sequence[str], b: Sequence[str]) -> int:
    """How many pairs of equal lines there are, one from each."""
    count_b = Counter(b)
    return sum(count * count_b[line] for line, count in Counter(a).items())


def joined(runs: Iterator[Run]) -> list[Run]:
    """The runs without empty ones, neighbours made one."""
    found: list[Run] = []
    for i, j, size in runs:
        if size and found and (found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]) == (i, j):
            found[-1] = (found[-1][0], found[-1][1], found[-1][2] + size)
        elif size:
            found.append((i, j, size))
    return found
