"""Whether everybody is answered in a busy hour: twenty people read all kinds of pages at the largest size.

    python -m benchmarks.people.busy [ADDRESS OF A POSTGRESQL SERVER] [S, M or L]

Each is somebody else and asks for one page after the other as fast as they are answered; in turns with nobody beside
them and with two people who sign up and withdraw as fast. Then one reads, alone and beside the two. Prints how long
answers took and what was answered, and how much memory the server holds then, in Markdown.
"""

import sys
import tempfile
import threading
import time
from itertools import cycle
from pathlib import Path

from sqlalchemy import make_url

from benchmarks import scene, servers
from benchmarks.asking import PAGES, SIGN_UP, written
from benchmarks.databases import Databases
from benchmarks.measuring import Connection
from benchmarks.people import many
from benchmarks.people.answered import Found, said
from benchmarks.servers import Server
from benchmarks.sizes import SIZES

READERS, WRITERS = 20, 2
PHASE_SECONDS = 20
READ = tuple(asked for asked in PAGES if asked.method == "GET" and not asked.is_conditional)
WRITTEN = (SIGN_UP, f"{SIGN_UP}/delete")


def main(server: str | None, size: str) -> None:
    """Print the tables."""
    url = make_url(server).set(drivername="postgresql+psycopg") if server else None
    with (
        tempfile.TemporaryDirectory(prefix="studyhub-bench-") as folder,
        Databases(url).copy(SIZES[size], Path(folder), lambda line: print(line, file=sys.stderr)) as address,
    ):
        keys = many.sign_in(address, range(2, scene.PEOPLE + 1))
        with servers.studyhub(address, Path(folder)) as running:
            _phase(running, keys[:1], [])
            for readers in (1, READERS):
                for writers in (0, WRITERS):
                    found = _phase(running, keys[:readers], keys[READERS : READERS + writers])
                    _print(f"{readers} read, {writers} write", found, running)


def _phase(running: Server, readers: list[str], writers: list[str]) -> Found:
    """What they were answered, by address."""
    ends = time.monotonic() + PHASE_SECONDS
    found: Found = {path: [] for path in (*(asked.path for asked in READ), *WRITTEN)}
    paths = [asked.path for asked in READ]
    asking = [("GET", key, paths[number % len(paths) :] + paths) for number, key in enumerate(readers)]
    asking += [("POST", key, list(WRITTEN)) for key in writers]
    threads = [threading.Thread(target=_ask, args=(running.port, ends, found, *one)) for one in asking]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _ask(port: int, ends: float, found: Found, method: str, key: str, paths: list[str]) -> None:
    connection = Connection(port)
    for path in cycle(paths):
        if time.monotonic() >= ends:
            break
        answer = connection.ask(written(method, path, key=key))
        found[path].append((answer.status, answer.seconds))
    connection.close()


def _print(what: str, found: Found, running: Server) -> None:
    names = {asked.path: asked.name for asked in READ} | dict(zip(WRITTEN, ("sign up", "withdraw"), strict=True))
    count = sum(len(answers) for answers in found.values())
    print(f"\n{what}: {count / PHASE_SECONDS:.1f} answers a second; {running.memory // 1024} MB\n")
    print("| page | answers | statuses | median, 95 of 100, longest, ms |")
    print("|---|---|---|---|")
    for path, answers in found.items():
        if answers:
            print(f"| {names[path]} | {said(answers)} |", flush=True)


if __name__ == "__main__":
    sizes = [one for one in sys.argv[1:] if one in SIZES]
    addresses = [one for one in sys.argv[1:] if one not in SIZES]
    main(addresses[0] if addresses else None, sizes[0] if sizes else "L")
