"""Three people press for one shift at the same moment over 3 server processes: one has it, the others are told why not.

Half of the shifts somebody asks them to take, the others are nobody's.
"""

import http.client
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http.cookies import SimpleCookie

from sqlalchemy import select

from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import Rota, Shift
from studyhub.rota.planning.inputs import Role, ShiftKind
from studyhub.rota.swaps import asking, held
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.services import keeping
from studyhub.services.keeping import Described
from studyhub.services.models import Readiness
from studyhub.services.states import ReadinessState
from studyhub.teams.models import Team
from tests.races.conftest import Stage
from tests.races.crowd import SECONDS_EACH, Visitor, servers

PROCESSES, ROUNDS, TAKERS = 3, 25, 3
# Whoever had one shift has rested before the next.
APART = timedelta(days=4)
TAKEN = "The hours are yours."
TOO_LATE = ("Too late: meanwhile it was answered", "Meanwhile these hours changed hands")


@dataclass(frozen=True)
class Round:
    """A shift, and where people press to have it."""

    shift_id: int
    path: str


def test_of_three_who_take_one_shift_over_three_processes_one_has_it(stage: Stage) -> None:
    rounds = _rounds(stage)
    with ExitStack() as stack:
        ports = [program.port for program in servers(stack, PROCESSES, stage.folder, stage.database_url, None)]
        answers = [_press_at_once(stage.visitors[1 : 1 + TAKERS], ports, one) for one in rounds]

    assert answers == [Counter({"has it": 1, "too late": TAKERS - 1})] * ROUNDS
    takers = set(stage.people[1 : 1 + TAKERS])
    whose = [held.of_shift(db.session.get_one(Shift, one.shift_id)) for one in rounds]
    assert [len(duties) for duties in whose] == [1] * ROUNDS
    assert {duties[0].user_id for duties in whose} <= takers
    noted = db.session.execute(
        select(Commitment.user_id, Commitment.starts_at).where(Commitment.kind == CommitmentKind.SHIFT)
    )
    assert sorted(map(tuple, noted)) == sorted((duties[0].user_id, duties[0].starts_at) for duties in whose)


def _rounds(stage: Stage) -> list[Round]:
    """A shift for each; every second one has a request to all of them."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    people = [db.session.get_one(User, id_) for id_ in stage.people[: 1 + TAKERS]]
    _make_ready(stage, people, now)
    giver, *takers = people
    found = []
    for number, shift in enumerate(_shifts(stage, giver, now)):
        if number % 2:
            found.append(Round(shift.id, f"/oncall/shifts/{shift.id}/take"))
        else:
            hours = Hours(shift, shift.starts_at, shift.ends_at)
            swap = asking.ask(hours, giver, takers, by=giver, now=now)
            found.append(Round(shift.id, f"/oncall/swaps/{swap.id}/acceptance"))
    db.session.commit()
    return found


def _make_ready(stage: Stage, people: Sequence[User], now: datetime) -> None:
    team = Team(slug="race", name="Race")
    db.session.add(team)
    db.session.flush()
    service = keeping.create(Described(team.id, "cart-api"), by=stage.organizer, now=now)
    ready = {"state": ReadinessState.READY, "since": now, "practised_at": now, "signed_off_at": now}
    for person in people:
        person.language = "en"
        one = Readiness(service_id=service.id, user_id=person.id, signed_off_by_id=stage.organizer.id, **ready)
        db.session.add(one)


def _shifts(stage: Stage, giver: User, now: datetime) -> list[Shift]:
    """A night every few days, those of the odd rounds without anybody."""
    starts = [now + number * APART for number in range(1, ROUNDS + 1)]
    rota = Rota(name="Race", starts_on=starts[0].date(), ends_on=starts[-1].date() + timedelta(days=1))
    rota.created_by_id, rota.created_at = stage.organizer.id, now
    db.session.add(rota)
    db.session.flush()
    shifts = [_night(rota, start, None if number % 2 else giver, now) for number, start in enumerate(starts)]
    db.session.add_all(shifts)
    db.session.flush()
    return shifts


def _night(rota: Rota, starts_at: datetime, user: User | None, now: datetime) -> Shift:
    day: date = starts_at.date()
    night = Shift(rota_id=rota.id, day=day, kind=ShiftKind.WEEKNIGHT, role=Role.PRIMARY, points=1, reason={})
    night.starts_at, night.ends_at, night.changed_at = starts_at, starts_at + timedelta(hours=15), now
    night.user = user
    return night


def _press_at_once(visitors: Sequence[Visitor], ports: Sequence[int], one: Round) -> Counter[str]:
    """How it ended for each."""
    ends: Counter[str] = Counter()
    lined_up = threading.Barrier(len(visitors))

    def press(visitor: Visitor, port: int) -> None:
        lined_up.wait()
        ends[_told(visitor, port, one)] += 1

    threads = [threading.Thread(target=press, args=pair) for pair in zip(visitors, ports, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def _told(visitor: Visitor, port: int, one: Round) -> str:
    """What the page says after the press, or the status that is none of it."""
    status, headers, _text = _ask(visitor, port, "POST", one.path)
    if status != http.client.SEE_OTHER:
        return str(status)
    _status, _headers, text = _ask(headers, port, "GET", f"/oncall/shifts/{one.shift_id}/")
    if TAKEN in text:
        return "has it"
    return "too late" if any(words in text for words in TOO_LATE) else text


def _ask(visitor: Visitor, port: int, method: str, path: str) -> tuple[int, Visitor, str]:
    """The status, the same browser with the cookie it was given, and the page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_EACH)
    try:
        connection.request(method, path, body="", headers=visitor.headers)
        answer = connection.getresponse()
        cookies = SimpleCookie(answer.getheader("Set-Cookie") or "")
        given = "; ".join(f"{name}={cookie.value}" for name, cookie in cookies.items())
        headers = {**visitor.headers, **({"Cookie": given} if given else {})}
        return answer.status, Visitor(headers), answer.read().decode()
    finally:
        connection.close()
