"""Which chapters are read together: chapters stay in order, and every meeting has at least one."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from statistics import median_low

MEETINGS_MAX = 400
CHAPTERS_MAX = 2000


class PlanTooLong(Exception):
    """More than MEETINGS_MAX meetings or CHAPTERS_MAX chapters."""


class PagesUnknown(Exception):
    """Pages per meeting were asked for, and no chapter says how long it is."""


@dataclass(frozen=True)
class ChapterToRead:
    """One ticked line of the table of contents. `pages` is None when the book does not tell; `key` is the caller's."""

    number: str | None
    title: str
    pages: int | None
    key: int | str


@dataclass(frozen=True)
class PerMeeting:
    """So many chapters in each meeting; the last has what is left."""

    chapters: int


@dataclass(frozen=True)
class PagesPerMeeting:
    """About so many pages in each meeting."""

    pages: int


@dataclass(frozen=True)
class InMeetings:
    """So many meetings, as even in pages as whole chapters allow; never more meetings than chapters."""

    meetings: int


Division = PerMeeting | PagesPerMeeting | InMeetings
Chapters = tuple[ChapterToRead, ...]


def divide(chapters: Sequence[ChapterToRead], division: Division) -> list[Chapters]:
    """The chapters of each meeting, in order; none for no chapters. A number below 1 counts as 1.

    Raises PlanTooLong or PagesUnknown.
    """
    if not chapters:
        return []
    meetings = meetings_for(chapters, division)
    # Before evening out, whose time grows with chapters times meetings.
    if meetings > MEETINGS_MAX or len(chapters) > CHAPTERS_MAX:
        raise PlanTooLong
    if isinstance(division, PerMeeting):
        return by_count(chapters, max(division.chapters, 1))
    return balanced(chapters, meetings)


def meetings_for(chapters: Sequence[ChapterToRead], division: Division) -> int:
    """The number of meetings, from 1 to as many as there are chapters."""
    match division:
        case PerMeeting(count):
            wanted = -(-len(chapters) // max(count, 1))
        case PagesPerMeeting(pages):
            wanted = round(Fraction(total_weight(chapters), max(pages, 1)))
        case InMeetings(meetings):
            wanted = meetings
    return min(max(wanted, 1), len(chapters))


def total_weight(chapters: Sequence[ChapterToRead]) -> int:
    if all(chapter.pages is None for chapter in chapters):
        raise PagesUnknown
    return sum(weights(chapters))


def by_count(chapters: Sequence[ChapterToRead], count: int) -> list[Chapters]:
    return [tuple(chapters[first : first + count]) for first in range(0, len(chapters), count)]


def balanced(chapters: Sequence[ChapterToRead], meetings: int) -> list[Chapters]:
    """The division into that many meetings whose squared pages add up to least.

    Squares, because one evening of 90 pages is worse than two of 60; it also keeps the longest evening short.
    """
    bounds = even_bounds(weights(chapters), meetings)
    return [tuple(chapters[first:end]) for first, end in pairwise(bounds)]


def weights(chapters: Sequence[ChapterToRead]) -> list[int]:
    """Pages of each chapter; one that does not tell counts as a middling one, and all alike when none tells."""
    known = [chapter.pages for chapter in chapters if chapter.pages is not None]
    middling = median_low(known) if known else 1
    # A chapter that begins and ends on one page still takes its turn.
    return [max(middling if chapter.pages is None else chapter.pages, 1) for chapter in chapters]


def even_bounds(sizes: Sequence[int], groups: int) -> list[int]:
    """Where each of the groups begins, and the end of the last: [0, …, len(sizes)]. Needs groups <= len(sizes)."""
    sums = list(accumulate(sizes, initial=0))
    costs: list[int | None] = [0] + [None] * len(sizes)
    begins = []
    for _ in range(groups):
        costs, begin = add_group(sums, costs)
        begins.append(begin)
    bounds = [len(sizes)]
    for begin in reversed(begins):
        bounds.append(begin[bounds[-1]])
    return bounds[::-1]


def add_group(sums: Sequence[int], costs: Sequence[int | None]) -> tuple[list[int | None], list[int]]:
    """The least cost of every prefix with one group more, and where that last group begins.

    costs[end] + (sums[end] - sums[begin])² is, for a fixed begin, a straight line over sums[end] (but for a square
    common to all): the lower hull of those lines is walked once, so a book of n chapters takes n steps, not n².
    """
    cheapest: list[int | None] = [None] * len(sums)
    begin_of = [0] * len(sums)
    hull: list[tuple[int, int, int]] = []  # (slope, height, begin), the next to be of use first
    head = 0
    for end in range(1, len(sums)):
        before = costs[end - 1]
        if before is not None:
            push(hull, head, (-2 * sums[end - 1], before + sums[end - 1] ** 2, end - 1))
        if len(hull) == head:
            continue
        while head + 1 < len(hull) and value(hull[head + 1], sums[end]) < value(hull[head], sums[end]):
            head += 1
        cheapest[end] = value(hull[head], sums[end]) + sums[end] ** 2
        begin_of[end] = hull[head][2]
    return cheapest, begin_of


def push(hull: list[tuple[int, int, int]], head: int, line: tuple[int, int, int]) -> None:
    """Put a steeper line on the hull and take off those that are now nowhere lowest."""
    while len(hull) >= head + 2 and is_hidden(hull[-2], hull[-1], line):
        hull.pop()
    hull.append(line)


def is_hidden(left: tuple[int, int, int], middle: tuple[int, int, int], right: tuple[int, int, int]) -> bool:
    """Whether the middle line lies nowhere below both others (slopes fall from left to right)."""
    return (right[1] - left[1]) * (left[0] - middle[0]) <= (middle[1] - left[1]) * (left[0] - right[0])


def value(line: tuple[int, int, int], at: int) -> int:
    return line[0] * at + line[1]
