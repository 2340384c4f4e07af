"""Services that know books: which are asked, in which order, and where they are."""

from dataclasses import dataclass

from studyhub.outgoing.hosts import NotAllowed, split

USUAL = {
    "openbd": "https://api.openbd.jp/v1/get",
    "google": "https://www.googleapis.com/books/v1/volumes",
}


class BadService(Exception):
    """A sentence: which entry names no service, and how one is written."""


@dataclass(frozen=True)
class BookService:
    """A service by the name of its manner of answering, and its address."""

    name: str
    address: str


def read(text: str) -> tuple[BookService, ...]:
    """The services of a list such as `openbd, google`, or `openbd=https://books.example.com/get`. Raises BadService."""
    return tuple(_service(entry) for entry in text.replace(",", " ").split())


def _service(entry: str) -> BookService:
    name, _, address = entry.partition("=")
    try:
        if name in USUAL:
            return BookService(name, split(address or USUAL[name]).geturl())
    except NotAllowed:
        pass
    raise BadService(f"{entry!r} is no service: write openbd or google, or one with an address: openbd=https://…")
