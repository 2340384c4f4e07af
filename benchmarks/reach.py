"""Pages of on call with one year of shifts and with ten, and the page of who is on duty against its floor.

    python -m benchmarks.reach [ADDRESS OF A POSTGRESQL SERVER] [--rounds N]

Prints a table in Markdown, of the processor's time (`benchmarks/processor.py`).
"""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import make_url

from benchmarks import processor, servers
from benchmarks.asking import Asked
from benchmarks.databases import Databases
from benchmarks.on_call_pages import ON_CALL
from benchmarks.servers import Server
from benchmarks.sizes import SIZES

ROUNDS = 3


class Pair(NamedTuple):
    """Both programs on one database."""

    studyhub: Server
    floor: Server


def main(server: str | None, rounds: int) -> None:
    """Print the table."""
    url = make_url(server).set(drivername="postgresql+psycopg") if server else None
    with ExitStack() as stack:
        small, large = (_pair(stack, Databases(url), name) for name in ("S", "M"))
        print("| page | ms, 10 years | 10 years / 1 year | page / floor, 1 year | page / floor, 10 years |")
        print("|---|---|---|---|---|")
        for asked in ON_CALL:
            own = [(asked.side(pair.studyhub.port), pair.studyhub.process.pid) for pair in (large, small)]
            growth = processor.compare(own[0], own[1], rounds=rounds)
            milliseconds = processor.each(*own[0]) * 1000
            cells = [f"{milliseconds:.1f}", str(growth), *_against_floor(asked, (small, large), rounds)]
            print(f"| {asked.name} | {' | '.join(cells)} |", flush=True)


def _pair(stack: ExitStack, databases: Databases, name: str) -> Pair:
    data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="studyhub-bench-")))
    address = stack.enter_context(databases.copy(SIZES[name], data, lambda line: print(line, file=sys.stderr)))
    studyhub = stack.enter_context(servers.studyhub(address, data))
    return Pair(studyhub, stack.enter_context(servers.floor(address)))


def _against_floor(asked: Asked, pairs: tuple[Pair, Pair], rounds: int) -> list[str]:
    if not asked.has_floor:
        return ["", ""]
    found = []
    for pair in pairs:
        both = [(asked.side(one.port), one.process.pid) for one in pair]
        found.append(str(processor.compare(both[0], both[1], rounds=rounds)))
    return found


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if not one.startswith("--")]
    main(given[0] if given else None, ROUNDS)
