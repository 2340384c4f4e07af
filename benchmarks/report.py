"""Runs everything and prints two tables in Markdown, each as soon as it is measured."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import make_url

from benchmarks import reminding, servers
from benchmarks.asking import MEETING, PAGES, Asked
from benchmarks.databases import Databases
from benchmarks.measuring import ROUNDS, Ratio, compare
from benchmarks.people import crowd, hardship, many
from benchmarks.servers import Server
from benchmarks.sizes import SIZES

QUICK_ROUNDS = 5
# Asked by many readers in turn.
READ = [page for page in PAGES if page.name in {"meeting", "circle", "list of circles", "home", "note"}]
FAIR = (0.95, 1.05)


class Pair(NamedTuple):
    """Both programs on one database."""

    studyhub: Server
    floor: Server
    address: str
    data: Path


@dataclass
class Line:
    """One row of the table."""

    name: str
    reach: float
    aim: float
    cells: list[str] = field(default_factory=list)


def run(*, sizes: Sequence[str], quick: bool, say: Callable[[str], None]) -> int:
    """Measure and print; 1 when the floor against itself says that nothing here can be believed."""
    began = time.monotonic()
    rounds = QUICK_ROUNDS if quick else ROUNDS
    with _pairs(sizes, say) as pairs:
        say("Measuring the floor against itself …")
        fairness = _fairness(pairs[sizes[0]], rounds)
        lines = [_page(asked, pairs, rounds, say) for asked in PAGES]
        _show(["page", "reach (aim)", *sizes, "kB, StudyHub / floor", "growth"], lines)
        say("Measuring starts, memory and trouble …")
        others = _others(pairs[sizes[0]], rounds=rounds)
        say("Measuring many readers and open editors …")
        others += _many(pairs[sizes[0]], pairs[sizes[-1]], rounds=rounds)
        say("Measuring sign-ins, alone and beside guessing …")
        others += _signing_in(pairs[sizes[0]], rounds=rounds)
    say("Measuring reminders …")
    others += _reminding(quick=quick)
    _show(["what else", "reach (aim)", sizes[0]], others)
    print(f"The floor against itself: {fairness}. Load of the machine: {os.getloadavg()[0]:.1f}.", end=" ")
    print(f"{rounds} rounds, {round((time.monotonic() - began) / 60, 1)} minutes.")
    if FAIR[0] <= fairness.middle <= FAIR[1]:
        return 0
    print("The floor against itself is not 1: the machine was too busy, and these figures say nothing.")
    return 1


def _databases() -> Databases:
    server = os.environ.get("DATABASE_URL")
    return Databases(make_url(server).set(drivername="postgresql+psycopg") if server else None)


@contextmanager
def _pairs(sizes: Sequence[str], say: Callable[[str], None]) -> Iterator[dict[str, Pair]]:
    databases = _databases()
    with ExitStack() as stack:
        pairs = {}
        for name in sizes:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="studyhub-bench-")))
            address = stack.enter_context(databases.copy(SIZES[name], data, say))
            studyhub = stack.enter_context(servers.studyhub(address, data))
            pairs[name] = Pair(studyhub, stack.enter_context(servers.floor(address)), address, data)
        yield pairs


def _fairness(pair: Pair, rounds: int) -> Ratio:
    asked = _meeting()
    with servers.floor(pair.address) as another:
        return compare(asked.side(pair.floor.port), asked.side(another.port), rounds=rounds)


def _meeting() -> Asked:
    return next(one for one in PAGES if one.path == MEETING)


def _page(asked: Asked, pairs: dict[str, Pair], rounds: int, say: Callable[[str], None]) -> Line:
    say(f"Measuring {asked.name} …")
    line = Line(asked.name, asked.reach, asked.aim)
    sizes = []
    for pair in pairs.values():
        # StudyHub first: it writes the files that the floor hands out.
        sides = asked.side(pair.studyhub.port), asked.side(pair.floor.port)
        line.cells.append(str(compare(*sides, rounds=rounds)))
        sizes.append([_kilobytes(side.size()) for side in sides])
    line.cells += [" / ".join(sizes[-1]), _growth(asked, pairs, rounds)]
    return line


def _growth(asked: Asked, pairs: dict[str, Pair], rounds: int) -> str:
    """How many times as long StudyHub takes at the largest size as at the smallest with as many rows to show."""
    small, large = asked.grows_from, list(pairs)[-1]
    if small not in pairs or small == large:
        return ""
    sides = [asked.side(pairs[name].studyhub.port) for name in (large, small)]
    return f"{large}/{small} {compare(*sides, rounds=rounds)}"


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.1f}"


def _others(pair: Pair, *, rounds: int) -> list[Line]:
    rounds = (rounds + 1) // 2
    memory = pair.studyhub.memory / pair.floor.memory if pair.floor.memory else 0
    megabytes = f"{pair.studyhub.memory // 1024} / {pair.floor.memory // 1024} MB"
    start = hardship.second_start(pair.address, pair.data, rounds=rounds)
    page = _meeting().side(pair.studyhub.port)
    planning = hardship.planning(page, rounds=rounds)
    crowded = hardship.while_half_open(page, rounds=rounds)
    return [
        Line("second start, to the first page", 3, 1.5, [str(start)]),
        Line("memory, after all of this", 1.8, 1.4, [f"{memory:.2f} ({megabytes})"]),
        Line("planning a book of 52 chapters / meeting page", 0.3, 0.1, [str(planning)]),
        Line("meeting page while 300 connections are half open / at rest", 1.5, 1.2, [str(crowded)]),
    ]


def _many(small: Pair, large: Pair, *, rounds: int) -> Iterator[Line]:
    keys = many.make_readers(small.address)
    # What pages keep for everybody is kept once the first were there.
    for page in READ:
        many.in_turn(small.studyhub, page.path, keys[: many.IN_A_ROUND])
    before = small.studyhub.memory
    for page in READ:
        ratio = many.in_turn(small.studyhub, page.path, keys)
        yield Line(f"{page.name}, {len(keys):,} readers in turn / one of them", 1.1, 1.0, [str(ratio)])
    growth = small.studyhub.memory / before if before else 0
    yield Line("memory, after them / before", 1.1, 1.0, [f"{growth:.2f}"])
    editors = many.make_editors(large.address)
    beside = many.beside_editors(_meeting().side(large.studyhub.port), editors, rounds=(rounds + 1) // 2)
    yield Line(f"meeting page beside {len(editors)} open editors / at rest (largest size)", 1.5, 1.2, [str(beside)])


def _signing_in(pair: Pair, *, rounds: int) -> Iterator[Line]:
    """Last of all: it adds people."""
    rounds = (rounds + 4) // 5
    port = pair.studyhub.port
    people, known = crowd.prepared(pair.address, port)
    for count in crowd.CROWDS:
        ratio = crowd.at_once(port, people[:count], rounds=rounds)
        yield Line(f"{count} people sign in at once / hashing alone", 1.25, 1.1, [str(ratio)])
    strangers = people[-len(known) :]
    for beside in crowd.beside_guessing(_meeting(), port, known, strangers, rounds=rounds):
        yield Line(f"meeting page beside {beside.name} / at rest", 3, 1.6, [str(beside.page)])
        # Counts, not ratios: how many of twenty, and when the last of them.
        yield Line("meanwhile signed in, of 20 known browsers", 20, 20, [str(beside.known)])
        yield Line("meanwhile signed in, of 20 others", 19, 20, [str(beside.strangers)])


def _reminding(*, quick: bool) -> Iterator[Line]:
    """In copies of its own; what two workers send is asked on PostgreSQL alone, for SQLite has one lock."""
    databases = _databases()
    ratio = reminding.look_ratio(databases, rounds=QUICK_ROUNDS)
    yield Line("a look for reminders, 100,000 sessions not yet due / 1,000", 1.2, 1.0, [f"{ratio:.2f}"])
    if databases.server is not None:
        count = reminding.DUE // 10 if quick else reminding.DUE
        sent = reminding.two_against_one(databases, count)
        yield Line(f"{count:,} reminders, two workers / one (more is better)", 1.7, 1.9, [sent.said()])


def _show(head: Sequence[str], lines: Sequence[Line]) -> None:
    """At once: what comes after it takes minutes, and may be ended before it ends."""
    print(*_rows(head, lines), "", sep="\n", flush=True)


def _rows(head: Sequence[str], lines: Sequence[Line]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for line in lines:
        yield f"| {' | '.join([line.name, f'{line.reach:g} ({line.aim:g})', *line.cells])} |"
