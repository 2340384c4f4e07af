"""Fifty people watch one drill: when each sees a step, what others wait meanwhile, and what an hour of it keeps.

    python -m benchmarks.people.drill_watchers [ADDRESS OF A POSTGRESQL SERVER] [QUESTIONS]

They ask as `studyhub/static/js/asking.js` does, from a program of their own. Then home is opened beside them and
without them, in turns. At last they ask so many QUESTIONS as fast as they are answered (112,500 unless given: an hour
of fifty, each asking every 1.6 s) while the examiner presses on. Prints a table in Markdown.
"""

import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from statistics import median

from sqlalchemy import create_engine, make_url

from benchmarks import servers
from benchmarks.asking import written
from benchmarks.databases import Databases
from benchmarks.measuring import Connection, Side, alternate
from benchmarks.people import many, writing
from benchmarks.people.open_editors import ASKED_EVERY_SECONDS, QUIET_AFTER, QUIET_EVERY_SECONDS
from benchmarks.people.writing import Row, Tables
from benchmarks.servers import Server
from benchmarks.sizes import NOW, SIZES
from studyhub.circles.models import Circle, CircleKind, Participation, Visibility
from studyhub.config import ROOT
from studyhub.db import Base
from studyhub.drills.models import Scenario, ScenarioSecret, ScenarioSeen
from studyhub.drills.running.models import Drill
from studyhub.meetings.models import Meeting

WATCHERS, STEPS, ROUNDS, PAGES_IN_A_ROUND = 50, 30, 9, 25
HOUR = int(3600 / QUIET_EVERY_SECONDS * WATCHERS)
EXAMINER, RESPONDER = 2, 3
OWN = 1_000_000
DRILL = f"/training/drills/{OWN}/"
RECORD = f"{DRILL}record"


def main(server: str | None, questions: int) -> None:
    """Print the table."""
    url = make_url(server).set(drivername="postgresql+psycopg") if server else None
    with (
        tempfile.TemporaryDirectory(prefix="studyhub-bench-") as folder,
        Databases(url).copy(SIZES["M"], Path(folder), lambda line: print(line, file=sys.stderr)) as address,
    ):
        _begin(address)
        keys = many.sign_in(address, range(EXAMINER, EXAMINER + WATCHERS + 1))
        with servers.studyhub(address, Path(folder)) as running:
            _press(running, keys[0], "start")
            seen = _steps(running, keys)
            page = Side(running.port, written("GET", "/", key=keys[0]), 200)
            beside = _beside(running, keys, page)
            before, after, asked = _an_hour(running, keys, questions)
    print("| fifty watch one drill | |\n|---|---|")
    print(
        f"| the last of them sees a step after, s: median, longest of {STEPS} | {median(seen):.2f}, {max(seen):.2f} |"
    )
    print(f"| home beside them / without them | {beside} |")
    print(f"| memory after {asked} questions / after a tenth of them | {after / before:.2f} ({after // 1024} MB) |")


def _begin(address: str) -> None:
    """A scenario, a session of a circle of drills, and a drill that is planned in it."""
    own = {"id": OWN}
    circle = {
        "slug": "watched", "title": "Watched", "kind": CircleKind.DRILL, "visibility": Visibility.INSIDE,
        "created_by_id": EXAMINER, "created_at": NOW,
    }  # fmt: skip
    meeting = writing.meeting(OWN, OWN, 1, NOW)
    part = {"circle_id": OWN, "user_id": EXAMINER, "is_organizer": True, "joined_at": NOW}
    scenario = {
        "service_id": 1,
        "title": "Replication stopped",
        "author_id": EXAMINER,
        "created_at": NOW,
        "confirmed_at": NOW,
    }
    secret = {"scenario_id": OWN, "symptom": "Slow", "cause": "Disk", "fix": "Another disk", "hints": "Look"}
    seen = {"scenario_id": OWN, "user_id": EXAMINER, "seen_at": NOW}
    drill: dict[str, object] = {
        "meeting_id": OWN,
        "scenario_id": OWN,
        "examiner_id": EXAMINER,
        "responder_id": RESPONDER,
    }
    drill |= {"created_by_id": EXAMINER, "created_at": NOW}
    rows: list[tuple[type[Base], Row]] = [
        (Circle, circle), (Participation, part), (Meeting, meeting), (Scenario, scenario), (ScenarioSecret, secret),
        (ScenarioSeen, seen), (Drill, drill),
    ]  # fmt: skip
    engine = create_engine(address)
    with engine.begin() as connection:
        tables = Tables(connection)
        for model, row in rows:
            tables.add(model, [{**own, **row}])
        tables.count_on()
    engine.dispose()


def _press(server: Server, key: str, what: str) -> float:
    """The examiner presses; the moment when."""
    connection, began = Connection(server.port), time.time()
    answer = connection.ask(written("POST", DRILL + what, key=key))
    connection.close()
    if answer.status != 303:
        raise SystemExit(f"{what}: {answer.status}")
    return began


def _steps(server: Server, keys: Sequence[str]) -> list[float]:
    """How long after each press the last of those who watch was sent it, or a later one."""
    sent: list[tuple[str, int, float]] = []
    with _watching(server, keys[1:], 0) as lines:
        threading.Thread(target=_collect, args=(lines, sent), daemon=True).start()
        time.sleep(3)
        pressed = {}
        for number in range(STEPS):
            # The start was the first step.
            pressed[number + 2] = _press(server, keys[0], "events/asked")
            time.sleep(1.5 + (number % 7) / 5)
        time.sleep(5)
    return [_last(sent, step) - began for step, began in pressed.items()]


def _collect(lines: Iterator[str], sent: list[tuple[str, int, float]]) -> None:
    with suppress(ValueError):
        for line in lines:
            key, step, at = line.split()
            sent.append((key, int(step), float(at)))


def _last(sent: Sequence[tuple[str, int, float]], step: int) -> float:
    first: dict[str, float] = {}
    for key, number, at in sent:
        if number >= step:
            first.setdefault(key, at)
    if len(first) < WATCHERS:
        raise SystemExit(f"Step {step} was sent to {len(first)} of {WATCHERS}.")
    return max(first.values())


def _beside(server: Server, keys: Sequence[str], page: Side) -> str:
    def beside() -> float:
        with _watching(server, keys[1:], 0) as lines:
            # All are there, and were sent what there is.
            for _each in range(WATCHERS):
                next(lines)
            return median(page.seconds() for _ in range(PAGES_IN_A_ROUND))

    ratio = alternate(beside, lambda: median(page.seconds() for _ in range(PAGES_IN_A_ROUND)), rounds=ROUNDS)
    return str(ratio)


def _an_hour(server: Server, keys: Sequence[str], questions: int) -> tuple[int, int, int]:
    """The server's memory after a tenth of the questions and after all; the examiner presses all the while."""
    sizes = []
    for part in (questions // 10, questions - questions // 10):
        with _watching(server, keys[1:], max(1, part // WATCHERS)) as lines:
            ends = threading.Thread(target=lambda rows=lines: list(rows), daemon=True)
            ends.start()
            while ends.is_alive():
                _press(server, keys[0], "events/tried")
                ends.join(3)
        sizes.append(server.memory)
    return sizes[0], sizes[1], questions


@contextmanager
def _watching(server: Server, keys: Sequence[str], each: int) -> Iterator[Iterator[str]]:
    command = [sys.executable, "-m", "benchmarks.people.drill_watchers", "--watch", str(server.port), str(each), *keys]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE) as process:  # noqa: S603 -- our own
        try:
            assert process.stdout is not None  # noqa: S101 -- it was asked for
            yield iter(process.stdout)
        finally:
            process.terminate()


def watch(port: str, each: str, *keys: str) -> None:
    """Watch as these people, and print each step that somebody is sent; `each` asks so often at once, 0 for ever."""
    threads = [
        threading.Thread(target=_watch, args=(int(port), key, int(each), ASKED_EVERY_SECONDS * place / len(keys)))
        for place, key in enumerate(keys)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _watch(port: int, key: str, each: int, delay: float) -> None:
    connection, tag, quiet = Connection(port), "", 0
    if not each:
        time.sleep(delay)
    for _asked in range(each) if each else count():
        answer = connection.ask(written("GET", RECORD, {"If-None-Match": tag}, key=key))
        if answer.status == 200:
            lines = answer.head.decode("latin-1").split("\r\n")
            tag = next(line[5:].strip() for line in lines if line.lower().startswith("etag:"))
            step = re.match(r'"\d+\.(\d+)', tag)
            # In one piece: fifty write here.
            sys.stdout.write(f"{key} {step[1] if step else 0} {time.time()}\n")
            sys.stdout.flush()
        elif answer.status != 304:
            raise SystemExit(f"{answer.status} is no answer to who watches.")
        quiet = quiet + 1 if answer.status == 304 else 0
        if not each:
            time.sleep(ASKED_EVERY_SECONDS if quiet < QUIET_AFTER else QUIET_EVERY_SECONDS)


if __name__ == "__main__":
    given = sys.argv[1:]
    if given[:1] == ["--watch"]:
        watch(*given[1:])
    else:
        numbers = [int(one) for one in given if one.isdigit()]
        main(next((one for one in given if not one.isdigit()), None), numbers[0] if numbers else HOUR)
