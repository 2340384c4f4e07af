"""Asking services for a book, one after the other. It takes seconds: nothing here is called inside a transaction."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from studyhub.circles.lookup.books import READERS, FoundBook, NotUnderstood
from studyhub.outgoing import sending
from studyhub.outgoing.answers import NoAnswer, Trouble
from studyhub.outgoing.hosts import InternalHost
from studyhub.outgoing.services import BookService
from studyhub.outgoing.turns import Busy, Turns

QUERIES = {"openbd": "{isbn}", "google": "isbn:{isbn}"}
FIELDS = {"openbd": "isbn", "google": "q"}
AT_ONCE = 2
_turns = Turns(AT_ONCE)


class Failure(StrEnum):
    """Why nothing was found."""

    UNKNOWN = "unknown"
    AWAY = "away"
    SLOW = "slow"
    NONSENSE = "nonsense"


class NotFound(Exception):
    """No service told of the book; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


def look_up(isbn: str, services: Sequence[BookService], *, internal: Iterable[InternalHost]) -> FoundBook:
    """The book as the first service that knows it tells of it. Raises NotFound, SLOW too while others are waiting."""
    try:
        with _turns.turn():
            return _first(isbn, services, internal)
    except Busy as error:
        raise NotFound(Failure.SLOW) from error


def _first(isbn: str, services: Sequence[BookService], internal: Iterable[InternalHost]) -> FoundBook:
    failures = []
    for service in services:
        try:
            return _ask(isbn, service, internal)
        except NotFound as error:
            failures.append(error.failure)
    # Whoever was not reached may know it.
    raise NotFound(next((one for one in failures if one is not Failure.UNKNOWN), Failure.UNKNOWN))


def _ask(isbn: str, service: BookService, internal: Iterable[InternalHost]) -> FoundBook:
    query = {FIELDS[service.name]: QUERIES[service.name].format(isbn=isbn)}
    try:
        answer = sending.get(service.address, query=query, internal=internal)
    except NoAnswer as error:
        is_slow = error.trouble is Trouble.SLOW
        raise NotFound(Failure.SLOW if is_slow else Failure.AWAY) from None
    if not answer.is_fine:
        raise NotFound(Failure.AWAY)
    try:
        found = READERS[service.name](answer.body)
    except NotUnderstood as error:
        raise NotFound(Failure.NONSENSE) from error
    if found is None:
        raise NotFound(Failure.UNKNOWN)
    return found
