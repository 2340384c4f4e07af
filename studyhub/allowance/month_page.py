"""A month of the allowance, as far as somebody may see it: as it stands now, or as it was closed and corrected."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from studyhub.allowance import answered, closing, queries
from studyhub.allowance.figures import after, begin, first_of
from studyhub.allowance.models import AllowanceMonth, AllowanceRow
from studyhub.allowance.parts import Part, Response, of_month
from studyhub.people.models import User
from studyhub.rota import queries as rota_queries
from studyhub.rota.models import Shift
from studyhub.rota.swaps.held import Duty
from studyhub.settings import organization


@dataclass(frozen=True)
class Line:
    """Hours of a shift that count for a person, or count no more (sign -1)."""

    person: User
    shift: Shift
    starts_at: datetime
    ends_at: datetime
    sign: int
    # Who had the hours before, where a swap gave them to the person.
    giver: User | None
    responses: list[Response]
    reason: str = ""
    entered_by: User | None = None
    entered_at: datetime | None = None

    @property
    def minutes(self) -> int:
        """Time that elapsed, whatever clocks showed."""
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    @property
    def hours(self) -> float:
        return self.sign * self.minutes / 60


@dataclass(frozen=True)
class Month:
    """A month of the list: whether it is over, and whether it was closed."""

    first: date
    is_over: bool
    is_closed: bool


@dataclass(frozen=True)
class Page:
    """One month."""

    first: date
    zone: str
    closed: AllowanceMonth | None
    # Whether whoever closed it has hours of their own in it.
    closed_own: bool
    is_over: bool
    lines: list[Line]
    corrections: list[Line]
    proposals: list[Line]
    # What a correction by hand can name; empty for whoever enters none.
    people: list[User]
    shifts: list[Shift]

    @property
    def sums(self) -> list[tuple[User, float]]:
        """The hours of each, corrections included."""
        found: dict[User, float] = {}
        for line in (*self.lines, *self.corrections):
            found[line.person] = found.get(line.person, 0) + line.hours
        return list(found.items())


def months(*, now: datetime) -> list[Month]:
    """All months since the first shift that was ever published, the present one first."""
    zone, first = organization.current().time_zone, queries.first_day()
    this, closed = first_of(rota_queries.today(now)), queries.closed_months()
    found: list[Month] = []
    month = first_of(first) if first else after(this)
    while month <= this:
        found.insert(0, Month(month, now >= begin(after(month), zone), month in closed))
        month = after(month)
    return found


def page(month: date, reader: User, *, now: datetime) -> Page:
    """A month; nobody but keepers reads what differs from it, and names people and shifts."""
    closed = queries.closed(month)
    zone = closed.time_zone if closed else organization.current().time_zone
    lines = [_of_row(row) for row in queries.rows(closed, reader)] if closed else _so_far(month, zone, reader, now)
    corrects = closed is not None and reader.is_rota_keeper
    return Page(
        month,
        zone,
        closed,
        closed_own=closed is not None and queries.has_own(closed),
        is_over=now >= begin(after(month), zone),
        lines=[line for line in lines if line.entered_by is None],
        corrections=[line for line in lines if line.entered_by is not None],
        proposals=_proposals(closed) if closed and corrects else [],
        people=queries.members() if corrects else [],
        shifts=queries.shifts_of(month, zone) if corrects else [],
    )


def _of_row(row: AllowanceRow) -> Line:
    rings = [_restored(*one) for one in row.responses]
    giver = row.swap.giver if row.swap else None
    entered_at = row.entered_at if row.is_correction else None
    said = (row.reason, row.entered_by, entered_at)
    return Line(row.user, row.shift, row.starts_at, row.ends_at, row.sign, giver, rings, *said)


def _restored(starts_at: str | None, ends_at: str | None) -> Response:
    return Response(datetime.fromisoformat(starts_at or ""), datetime.fromisoformat(ends_at) if ends_at else None)


def _so_far(month: date, zone: str, reader: User, now: datetime) -> list[Line]:
    """What is over of a month that is not closed."""
    duties = [duty for duty in queries.held_in(month, zone) if duty.ends_at <= now]
    parts = of_month(duties, month, zone)
    seen = queries.visible_ids(reader, {part.user_id for part in parts})
    mine = [part for part in parts if part.user_id in seen]
    acted = answered.in_month(month, zone)
    rings = [acted.of(part) for part in mine]
    people = {duty.user.id: duty.user for duty in duties if duty.user}
    lines = [_line(people[part.user_id], part, duties, ring) for part, ring in zip(mine, rings, strict=True)]
    return sorted(lines, key=lambda line: (line.person.reading, line.person.id, line.starts_at))


def _line(person: User, part: Part, duties: Iterable[Duty], rings: list[Response]) -> Line:
    duty = next(
        one for one in duties if one.shift.id == part.shift_id and one.starts_at <= part.starts_at < one.ends_at
    )
    giver = duty.swap.giver if duty.swap else None
    return Line(person, duty.shift, part.starts_at, part.ends_at, part.sign, giver, rings)


def _proposals(closed: AllowanceMonth) -> list[Line]:
    parts = closing.proposed(closed)
    people = _by_id(queries.people({part.user_id for part in parts}))
    shifts = {shift.id: shift for shift in queries.shifts({part.shift_id for part in parts})}
    acted = answered.in_month(closed.month, closed.time_zone)
    return [_proposed(part, people, shifts, acted.of(part) if part.sign > 0 else []) for part in parts]


def _proposed(part: Part, people: Mapping[int, User], shifts: Mapping[int, Shift], rings: list[Response]) -> Line:
    person, shift = people[part.user_id], shifts[part.shift_id]
    return Line(person, shift, part.starts_at, part.ends_at, part.sign, None, rings)


def _by_id(people: Collection[User]) -> dict[int, User]:
    return {person.id: person for person in people}
