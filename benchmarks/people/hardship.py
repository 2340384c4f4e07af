"""What cannot be asked in turns: starting, planning a long book, and pages while others make trouble."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from datetime import time as wall_time
from pathlib import Path
from statistics import median

from benchmarks import servers
from benchmarks.asking import written
from benchmarks.measuring import WARM_UP, Connection, Ratio, Side, UnexpectedAnswer, alternate
from studyhub.circles.planning import outline, planner
from studyhub.circles.planning.planner import PerMeeting, PlanRequest
from studyhub.circles.planning.rhythm import EveryWeeks, Rhythm
from studyhub.config import ROOT

HALF_OPEN = 300
REQUESTS = 25
CHAPTERS = 52
FIRST_PAGE = "/circles/"


def second_start(address: str, data: Path, *, rounds: int) -> Ratio:
    """From the command to the first answered page, once everything is set up and the tables are there."""

    def studyhub() -> float:
        began = time.perf_counter()
        with servers.studyhub(address, data) as server:
            return _until_answered(server.port, began)

    def floor() -> float:
        began = time.perf_counter()
        with servers.floor(address) as server:
            return _until_answered(server.port, began)

    studyhub()
    return alternate(studyhub, floor, rounds=rounds)


def _until_answered(port: int, began: float) -> float:
    connection = Connection(port)
    connection.ask(written("GET", FIRST_PAGE))
    connection.close()
    return time.perf_counter() - began


def planning(page: Side, *, rounds: int) -> Ratio:
    """Planning a book of 52 chapters, weekly, from its pasted table of contents: computing only, against a page."""
    lines = (f"{number}. Chapter about something {'.' * 20} {number * 12}" for number in range(1, CHAPTERS + 1))
    contents = "\n".join(lines)
    rhythm = Rhythm(EveryWeeks(1, 1), wall_time(19), 90, "Asia/Tokyo")
    request = PlanRequest(date(2026, 12, 1), rhythm, PerMeeting(1))

    def plan() -> float:
        began = time.perf_counter()
        planned = planner.plan(outline.to_read(outline.read(contents)), request)
        took = time.perf_counter() - began
        if len(planned) != CHAPTERS:
            raise ValueError("Every chapter has its meeting.")
        return took

    plan()
    return alternate(lambda: _typical(plan), lambda: _typical(page.seconds), rounds=rounds)


def _typical(once: Callable[[], float]) -> float:
    return median(once() for _ in range(REQUESTS))


def while_guessing(page: Side, *how: str, rounds: int) -> Ratio:
    """A page while clients post wrong passwords as fast as they are answered, against the same page at rest."""

    def pestered() -> float:
        with guessing(page.port, *how):
            return _typical(page.seconds)

    return alternate(pestered, lambda: _typical(page.seconds), rounds=rounds)


@contextmanager
def guessing(port: int, *how: str) -> Iterator[None]:
    """Clients that guess meanwhile: how many, and whether their addresses change."""
    command = [sys.executable, "-m", "benchmarks.people.guessing", str(port), *how]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE) as process:  # noqa: S603 -- our own
        try:
            if process.stdout is not None:
                process.stdout.readline()
            yield
            if process.poll() is not None:
                raise UnexpectedAnswer("Guessing ended by itself: what was measured meanwhile is at rest.")
        finally:
            process.terminate()


def while_half_open(page: Side, *, rounds: int) -> Ratio:
    """A page while 300 connections have sent half a request, against the same page without them."""

    def crowded() -> float:
        with _half_open(page.port):
            return _typical(page.seconds)

    for _ in range(WARM_UP):
        page.seconds()
    return alternate(crowded, lambda: _typical(page.seconds), rounds=rounds)


@contextmanager
def _half_open(port: int) -> Iterator[None]:
    with ExitStack() as opened:
        for _ in range(HALF_OPEN):
            connection = opened.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.sendall(b"GET / HTTP/1.1\r\nHost: local")
        yield
