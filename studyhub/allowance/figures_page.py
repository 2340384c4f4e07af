"""The figures of a year: one's own month by month, and everybody's sums as the organisation shows them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from studyhub import zones
from studyhub.allowance import queries
from studyhub.allowance.figures import ByMonth, Figures, by_person, sum_of
from studyhub.people.models import User
from studyhub.rota import queries as rota_queries
from studyhub.rota.crediting.credits import History, credits_of
from studyhub.rota.crediting.queries import history
from studyhub.rota.planning.explaining import Vacancy, Why
from studyhub.rota.reasons import restored
from studyhub.rota.swaps.held import Duty
from studyhub.settings import organization

MONTHS_OF_A_QUARTER = 3
# The sum of two less one's own is the other's.
TEAM_AT_LEAST = 3


@dataclass(frozen=True)
class Sum:
    """A line of the sums: a person (or the name of a team, or neither for people without one) and their figures."""

    person: User | None
    team: str
    figures: Figures


@dataclass(frozen=True)
class Page:
    """A year of figures; `leaves_out` is whether sums of small teams are kept from the reader."""

    year: int
    mine: list[tuple[date, Figures]]
    my_duties: list[tuple[Duty, Why | Vacancy | None]]
    sums: list[Sum]
    is_by_name: bool
    leaves_out: bool
    has_before: bool
    has_after: bool

    @property
    def total(self) -> Figures:
        return sum_of(figures for _, figures in self.mine)

    @property
    def quarters(self) -> list[tuple[int, list[tuple[date, Figures]], Figures]]:
        """The number of each quarter, its months and their sum."""
        begins = range(0, len(self.mine), MONTHS_OF_A_QUARTER)
        months = [self.mine[begin : begin + MONTHS_OF_A_QUARTER] for begin in begins]
        return [(number, part, sum_of(one for _, one in part)) for number, part in enumerate(months, start=1)]


def this_year(now: datetime) -> int:
    """The year it is in the organisation's zone."""
    return zones.in_zone(now, organization.current().time_zone).year


def months_of(year: int) -> list[date]:
    """The first days of the months of a year."""
    return [date(year, number, 1) for number in range(1, 13)]


def page(reader: User, year: int, *, now: datetime) -> Page:
    """The figures of a year, as far as it is over."""
    duties, found = _found(year, now=now)
    mine = found.get(reader.id, {})
    is_by_name = shows_names(reader)
    first = queries.first_day()
    parts = {} if is_by_name else _parts(found, reader)
    return Page(
        year,
        [(month, mine.get(month, Figures())) for month in months_of(year)],
        [(duty, _reason(duty)) for duty in reversed(duties) if duty.user_id == reader.id],
        sums=_by_name(found, year) if is_by_name else _by_team(found, year, parts),
        is_by_name=is_by_name,
        leaves_out=not is_by_name and sum(map(len, parts.values())) < len(found),
        has_before=first is not None and first.year < year,
        has_after=year < this_year(now),
    )


def _found(year: int, *, now: datetime) -> tuple[list[Duty], ByMonth]:
    zone = organization.current().time_zone
    first, *_, last = months_of(year)
    duties = queries.served(first, last, zone, now=now)
    credited = credits_of(duties, _history(year, now=now))
    return duties, by_person(duties, queries.handed(first, last, zone, now=now), zone, credited)


def _history(year: int, *, now: datetime) -> History:
    """How the days of a year were shared out and again in the next, and what people were excused from until now."""
    known = history(date(year, 1, 1), date(year + 1, 12, 31))
    today = rota_queries.today(now)
    return History(known.plans, [one for one in known.excused if one.day.year == year and one.day < today])


def shows_names(reader: User) -> bool:
    """Whether somebody reads sums by name: the keeper always, others where the organisation sets it."""
    return reader.is_rota_keeper or rota_queries.rules().figures_by_name


def _reason(duty: Duty) -> Why | Vacancy | None:
    """Why the rota gave a shift to whom it did; of one that was taken over by a swap, the swap is the reason."""
    return restored(duty.shift.reason) if duty.swap is None else None


def _of_year(found: ByMonth, user_id: int, year: int) -> Figures:
    # A shift that began in another year has hours in this one, and the other way round.
    return sum_of(figures for month, figures in found[user_id].items() if month.year == year)


def _by_name(found: ByMonth, year: int) -> list[Sum]:
    teams = queries.teams_of(found.keys())
    people = queries.people(found.keys())
    return [Sum(one, teams[one.id].name if one.id in teams else "", _of_year(found, one.id, year)) for one in people]


def _parts(found: ByMonth, reader: User) -> dict[str, list[int]]:
    """By the name of their team those of whom the reader is told a sum: of few only who sees the figures of each."""
    teams, seen = queries.teams_of(found.keys()), queries.visible_ids(reader, found.keys())
    parts: dict[str, list[int]] = defaultdict(list)
    for user_id in found:
        parts[teams[user_id].name if user_id in teams else ""].append(user_id)
    return {name: ids for name, ids in parts.items() if len(ids) >= TEAM_AT_LEAST or seen.issuperset(ids)}


def _by_team(found: ByMonth, year: int, parts: Mapping[str, Sequence[int]]) -> list[Sum]:
    served = {name: [one for one in ids if one in found] for name, ids in parts.items()}
    return [
        Sum(None, name, sum_of(_of_year(found, one, year) for one in served[name]))
        for name in sorted(served, key=lambda name: (not name, name))
        if served[name]
    ]


def lines(reader: User, year: int, *, now: datetime) -> list[tuple[date, Sum]]:
    """The sums of each month of a year, those alone that anybody served in."""
    _, found = _found(year, now=now)
    months = [(month, _of_month(found, month)) for month in months_of(year)]
    if shows_names(reader):
        return [(month, one) for month, in_month in months for one in _by_name(in_month, year)]
    # Who they are is settled by the year: else a month that is left out were the difference.
    parts = _parts(found, reader)
    return [(month, one) for month, in_month in months for one in _by_team(in_month, year, parts)]


def _of_month(found: ByMonth, month: date) -> ByMonth:
    return {user_id: {month: months[month]} for user_id, months in found.items() if month in months}
