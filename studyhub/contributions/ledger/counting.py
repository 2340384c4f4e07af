"""What people did in a span, kind by kind. The number of statements grows with nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta

from studyhub import zones
from studyhub.alerts.reviewing.counting import Clock
from studyhub.allowance.figures import by_person
from studyhub.allowance.parts import Part, responses
from studyhub.contributions.ledger import queries
from studyhub.contributions.ledger.spans import Span
from studyhub.contributions.ledger.tallies import OF_DUTIES, OF_KINDS, Tallies, Tally, What
from studyhub.people.models import User
from studyhub.rota import queries as rota
from studyhub.rota.swaps.held import Duty, of_people
from studyhub.settings import organization

A_MINUTE = timedelta(minutes=1)


def count(user_ids: Collection[int], span: Span, reader: User, *, now: datetime) -> Tallies:
    """What each of these people did, as far as it is over: sessions that the reader may know of, shifts and pages."""
    ids, zone = set(user_ids), organization.current().time_zone
    found: dict[int, Tally] = defaultdict(Tally, {user_id: Tally() for user_id in ids})
    _count_sessions(found, ids, span, zone, reader)
    touched = queries.touched(ids, span, zone, now=now)
    _count_shifts(found, ids, span, zone, touched, now)
    _count_calls(found, [*queries.calls(ids, span, zone, now=now), *_answered(touched)], span, zone)
    return found


def _count_sessions(found: dict[int, Tally], ids: set[int], span: Span, zone: str, reader: User) -> None:
    for user_id, duty, period, quantity, last_on in queries.duties(ids, span, reader):
        found[user_id].add(OF_DUTIES[duty], period, quantity, last_on)
    for user_id, period, quantity, last_at in queries.cards(ids, span, zone, reader):
        found[user_id].add(What.CARDS, period, quantity, zones.in_zone(last_at, zone).date())


def _count_shifts(
    found: dict[int, Tally], ids: set[int], span: Span, zone: str, touched: list[Duty], now: datetime
) -> None:
    for user_id, kind, period, quantity, points, last_on in queries.untouched(ids, span, now=now):
        found[user_id].add(OF_KINDS[kind], period, quantity, last_on)
        found[user_id].add(What.POINTS, period, points)
    for user_id, months in by_person(touched, (), zone).items():
        for month, figures in months.items():
            # Hours may pass in a month after the span; shifts and points lie on their day, which is in it.
            if not span.first <= month < span.after:
                continue
            for kind, quantity in figures.shifts.items():
                found[user_id].add(OF_KINDS[kind], span.number_of(month), quantity, _last(touched, user_id, month))
            found[user_id].add(What.POINTS, span.number_of(month), figures.points)
    for user_id, period, quantity, last_on in queries.taken(ids, span, now=now):
        found[user_id].add(What.TAKEN, period, quantity, last_on)


def _last(touched: Iterable[Duty], user_id: int, month: date) -> date | None:
    days = (duty.day for duty in touched if duty.user_id == user_id and duty.day.replace(day=1) == month)
    return max(days, default=None)


def _answered(touched: Collection[Duty]) -> Iterator[tuple[int, datetime, datetime | None]]:
    pages, confirmed = queries.pages_in(touched), queries.confirmed_of(touched)
    for user_id, duty in of_people(touched):
        part = Part(user_id, duty.shift.id, duty.starts_at, duty.ends_at)
        for one in responses(part, pages, confirmed):
            yield user_id, one.starts_at, one.ends_at


def _count_calls(
    found: dict[int, Tally], calls: Iterable[tuple[int, datetime, datetime | None]], span: Span, zone: str
) -> None:
    rules = rota.rules()
    clock = Clock(zone, rules.day_ends, rules.day_begins)
    for user_id, starts_at, ends_at in calls:
        day = clock.local(starts_at).date()
        if not span.first <= day < span.after:
            continue
        tally, period = found[user_id], span.number_of(day)
        tally.add(What.PAGES, period, 1, day)
        if clock.night_of(starts_at) is not None:
            tally.add(What.NIGHT_PAGES, period, 1, day)
        if ends_at is not None:
            tally.longest_minutes = max(tally.longest_minutes, (ends_at - starts_at) // A_MINUTE)
