"""Many readers: whether the thousandth costs what the first does, and what open editors cost everybody else."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median

from sqlalchemy import create_engine, insert, select

from benchmarks import scene
from benchmarks.asking import written
from benchmarks.measuring import WARM_UP, Ratio, Side, UnexpectedAnswer, alternate, spread
from benchmarks.people.signing_in import make_people
from benchmarks.servers import Server
from studyhub.config import ROOT
from studyhub.people.models import Device, User

READERS = 1_000
IN_A_ROUND = 100
EDITORS = 24
PAGES_IN_A_ROUND = 25
OK = 200


def make_readers(address: str) -> list[str]:
    """The keys of the browsers of a thousand further people, in the database at that address."""
    emails = [person.email for person in make_people(address, READERS, prefix="reads")]
    engine = create_engine(address)
    with engine.connect() as connection:
        ids = list(connection.scalars(select(User.id).where(User.email.in_(emails))))
    engine.dispose()
    return sign_in(address, ids)


def make_editors(address: str) -> list[str]:
    """The keys of the browsers of those in the scene's circle who write."""
    return sign_in(address, range(2, 2 + EDITORS))


def sign_in(address: str, user_ids: Sequence[int]) -> list[str]:
    """The keys of browsers of these people, who are signed in there, in the database at that address."""
    keys = {user_id: key_of(user_id) for user_id in user_ids}
    rows = [scene.device(key, user_id) for user_id, key in keys.items()]
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(insert(Device.__table__), rows)  # type: ignore[arg-type]  # a table, known at run time only
    engine.dispose()
    return list(keys.values())


def key_of(user_id: int) -> str:
    """The key of the browser that `sign_in` makes for somebody."""
    return f"browser-of-{user_id}"


def in_turn(server: Server, path: str, keys: Sequence[str]) -> Ratio:
    """A page for all these readers, each once, against the same page for the first of them, in turns."""
    first = Side(server.port, written("GET", path, key=keys[0]), OK)

    def seconds(key: str) -> float:
        answer = first.connection.ask(written("GET", path, key=key))
        if answer.status != OK:
            raise UnexpectedAnswer(f"{path}: {answer.status} for {key}.")
        return answer.seconds

    for _ in range(WARM_UP):
        first.seconds()
    ratios = []
    for start in range(0, len(keys), IN_A_ROUND):
        pairs = [(seconds(key), first.seconds()) for key in keys[start : start + IN_A_ROUND]]
        ratios.append(median(one for one, _ in pairs) / median(other for _, other in pairs))
    return spread(ratios)


def beside_editors(page: Side, keys: Sequence[str], *, rounds: int) -> Ratio:
    """A page while so many write in one note, as their browsers ask again and again, against the page at rest."""

    def beside() -> float:
        with _writing(page.port, keys):
            return median(page.seconds() for _ in range(PAGES_IN_A_ROUND))

    return alternate(beside, lambda: median(page.seconds() for _ in range(PAGES_IN_A_ROUND)), rounds=rounds)


@contextmanager
def _writing(port: int, keys: Sequence[str]) -> Iterator[None]:
    command = [sys.executable, "-m", "benchmarks.people.open_editors", str(port), *keys]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE) as process:  # noqa: S603 -- our own
        try:
            if process.stdout is None or not process.stdout.readline():
                raise UnexpectedAnswer("The editors did not open.")
            yield
            if process.poll() is not None:
                raise UnexpectedAnswer("The editors closed by themselves.")
        finally:
            process.terminate()
