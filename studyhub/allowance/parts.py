"""Parts of shifts that count for a month's allowance, and what differs between two lists of them; only computes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from studyhub.alerts.queries import Page
from studyhub.allowance.figures import parts_by_month
from studyhub.handoffs.models import Handoff
from studyhub.rota.swaps.held import Duty


class Part(NamedTuple):
    """Hours of a shift that count for somebody: once more (1) or once less (-1)."""

    user_id: int
    shift_id: int
    starts_at: datetime
    ends_at: datetime
    sign: int = 1
    swap_id: int | None = None


def of_month(duties: Iterable[Duty], month: date, zone: str) -> list[Part]:
    """What of these duties lies in a month, cut at its midnights in a zone; what is nobody's is paid to nobody."""
    return [
        Part(duty.user_id, duty.shift.id, since, until, swap_id=duty.swap.id if duty.swap else None)
        for duty in duties
        if duty.user_id is not None
        for part_of, since, until in parts_by_month(duty.starts_at, duty.ends_at, zone)
        if part_of == month
    ]


class Response(NamedTuple):
    """From when to when somebody acted on a page; the end is None while it still rang."""

    starts_at: datetime
    ends_at: datetime | None

    def as_json(self) -> list[str | None]:
        """Both in ISO 8601."""
        return [self.starts_at.isoformat(), self.ends_at.isoformat() if self.ends_at else None]


def is_said(part: Part, handoff: Handoff) -> bool:
    """Whether a hand-off is of hours of a part, by its person."""
    is_theirs = (handoff.author_id, handoff.shift_id) == (part.user_id, part.shift_id)
    return is_theirs and handoff.starts_at < part.ends_at and part.starts_at < handoff.ends_at


def responses(part: Part, pages: Iterable[Page], confirmed: Iterable[Handoff]) -> list[Response]:
    """What the person of a part acted on in its hours, in order.

    As they confirmed it with their hand-off; for hours of which they confirmed nothing, as the alerts say.
    """
    said = [handoff for handoff in confirmed if is_said(part, handoff)]
    found = [
        Response(page.starts_at, page.ends_at)
        for page in pages
        if page.acted_by_id == part.user_id
        and part.starts_at <= page.starts_at < part.ends_at
        and not any(handoff.starts_at <= page.starts_at < handoff.ends_at for handoff in said)
    ]
    found += [
        Response(one.starts_at, one.ends_at)
        for handoff in said
        for one in handoff.responses
        if part.starts_at <= one.starts_at < part.ends_at
    ]
    return sorted(found, key=lambda one: one.starts_at)


def differences(counted: Iterable[Part], served: Iterable[Part]) -> list[Part]:
    """What has to be added to what is counted, and taken from it, so that it says what was served.

    However either is cut into parts; in order of time, what is taken back first.
    """
    steps: dict[tuple[int, int], dict[datetime, int]] = defaultdict(lambda: defaultdict(int))
    for parts, factor in ((counted, -1), (served, 1)):
        for part in parts:
            of_one = steps[part.user_id, part.shift_id]
            of_one[part.starts_at] += factor * part.sign
            of_one[part.ends_at] -= factor * part.sign
    found = [
        Part(user_id, shift_id, since, until, sign)
        for (user_id, shift_id), of_one in steps.items()
        for since, until, sign in _levels(of_one)
    ]
    return sorted(found, key=lambda part: (part.starts_at, part.sign, part.user_id))


def _levels(steps: dict[datetime, int]) -> Iterator[tuple[datetime, datetime, int]]:
    """Spans on which the sum of all steps so far is not 0, each as often as it is, with its sign."""
    moments = sorted(moment for moment, step in steps.items() if step)
    level = 0
    for since, until in pairwise(moments):
        level += steps[since]
        for _ in range(abs(level)):
            yield since, until, 1 if level > 0 else -1
