"""The ledger page of a person, and that of a team, as far as somebody may read them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from studyhub.allowance import queries as allowance
from studyhub.contributions.ledger import counting, drawing, leave, queries, received, seeing, sparing
from studyhub.contributions.ledger.drawing import Chart
from studyhub.contributions.ledger.received import CameBack
from studyhub.contributions.ledger.seeing import Sees
from studyhub.contributions.ledger.spans import By, Span, span
from studyhub.contributions.ledger.sparing import Spared, SparedChapter, SparedShift
from studyhub.contributions.ledger.tallies import SHIFTS, Tally, What, only, together
from studyhub.db import db
from studyhub.people.models import MEMBERS, User
from studyhub.rota import queries as rota
from studyhub.settings import organization
from studyhub.teams.models import Membership, Team

FIRST_YEAR = 2000
SUMMED_AT_LEAST = 3
_MONTH = re.compile("[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class OpenMonth:
    """A month of the allowance that can still be corrected: it is closed on a day at the earliest."""

    first: date
    closes_from: date
    shifts: int
    pages: int


@dataclass(frozen=True)
class PersonPage:
    """`allowance` and `spared` are one's own alone; `since` is the first day anything is known of."""

    person: User
    is_own: bool
    sees: Sees
    span: Span
    tally: Tally
    chart: Chart
    since: date | None
    came_back: CameBack
    spared: Spared | None
    allowance: Sequence[OpenMonth]
    following: Span | None

    @property
    def spared_chapter(self) -> SparedChapter | None:
        """For what they were not asked, where that was a chapter."""
        return self.spared if isinstance(self.spared, SparedChapter) else None

    @property
    def spared_shift(self) -> SparedShift | None:
        """What they were not on call for, where that was a shift."""
        return self.spared if isinstance(self.spared, SparedShift) else None


def shown(by: str, until: str, *, now: datetime) -> Span:
    """The periods that are asked for; the present ones for everything that is none, and for what is to come."""
    today = rota.today(now)
    kind = By(by) if by in set(By) else By.MONTH
    is_there = _MONTH.fullmatch(until) and int(until[:4]) >= FIRST_YEAR
    wanted = date(int(until[:4]), int(until[5:]), 1) if is_there else today
    return span(kind, min(wanted, today))


def of_person(person: User, reader: User, wanted: Span, *, now: datetime) -> PersonPage:
    """What somebody did in some periods, as far as a reader may know."""
    sees, is_own = seeing.of_person(person, reader), person.id == reader.id
    tally = only(counting.count([person.id], wanted, reader, now=now)[person.id], sees.kinds)
    zone, today = organization.current().time_zone, rota.today(now)
    on_leave = leave.periods(person, wanted, zone, now=now) if is_own else frozenset()
    return PersonPage(
        person,
        is_own,
        sees,
        wanted,
        tally,
        drawing.chart(tally, wanted, leave=on_leave),
        since=queries.since(person.id, reader, with_shifts=What.NIGHTS in sees.kinds),
        came_back=received.came_back(person, reader),
        spared=sparing.last_time(person, now=now) if is_own else None,
        allowance=_open_months(tally, wanted, today) if is_own else (),
        following=_following(wanted, today),
    )


def _following(wanted: Span, today: date) -> Span | None:
    if wanted.after > today:
        return None
    following = wanted.following()
    return following if following.last_month <= today else span(wanted.by, today)


def _open_months(tally: Tally, wanted: Span, today: date) -> list[OpenMonth]:
    """The present month and the one before, while it is not closed; by months and up to today alone."""
    if wanted.by is not By.MONTH or wanted.after <= today:
        return []
    closed, last = allowance.closed_months(), len(wanted.periods) - 1
    found = []
    for number in (last - 1, last):
        first, after = wanted.periods[number]
        shifts, pages = int(tally.of(number, *SHIFTS)), int(tally.of(number, What.PAGES))
        if first not in closed and (shifts or pages):
            found.append(OpenMonth(first, after, shifts, pages))
    return found


@dataclass(frozen=True)
class Line:
    """One person of a team, with what the reader may compare."""

    person: User
    tally: Tally


@dataclass(frozen=True)
class TeamPage:
    """What a team did together; `lines` are empty for whoever reads sums alone."""

    team: Team
    sees: Sees
    span: Span
    total: Tally
    chart: Chart
    lines: Sequence[Line]
    size: int
    following: Span | None


def of_team(team: Team, reader: User, wanted: Span, *, now: datetime) -> TeamPage:
    """What those whose primary team it is did; into a second team any lead can put anybody."""
    people, sees = _people(team), seeing.of_team(team, reader)
    if len(people) < SUMMED_AT_LEAST:
        # The sums of one person are their figures, and those of two, less one's own, the other's.
        for person in people:
            sees = sees.within(person.id, seeing.of_person(person, reader))
    tallies = counting.count([person.id for person in people], wanted, reader, now=now)
    total = only(together(tallies.values()), sees.kinds)
    lines = [Line(person, only(tallies[person.id], kinds)) for person in people if (kinds := sees.of(person.id))]
    following = _following(wanted, rota.today(now))
    return TeamPage(team, sees, wanted, total, drawing.chart(total, wanted), lines, len(people), following)


def _people(team: Team) -> list[User]:
    rows = select(User).join(Membership, Membership.user_id == User.id)
    rows = rows.where(Membership.team_id == team.id, Membership.is_primary, User.state.in_(MEMBERS))
    return list(db.session.scalars(rows.order_by(User.reading, User.id)))


def before(wanted: Span) -> Span | None:
    """The periods before, as long as there are such years."""
    earlier = wanted.before()
    return earlier if earlier.last_month.year >= FIRST_YEAR else None
