"""What comes of asking a pager, and in which words; each kind of pager has a file of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from studyhub.outgoing.answers import Trouble
from studyhub.outgoing.hosts import InternalHost
from studyhub.pager.models import SAID_MAX_CHARS, PagerKind
from studyhub.rota.planning.inputs import Role
from studyhub.text.cleaning import clean_line

STATUS = "status_"
# It answered what no pager answers; it does not know the person, or the role; it refused this span.
NONSENSE, NO_ID, NO_SCHEDULE, REFUSED = "nonsense", "no_id", "no_schedule", "refused"
# Whatever else is wrong, the next span would fare no better.
OF_ALL = frozenset({*(trouble.value for trouble in Trouble), NONSENSE, f"{STATUS}401", f"{STATUS}403", f"{STATUS}429"})


@dataclass(frozen=True)
class Outcome:
    """What came of it: no trouble, or a word. `remote_id` is the pager's name for what was made.

    `said` are the pager's own words, `wait_seconds` how long it wants to be left alone, if it says so.
    """

    trouble: str | None = None
    remote_id: str | None = None
    said: str = ""
    wait_seconds: int | None = None

    @property
    def is_of_all(self) -> bool:
        """Whether the pager as a whole is at fault, and not what it was told."""
        return self.trouble is not None and (self.trouble in OF_ALL or self.trouble.startswith(f"{STATUS}5"))


@dataclass(frozen=True)
class Order:
    """One thing a pager is to do, and all that is needed to ask for it; `is_again` when it may have done it already."""

    kind: PagerKind
    address: str = field(repr=False)
    secret: str = field(repr=False)
    schedule: str
    span_id: int
    role: Role
    starts_at: datetime
    ends_at: datetime
    person_id: str
    name: str
    email: str
    remote_id: str | None
    is_withdrawal: bool
    is_again: bool
    now: datetime
    internal: Iterable[InternalHost]


def kept_secret(outcome: Outcome, order: Order) -> Outcome:
    """The same, without the secret: many a server names the one it does not accept, and its words stand on pages."""
    if not order.secret or order.secret not in outcome.said:
        return outcome
    return replace(outcome, said=outcome.said.replace(order.secret, "…"))


def short(said: object) -> str:
    """Words of a pager, as many as a page shows, without signs that no database keeps."""
    return clean_line(str(said))[:SAID_MAX_CHARS]
