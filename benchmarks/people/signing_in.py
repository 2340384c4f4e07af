"""Many people who press "Sign in" at the same moment, each once, and how long until the last is in."""

import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from urllib.parse import urlencode

from sqlalchemy import create_engine, insert

from benchmarks.asking import csrf_token, visitors_cookie
from benchmarks.measuring import TIMEOUT_SECONDS, Connection
from benchmarks.sizes import NOW
from studyhub.accounts import passwords
from studyhub.config import HASHERS
from studyhub.people.models import User

PASSWORD = "the password of the benchmark"  # noqa: S105 -- of nobody
SIGNED_IN = 303
ADDRESS = "127.0.0.3"
HASHES = 9


@dataclass(frozen=True)
class Person:
    """Somebody with an account; `known_by` is the cookie of their browser once they signed in there."""

    email: str
    known_by: str = ""


@dataclass(frozen=True)
class Presses:
    """How many of how many were in at once, and after how many seconds the last one was answered."""

    people: int
    signed_in: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.signed_in} of {self.people}, {self.seconds:.1f} s"


def make_people(address: str, count: int, *, prefix: str = "in-line") -> list[Person]:
    """So many accounts with one password, in the database at that address; `prefix` begins their addresses."""
    kept = passwords.hashed(PASSWORD)
    emails = [f"{prefix}-{number}@example.com" for number in range(count)]
    created = NOW - timedelta(days=1)
    rows = [
        {"email": email, "name": email, "password_hash": kept, "created_at": created, "confirmed_at": created}
        for email in emails
    ]
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(insert(User.__table__), rows)  # type: ignore[arg-type]  # a table, which it says only at run time
    engine.dispose()
    return [Person(email) for email in emails]


def pressed(email: str, password: str, *, cookie: str = "") -> bytes:
    """The request of a visitor who presses "Sign in"."""
    body = urlencode({"csrf_token": csrf_token(), "next": "/", "email": email, "password": password}).encode()
    lines = [
        "POST /sign-in HTTP/1.1",
        "Host: localhost",
        f"Cookie: {visitors_cookie()}; {cookie}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def sign_in(port: int, person: Person) -> tuple[int, Person]:
    """Press once; the status, and the person as their browser knows them afterwards."""
    connection = Connection(port, ADDRESS)
    answer = connection.ask(pressed(person.email, PASSWORD, cookie=person.known_by))
    connection.close()
    kept = [line[12:].split(";")[0] for line in answer.head.decode("latin-1").split("\r\n") if _is_known_browser(line)]
    return answer.status, Person(person.email, *kept[:1])


def _is_known_browser(line: str) -> bool:
    return line.startswith("Set-Cookie: known-browser=")


def all_at_once(port: int, people: list[Person]) -> Presses:
    """Everybody presses once, at the same moment and from one network."""
    statuses: list[int] = []
    lined_up = threading.Barrier(len(people) + 1)

    def press(person: Person) -> None:
        lined_up.wait()
        statuses.append(sign_in(port, person)[0])

    threads = [threading.Thread(target=press, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    lined_up.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join(TIMEOUT_SECONDS)
    return Presses(len(people), statuses.count(SIGNED_IN), time.perf_counter() - began)


def hashing_seconds(count: int) -> float:
    """How long so many passwords take to be hashed, and nothing else, as many at once as the server does."""
    kept = passwords.hashed(PASSWORD)
    return count * median(_seconds_of_one(kept) for _ in range(HASHES)) / HASHERS


def _seconds_of_one(kept: str) -> float:
    began = time.perf_counter()
    passwords.matches(kept, PASSWORD)
    return time.perf_counter() - began
