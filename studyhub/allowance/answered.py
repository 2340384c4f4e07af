"""What people acted on in a month: as they confirmed it with their hand-offs, else as alerts say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from studyhub.alerts.queries import Page, pages_of
from studyhub.allowance.figures import after, begin
from studyhub.allowance.models import AllowanceRow
from studyhub.allowance.parts import Part, Response, is_said, responses
from studyhub.handoffs import queries as handoffs
from studyhub.handoffs.models import Handoff


@dataclass(frozen=True)
class Answered:
    """The pages of a month, and the hand-offs that say more exactly who acted on what and how long."""

    pages: Sequence[Page]
    confirmed: Sequence[Handoff]

    def of(self, part: Part) -> list[Response]:
        """What the person of a part acted on in its hours."""
        return responses(part, self.pages, self.confirmed)

    def is_confirmed(self, part: Part) -> bool:
        """Whether the person of a part confirmed it."""
        return any(is_said(part, handoff) for handoff in self.confirmed)


def in_month(month: date, zone: str) -> Answered:
    """What was acted on in a month."""
    span = begin(month, zone), begin(after(month), zone)
    return Answered(pages_of(*span), handoffs.confirmed(*span))


def changed(rows: Iterable[AllowanceRow], parts: Iterable[Part], answered: Answered) -> list[Part]:
    """Parts whose responses were confirmed otherwise than they are counted: each taken back, and counted anew.

    `rows` are what counts, in the order in which it was entered. Hours that are counted otherwise than they were
    served are another matter.
    """
    counted: dict[tuple[object, ...], list[list[str | None]]] = {}
    for row in rows:
        key = (row.user_id, row.shift_id, row.starts_at, row.ends_at)
        if row.sign > 0:
            counted[key] = row.responses
        else:
            counted.pop(key, None)
    found = []
    for part in parts:
        known = counted.get((part.user_id, part.shift_id, part.starts_at, part.ends_at))
        if known is not None and answered.is_confirmed(part) and known != as_json(answered.of(part)):
            found += [part._replace(sign=-1), part]
    return found


def as_json(found: Iterable[Response]) -> list[list[str | None]]:
    """Responses as a row keeps them."""
    return [one.as_json() for one in found]
