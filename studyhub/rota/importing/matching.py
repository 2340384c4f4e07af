"""Matching the lines of a spreadsheet with people and hours. What two people could be is the keeper's to choose."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from studyhub import zones
from studyhub.db import db
from studyhub.people import queries as people
from studyhub.people.models import User
from studyhub.people.spelling.emails import normal_email
from studyhub.rota import drafting, queries
from studyhub.rota.importing.reading import Line, ProblemKind, Table
from studyhub.rota.models import LONGEST, Shift
from studyhub.rota.planning.cutting import cut, kind_of
from studyhub.rota.planning.inputs import Role, Rules, ShiftKind
from studyhub.settings import organization
from studyhub.text.searching import searchable
from studyhub.text.sheets import Problem
from studyhub.zones import ClosedDays, DateOutOfRange

# Longer than a day off at which clocks go back.
LONGEST_HOURS = timedelta(hours=26)


@dataclass(frozen=True)
class Entry:
    """A shift to take over, in one role; without a person it is vacant."""

    line: int
    day: date
    kind: ShiftKind
    role: Role
    starts_at: datetime
    ends_at: datetime
    user: User | None


@dataclass
class Matched:
    """What a spreadsheet says, with our people. It can be taken over when nothing is a problem or left to choose."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # Names as they are written, with those who could be meant.
    choices: dict[str, list[User]] = field(default_factory=dict)

    @property
    def first(self) -> date:
        """The first day; there must be an entry."""
        return min(entry.day for entry in self.entries)

    @property
    def last(self) -> date:
        """The last day; there must be an entry."""
        return max(entry.day for entry in self.entries)


def match(table: Table, chosen: Mapping[str, int] | None = None) -> Matched:
    """Find who and when is meant. `chosen` says by a name as it is written the id of the person meant."""
    matched = Matched(problems=list(table.problems))
    known = _Known(list(db.session.scalars(people.members())), chosen or {})
    zone = organization.current().time_zone
    calendar = _Calendar(zone, organization.days_off(), queries.rules().for_planning(zone))
    for line in table.lines:
        _match_line(line, known, calendar, matched)
    unclear = {one.line for one in matched.problems}
    clear = [entry for entry in matched.entries if entry.line not in unclear]
    if clear:
        matched.problems += [*_span_problems(matched), *_overlaps(clear), *_published(clear)]
    # Told from the top of the file, as whoever mends it goes through it.
    matched.problems.sort(key=lambda one: one.line or 0)
    return matched


class _Calendar(NamedTuple):
    """What says when the shifts of a day are."""

    zone: str
    closed: list[ClosedDays]
    rules: Rules


class _Known:
    """People by what they may be called in a spreadsheet: address, name, reading, or the first word of either."""

    def __init__(self, members: Sequence[User], chosen: Mapping[str, int]) -> None:
        self.chosen = chosen
        self.by_id = {user.id: user for user in members}
        self.by_email = {user.email: user for user in members}
        self.whole, self.parts = defaultdict[str, list[User]](list), defaultdict[str, list[User]](list)
        for user in members:
            for name in {user.name, user.kana} - {""}:
                self.whole[_plain(name)].append(user)
                self.parts[searchable(name).split()[0] if searchable(name) else ""].append(user)

    def meant(self, text: str) -> list[User]:
        """Whoever could be meant, in the order of the list."""
        if (user := self.by_email.get(normal_email(text))) is not None:
            return [user]
        found = self.whole.get(_plain(text)) or self.parts.get(_plain(text), [])
        if (picked := self.by_id.get(self.chosen.get(text, 0))) in found and picked is not None:
            return [picked]
        return list(dict.fromkeys(found))


def _plain(text: str) -> str:
    return "".join(searchable(text).split())


def _match_line(line: Line, known: _Known, calendar: _Calendar, matched: Matched) -> None:
    meant = known.meant(line.person) if line.person else []
    if line.person and not meant:
        matched.problems.append(Problem(ProblemKind.UNKNOWN_PERSON, line.line, line.person[:40]))
        return
    if len(meant) > 1:
        matched.choices[line.person] = meant
    try:
        found = list(_entries(line, meant[0] if meant else None, calendar))
    except DateOutOfRange:
        matched.problems.append(Problem(ProblemKind.BAD_DATE, line.line, line.day.isoformat()))
        return
    matched.entries += found
    if not found:
        matched.problems.append(Problem(ProblemKind.NO_SHIFT, line.line, line.day.isoformat()))
    elif any(entry.ends_at - entry.starts_at > LONGEST_HOURS for entry in found):
        matched.problems.append(Problem(ProblemKind.TOO_LONG, line.line, line.day.isoformat()))


def _entries(line: Line, user: User | None, calendar: _Calendar) -> Iterator[Entry]:
    """The hours that are written, or those that the rules give the day."""
    kind = line.kind or kind_of(line.day, calendar.closed)
    if line.hours:
        starts_at, ends_at = (zones.to_utc(at.date(), at.time(), calendar.zone) for at in line.hours)
        if starts_at < ends_at:
            yield Entry(line.line, line.day, kind, line.role, starts_at, ends_at, user)
        return
    for slot in cut(line.day, line.day, calendar.rules, calendar.closed):
        yield Entry(line.line, line.day, kind, line.role, slot.starts_at, slot.ends_at, user)


def _span_problems(matched: Matched) -> Iterator[Problem]:
    if (matched.last - matched.first).days >= drafting.DAYS_MAX:
        yield Problem(ProblemKind.SPAN_TOO_LONG, value=str(drafting.DAYS_MAX))


def _overlaps(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Shifts of one role at once, and two at once of one person."""
    by_role = defaultdict[object, list[Entry]](list)
    by_person = defaultdict[object, list[Entry]](list)
    for entry in sorted(entries, key=lambda one: (one.starts_at, one.line)):
        by_role[entry.role].append(entry)
        if entry.user:
            by_person[entry.user.id].append(entry)
    for kind, groups in ((ProblemKind.OVERLAPS, by_role), (ProblemKind.TWO_AT_ONCE, by_person)):
        for group in groups.values():
            yield from (
                Problem(kind, two.line, str(one.line)) for one, two in pairwise(group) if two.starts_at < one.ends_at
            )


def _published(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Shifts whose hours a published one of the same role has already."""
    first, last = min(one.starts_at for one in entries), max(one.ends_at for one in entries)
    known: list[Shift] = queries.shifts_between(first - LONGEST, last)
    for entry in entries:
        at_once = (one for one in known if one.starts_at < entry.ends_at and entry.starts_at < one.ends_at)
        if any(one.role is entry.role for one in at_once):
            yield Problem(ProblemKind.IS_PUBLISHED, entry.line, entry.day.isoformat())
