"""Everybody on call, in every size: who has and had which hours, services with their quirks, and what rang.

Hours go round the people of the scene, counted from the day of NOW, so that who is on duty, who was and who comes next
are the same in every size: a larger one has more years behind it. That day is a day off, for somebody to be on duty.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from benchmarks import scene
from benchmarks.people.writing import Row, Tables
from benchmarks.sizes import NOW, Size
from studyhub.alerts.models import Alert, AlertGroup, AlertIntake, AlertSource, IntakeKind
from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.duty.models import AddressKind, DutyAddress
from studyhub.pager.models import Pager, PagerKind, PagerSpan
from studyhub.rota.models import Rota, Shift
from studyhub.rota.planning.inputs import Role, ShiftKind
from studyhub.rota.swaps.models import Swap, SwapKind
from studyhub.services.models import Quirk, QuirkRevision, Readiness, Service
from studyhub.services.states import ReadinessState

ZONE = ZoneInfo("Asia/Tokyo")
TODAY = NOW.astimezone(ZONE).date()
A_DAY = timedelta(days=1)
DAYS_AHEAD, DAYS_IN_A_ROTA = 180, 90
SATURDAY = 5
DAY_BEGINS, DAY_ENDS = 10, 19
# Every so many days somebody takes some hours of whoever is called first.
SWAPPED_EVERY = 10
SWAPPED = timedelta(hours=3), timedelta(hours=9)
SERVICES_LEAST, SERVICES_OF_A_TEAM, QUIRKS, RULES = 8, 2, 2, 5
TOLD_DAYS = 14
# The reader is called first on this day from now.
OF_READER = 4


def write(tables: Tables, size: Size) -> None:
    """Services, years of rotas with their shifts and swaps, a pager that follows, an address, a year of alerts."""
    services = max(SERVICES_LEAST, size.teams * SERVICES_OF_A_TEAM)
    days = range(-365 * size.years, DAYS_AHEAD)
    tables.add(Service, (_service(number, size.teams) for number in range(1, services + 1)))
    quirks = range(1, services * QUIRKS + 1)
    tables.add(Quirk, map(_quirk, quirks))
    tables.add(QuirkRevision, map(_words, quirks))
    tables.add(Readiness, map(_readiness, range(1, scene.PEOPLE + 1)))
    tables.add(Rota, (_rota(day) for day in days if day % DAYS_IN_A_ROTA == 0 or day == days[0]))
    tables.add(Shift, (_shift(day, role) for day in days for role in Role))
    swapped = [day for day in days if day % SWAPPED_EVERY == 0]
    tables.add(Swap, map(_swap, swapped))
    tables.add(Commitment, (row for day in days for role in Role for row in _commitments(day, role)))
    tables.add(Pager, [_pager()])
    told = range(-TOLD_DAYS, TOLD_DAYS)
    tables.add(PagerSpan, (row for day in told for role in Role for row in _told(day, role)))
    tables.add(DutyAddress, [now_address()])
    tables.add(AlertIntake, [intake()])
    groups = services * RULES
    tables.add(AlertGroup, (_group(number) for number in range(1, groups + 1)))
    tables.add(Alert, (_alert(number, groups, size.alerts) for number in range(size.alerts)))


def now_address() -> Row:
    """The private address at which a program reads who is on duty."""
    return {"id": 1, "kind": AddressKind.PROGRAM, "name": "Bot", "counter": 0, "made_by_id": 2, "made_at": scene.BEGAN}


def intake() -> Row:
    """The private address at which a program tells of alerts."""
    made = {"created_by_id": 2, "created_at": scene.BEGAN}
    return {"id": 1, "name": "Prometheus", "kind": IntakeKind.ALERTMANAGER, "counter": 0, **made}


def _service(number: int, teams: int) -> Row:
    name = f"service-{number:04}"
    runbook = f"https://runbooks.example.com/{number}"
    team = 1 + number % teams
    head = {"id": number, "team_id": team, "name": name, "key": name, "search_text": name, "created_at": scene.BEGAN}
    return head | {"contact_handle": f"#team-{team}", "runbook_url": runbook}


def _quirk(number: int) -> Row:
    place = {"service_id": 1 + (number - 1) // QUIRKS, "position": number % QUIRKS, "head_number": 1}
    return {"id": number, **place, "confirmed_at": NOW, "confirmed_by_id": 2}


def _words(number: int) -> Row:
    title = f"{number}番の固有の事情"
    told = {"title": title, "body": title, "html": f"<p>{title}</p>", "search_text": title}
    return {"id": number, "quirk_id": number, "number": 1, **told, "author_id": 2, "created_at": NOW}


def _readiness(user: int) -> Row:
    signed = {"signed_off_by_id": 2, "signed_off_at": NOW, "practised_at": NOW, "since": NOW}
    return {"service_id": 1, "user_id": user, "state": ReadinessState.READY, **signed}


def _rota(day: int) -> Row:
    first = day // DAYS_IN_A_ROTA * DAYS_IN_A_ROTA
    starts_on, ends_on = (TODAY + A_DAY * number for number in (day, min(first + DAYS_IN_A_ROTA, DAYS_AHEAD) - 1))
    name = f"{starts_on:%Y-%m}"
    made = {"created_by_id": 2, "created_at": scene.BEGAN}
    return {"id": rota_id(day), "name": name, "starts_on": starts_on, "ends_on": ends_on, **made}


def rota_id(day: int) -> int:
    """The number of the rota of a day, which is counted from that of NOW."""
    # Those to come are in every size.
    return DAYS_AHEAD // DAYS_IN_A_ROTA - day // DAYS_IN_A_ROTA


@cache
def _hours(day: int) -> tuple[date, ShiftKind, datetime, datetime]:
    """The day itself, what kind it is of, and the hours of its shifts."""
    begins = TODAY + A_DAY * day
    is_off = begins.weekday() >= SATURDAY or day == 0
    kind = ShiftKind.DAY_OFF if is_off else ShiftKind.WEEKNIGHT
    return begins, kind, _at(begins, DAY_BEGINS if is_off else DAY_ENDS), _at(begins + A_DAY, DAY_BEGINS)


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def shift_id(day: int, role: Role) -> int:
    """The number of the shift of such a day."""
    # The same in every size, whichever the first day is.
    return 2 * (DAYS_AHEAD - day) + (role is Role.SECONDARY)


def whose(day: int, role: Role) -> int:
    return 1 + (day - OF_READER if role is Role.PRIMARY else day + 11) % scene.PEOPLE


def _shift(day: int, role: Role) -> Row:
    on, kind, starts_at, ends_at = _hours(day)
    chosen = [whose(day, role), 10, 6]
    others = [[user, 11, 7] for user in range(1, scene.PEOPLE + 1) if user != chosen[0]]
    return {
        "id": shift_id(day, role),
        "rota_id": rota_id(day),
        "day": on,
        "kind": kind,
        "role": role,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "points": 2 if kind is ShiftKind.DAY_OFF else 1,
        "user_id": chosen[0],
        "reason": {"chosen": chosen, "others": others, "kept": False},
        "changed_at": scene.BEGAN,
    }


def _swap(day: int) -> Row:
    starts_at = _hours(day)[2]
    giver, taker = whose(day, Role.PRIMARY), whose(day + SWAPPED_EVERY // 2, Role.PRIMARY)
    since, until = (starts_at + after for after in SWAPPED)
    people = {"giver_id": giver, "taker_id": taker, "asked_by_id": giver}
    asked = {"asked_at": scene.BEGAN, "accepted_at": scene.BEGAN}
    hours = {"starts_at": since, "ends_at": until}
    return {"shift_id": shift_id(day, Role.PRIMARY), "kind": SwapKind.GIVE, **hours, **people, **asked}


def _parts(day: int, role: Role) -> list[tuple[int, datetime, datetime]]:
    """Who really has which hours."""
    _on, _kind, starts_at, ends_at = _hours(day)
    user = whose(day, role)
    if role is Role.SECONDARY or day % SWAPPED_EVERY:
        return [(user, starts_at, ends_at)]
    swap = _swap(day)
    since, until = swap["starts_at"], swap["ends_at"]
    return [(user, starts_at, since), (swap["taker_id"], since, until), (user, until, ends_at)]


def _commitments(day: int, role: Role) -> Iterator[Row]:
    for number, (user, since, until) in enumerate(_parts(day, role)):
        source = f"shift:{shift_id(day, role)}{f'/{number}' if number else ''}"
        hours = {"starts_at": since, "ends_at": until}
        yield {"source": source, "kind": CommitmentKind.SHIFT, "user_id": user, **hours}


def _pager() -> Row:
    at = {"address": "https://pager.example.com/", "secret": "of the benchmark", "shown": "pager.example.com"}
    return {"id": 1, "kind": PagerKind.WEBHOOK, **at, "connected_by_id": 2, "connected_at": scene.BEGAN}


def _told(day: int, role: Role) -> Iterator[Row]:
    for user, since, until in _parts(day, role):
        told = {"asked_at": scene.BEGAN, "confirmed_at": scene.BEGAN, "attempts": 1}
        yield {"role": role, "starts_at": since, "ends_at": until, "user_id": user, **told}


def _group(number: int) -> Row:
    return {"id": number, "service_id": 1 + (number - 1) // RULES, "rule": f"Rule{number % RULES}"}


def _alert(number: int, groups: int, alerts: int) -> Row:
    """One of so many over the last year, some of them acted on."""
    group = 1 + number * 7919 % groups
    starts_at = NOW - timedelta(days=365) * (number + 1) / alerts
    is_acted_on = number % 4 == 0
    name = f"service-{1 + (group - 1) // RULES:04}"
    return {
        "identity": f"{number:064}",
        "group_id": group,
        "rule": f"Rule{group % RULES}",
        "service_name": name,
        "service_key": name,
        "labels": {"alertname": f"Rule{group % RULES}", "service": name, "severity": "warning"},
        "summary": "遅い",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=7),
        "is_acted_on": is_acted_on,
        "acted_by_id": 2 + number % (scene.PEOPLE - 1) if is_acted_on else None,
        "source": AlertSource.WEBHOOK,
        "received_at": starts_at,
    }
