"""What the wheel is told of this organisation, for the next session of training. Reads only."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from studyhub import zones
from studyhub.alerts.reviewing.counting import Clock
from studyhub.commitments.conflicts import Span, is_in_the_way
from studyhub.drills.wheel import queries
from studyhub.drills.wheel.facts import Board, PersonFacts, ScenarioFacts, ServiceFacts
from studyhub.drills.wheel.queries import Away, Named
from studyhub.ledger import loads
from studyhub.ledger.loads import Load
from studyhub.ledger.models import Duty
from studyhub.meetings.models import Meeting
from studyhub.people.days.away import Answer, answer
from studyhub.people.models import User
from studyhub.rota import queries as rota
from studyhub.services.states import Standing, standing
from studyhub.settings import organization

LOAD_MONTHS = 6
WOKE_MONTHS = 1
NONE_YET = Load(0, None)


@dataclass(frozen=True)
class Gathered:
    """The board, and the session that it is for; without one everybody counts as able to come."""

    board: Board
    session: Meeting | None
    seed: str


def gather(user: User, now: datetime) -> Gathered:
    """What is known now, for the next session that a person may open."""
    session = queries.next_session(user, now)
    clock = _clock()
    nights = _nights(clock, now)
    services = [ServiceFacts(id_, name, len(nights.of_service[id_])) for id_, name in queries.run_services()]
    named = queries.named(now)
    board = Board(services, _people(session, clock, named, now), _scenarios(session, nights, named))
    # For one session the wheel stays where it is, until something changes or somebody spins it.
    week = clock.local(now).strftime("%G-W%V")
    return Gathered(board, session, f"session {session.id}" if session else week)


def _clock() -> Clock:
    borders = rota.rules()
    return Clock(organization.current().time_zone, borders.day_ends, borders.day_begins)


@dataclass(frozen=True)
class _Nights:
    """The nights of the last month in which somebody was woken, by service and by group of alerts."""

    of_service: Mapping[int, set[date]]
    of_group: Mapping[int, set[date]]


def _nights(clock: Clock, now: datetime) -> _Nights:
    found = _Nights(defaultdict(set), defaultdict(set))
    for one in queries.rang(now - relativedelta(months=WOKE_MONTHS), now):
        night = clock.night_of(one.starts_at)
        if night is not None:
            found.of_service[one.service_id].add(night)
            found.of_group[one.group_id].add(night)
    return found


def _scenarios(session: Meeting | None, nights: _Nights, named: Iterable[Named]) -> list[ScenarioFacts]:
    seen, to_respond, played = defaultdict(set), defaultdict(set), queries.played()
    here = queries.played_in(session) if session else set()
    for scenario_id, user_id in queries.seen():
        seen[scenario_id].add(user_id)
    for one in named:
        if one.responder_id is not None:
            to_respond[one.scenario_id].add(one.responder_id)
    return [
        ScenarioFacts(
            one.id,
            one.title,
            one.service_id,
            one.author_id,
            frozenset(seen[one.id]),
            frozenset(to_respond[one.id]),
            len(nights.of_group[one.alert_group_id]) if one.alert_group_id else 0,
            played.get(one.id, 0),
            one.id in here,
        )
        for one in queries.scenarios()
    ]


def _people(session: Meeting | None, clock: Clock, named: Collection[Named], now: datetime) -> list[PersonFacts]:
    there = queries.people()
    user_ids = [user_id for user_id, _name in there]
    since = clock.local(now).date() - relativedelta(months=LOAD_MONTHS)
    took = loads.of_people(user_ids, Duty.RESPONDED, since=since)
    examined = loads.of_people(user_ids, Duty.EXAMINED, since=since)
    to_take = Counter(one.responder_id for one in named if one.is_to_come)
    to_examine = Counter(one.examiner_id for one in named if one.is_to_come)
    standings, hours = _standings(now), _hours(session, user_ids, clock)
    return [
        PersonFacts(
            id=user_id,
            name=name,
            standings=standings[user_id],
            can_come=user_id in hours.can_come,
            would_rather_not=user_id in hours.rather_not,
            took=took.get(user_id, NONE_YET).quantity,
            to_come=to_take[user_id],
            last_on=took.get(user_id, NONE_YET).last_on,
            examined=examined.get(user_id, NONE_YET).quantity,
            to_examine=to_examine[user_id],
            examined_last_on=examined.get(user_id, NONE_YET).last_on,
        )
        for user_id, name in there
    ]


def _standings(now: datetime) -> Mapping[int, dict[int, Standing]]:
    found: dict[int, dict[int, Standing]] = defaultdict(dict)
    stale_months = organization.current().stale_months
    for one in queries.practices():
        found[one.user_id][one.service_id] = standing(one.state, one.practised_at, now, stale_months=stale_months)
    return found


@dataclass(frozen=True)
class _Hours:
    """Who can come at the hours of the session, and who would rather not."""

    can_come: Collection[int]
    rather_not: Collection[int]


def _hours(session: Meeting | None, user_ids: Collection[int], clock: Clock) -> _Hours:
    if session is None:
        return _Hours(set(user_ids), set())
    said = _said(session, clock)
    away = {user_id for user_id, one in said.items() if one is Answer.AWAY}
    duty, zone = Span(session.starts_at, session.ends_at), session.circle.time_zone
    busy = {user_id for user_id, span in queries.busy(session) if is_in_the_way(span, duty, zone)}
    rather_not = {user_id for user_id, one in said.items() if one is Answer.RATHER_NOT}
    return _Hours(queries.insiders(session.circle) - away - busy, rather_not)


def _said(session: Meeting, clock: Clock) -> dict[int, Answer]:
    zone = session.circle.time_zone
    first, last = (zones.in_zone(one, zone).date() for one in (session.starts_at, session.ends_at))
    periods: dict[int, list[Away]] = defaultdict(list)
    for one in queries.away(first, last):
        periods[one.user_id].append(one)
    starts_at, ends_at, evening = session.starts_at, session.ends_at, clock.night_begins
    return {
        user_id: answer(theirs, starts_at, ends_at, zone=zone, evening=evening) for user_id, theirs in periods.items()
    }
