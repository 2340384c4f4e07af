"""Whether everybody reads who is on duty while somebody writes: alerts arrive, and nights change hands.

    python -m benchmarks.people.beside_writing [ADDRESS OF A POSTGRESQL SERVER]

Twenty connections ask for the page and for what programs read, one after the other as fast as they are answered, in
turns beside a writer and without one. Prints how long answers took and what was answered, in Markdown.
"""

import json
import re
import sys
import tempfile
import threading
import time
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import make_url

from benchmarks import scene, servers
from benchmarks.asking import written
from benchmarks.databases import SECRET_KEY, Databases
from benchmarks.filling import on_call
from benchmarks.measuring import Connection
from benchmarks.on_call_pages import NOW_PATH
from benchmarks.people import many
from benchmarks.people.answered import Found, said
from benchmarks.sizes import NOW, SIZES
from studyhub.alerts.incoming import intakes
from studyhub.alerts.models import AlertIntake
from studyhub.rota.planning.inputs import Role

READERS, PHASE_SECONDS, PHASES = 20, 5, 4
ALERTS_AT_ONCE = 100
# Long enough for 48 hours, and for hours of a swap that lies near.
RESTED_DAYS = 5
PATHS = ("/oncall/", NOW_PATH)


def main(server: str | None) -> None:
    """Print the table."""
    url = make_url(server).set(drivername="postgresql+psycopg") if server else None
    with (
        tempfile.TemporaryDirectory(prefix="studyhub-bench-") as folder,
        Databases(url).copy(SIZES["M"], Path(folder), lambda line: print(line, file=sys.stderr)) as address,
    ):
        keys = many.sign_in(address, range(2, scene.PEOPLE + 1))
        with servers.studyhub(address, Path(folder)) as running:
            alone, beside, wrote = _in_turns(running.port, keys)
    print("| asked by 20 at once | answers | statuses | median, 95 of 100, longest, ms |")
    print("|---|---|---|---|")
    for name, found in (("alone", alone), ("beside a writer", beside), ("the writer", wrote)):
        for path, answers in found.items():
            print(f"| {_name(path)}, {name} | {said(answers)} |")


def _name(path: str) -> str:
    return "now.json" if path == NOW_PATH else path


def _in_turns(port: int, keys: list[str]) -> tuple[Found, Found, Found]:
    alone: Found = {path: [] for path in PATHS}
    beside: Found = {path: [] for path in PATHS}
    wrote: Found = {"alerts": [], "asked for a swap": [], "accepted it": []}
    days = count(on_call.OF_READER + 1)
    for phase in range(PHASES):
        ends = time.monotonic() + PHASE_SECONDS
        threads = [
            threading.Thread(target=_read, args=(port, key, ends, beside if phase % 2 else alone))
            for key in keys[:READERS]
        ]
        for thread in threads:
            thread.start()
        while phase % 2 and time.monotonic() < ends:
            _write(port, next(days), wrote)
        for thread in threads:
            thread.join()
    return alone, beside, wrote


def _read(port: int, key: str, ends: float, found: Found) -> None:
    connection = Connection(port)
    for path in cycle(PATHS):
        if time.monotonic() >= ends:
            break
        answer = connection.ask(written("GET", path, key=key))
        found[path].append((answer.status, answer.seconds))
    connection.close()


def _write(port: int, day: int, wrote: Found) -> None:
    """A hundred alerts, and one night that changes hands."""
    connection = Connection(port)

    def post(what: str, path: str, data: dict[str, object], user: int) -> None:
        body = urlencode(data).encode()
        answer = connection.ask(written("POST", path, body=body, key=many.key_of(user)))
        wrote[what].append((answer.status, answer.seconds))

    path = f"/oncall/alerts/hooks/{intakes.token(AlertIntake(**on_call.intake()), key=SECRET_KEY)}"
    answer = connection.ask(written("POST", path, {"Content-Type": "application/json"}, _alerts(day)))
    wrote["alerts"].append((answer.status, answer.seconds))
    giver, taker = on_call.whose(day, Role.SECONDARY), _rested(day)
    shift = f"/oncall/shifts/{on_call.shift_id(day, Role.SECONDARY)}/"
    if giver != scene.READER:
        post("asked for a swap", f"{shift}swaps", {"giver": giver, "way": "give", "person": taker}, giver)
        page = connection.ask(written("GET", shift, key=many.key_of(taker))).body.decode()
        if asked := re.search(r"/oncall/swaps/\d+/acceptance", page):
            post("accepted it", asked[0], {}, taker)
    connection.close()


def _rested(day: int) -> int:
    """Somebody who has nothing for some days around, and sits with another team than whoever is called first."""
    near = {on_call.whose(day + days, role) for days in range(-RESTED_DAYS, RESTED_DAYS + 1) for role in Role}
    teams = SIZES["M"].teams
    beside = on_call.whose(day, Role.PRIMARY) % teams
    return next(user for user in range(2, scene.PEOPLE + 1) if user not in near and user % teams != beside)


def _alerts(day: int) -> bytes:
    records = [
        {
            "status": "firing",
            "labels": {"alertname": f"Rule{number % 5}", "service": "service-0001"},
            "startsAt": (NOW - timedelta(seconds=1000 * day + number)).isoformat(),
            "fingerprint": f"{day}-{number}",
        }
        for number in range(ALERTS_AT_ONCE)
    ]
    return json.dumps({"version": "4", "alerts": records}).encode()


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else None)
