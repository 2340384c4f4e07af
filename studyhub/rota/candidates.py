"""Who is in the pool for a span of days, with what the planner has to know of each."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from studyhub.people.days import away
from studyhub.people.models import DayPart, Unavailability
from studyhub.rota import queries
from studyhub.rota.crediting.credits import History, SharedOut, accounts
from studyhub.rota.crediting.queries import history
from studyhub.rota.models import RotaRules
from studyhub.rota.planning.cutting import A_DAY
from studyhub.rota.planning.inputs import Candidate, Totals
from studyhub.rota.swaps.held import Duty
from studyhub.services import queries as services

# How far back shifts count for who has had how much.
REMEMBERED = timedelta(days=365)
# What is planned now is of no rota that was shared out before.
NO_ROTA = 0
NO_DAYS: frozenset[date] = frozenset()


def candidates(
    first: date, last: date, rules: RotaRules, *, now: datetime, outside: Collection[Duty] = ()
) -> list[Candidate]:
    """Everybody who is ready for as many services as the rules ask, in order of their ids.

    `outside` are duties that the plan does not touch, as people really have them: people rest between them and its
    own, as after nights they shadow, and those of the year before count as what they had, with what is credited for
    them. Somebody without a team is a team of their own.
    """
    pool = services.ready_people(now, services=rules.services_least)
    teams = queries.primary_teams(pool)
    said = _said(queries.days_away(pool, first, last + A_DAY), first, last + A_DAY)
    theirs: dict[int, list[Duty]] = {person: [] for person in sorted(pool)}
    for shift in outside:
        if shift.user_id in theirs:
            theirs[shift.user_id].append(shift)
    shadowed = queries.shadowed(pool, first, last)
    openings = _openings(pool, first, last, outside)
    return [
        Candidate(
            person,
            teams.get(person, f"#{person}"),
            unavailable=said.get((person, DayPart.WHOLE, False), NO_DAYS),
            rather_not=said.get((person, DayPart.WHOLE, True), NO_DAYS),
            evenings_unavailable=said.get((person, DayPart.EVENING, False), NO_DAYS),
            evenings_rather_not=said.get((person, DayPart.EVENING, True), NO_DAYS),
            elsewhere=(*((shift.starts_at, shift.ends_at) for shift in theirs[person]), *shadowed.get(person, ())),
            opening=openings.get(person),
        )
        for person in theirs
    ]


def _openings(pool: Collection[int], first: date, last: date, outside: Iterable[Duty]) -> dict[int, Totals]:
    """What each has before a plan, credits included; nothing for somebody new, who begins in the middle of the others.

    Parts that were taken over count by their hours; together they are rounded once.
    """
    had = [duty for duty in outside if duty.day < first]
    if not had:
        return {}
    known = history(first - REMEMBERED, last)
    plans = [*known.plans, SharedOut(NO_ROTA, first, frozenset(pool))]
    found = accounts(had, History(plans, known.excused))
    return {
        person: Totals(
            round(one.points), {kind: round(share) for kind, share in one.shares.items()}, round(one.credited)
        )
        for person, one in found.items()
    }


def _said(
    periods: Iterable[Unavailability], first: date, last: date
) -> dict[tuple[int, DayPart, bool], frozenset[date]]:
    """The days of a span that each noted, by how much of the day and whether they would only rather not."""
    days: dict[tuple[int, DayPart, bool], frozenset[date]] = {}
    for period in periods:
        key = period.user_id, period.part, period.is_rather_not
        days[key] = days.get(key, NO_DAYS).union(away.days_of(period, first, last))
    return days
