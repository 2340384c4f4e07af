"""Which addresses may be asked over HTTP: those of the internet by https, those of one's own network by a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

PORTS = {"https": 443, "http": 80}
# Behind other ports of the internet stand other things than what is asked here.
INTERNET_PORTS = frozenset({443, 8443})


class BadInternalHost(Exception):
    """A sentence: which entry of the list is no host, and how one is written."""


class NotAllowed(Exception):
    """An address that is none, carries a password, or is not listed and no https of a usual port."""


@dataclass(frozen=True)
class InternalHost:
    """A server of one's own network: by https, or without TLS where the list says http://."""

    scheme: str
    name: str
    port: int


def read(text: str) -> tuple[InternalHost, ...]:
    """The hosts of a list such as `chat.example.com, http://127.0.0.1:8065`. Raises BadInternalHost."""
    return tuple(_host(entry) for entry in text.replace(",", " ").split())


def _host(entry: str) -> InternalHost:
    address = entry if "://" in entry else f"https://{entry}"
    try:
        parts = split(address)
        if parts.path in ("", "/") and not parts.query and not parts.fragment:
            return _reached(parts)
    except NotAllowed:
        pass
    raise BadInternalHost(
        f"{entry!r} is no host: write its name, such as chat.example.com or chat.example.com:8443, "
        "or http://chat.example.com where it has no TLS."
    )


def split(address: str) -> SplitResult:
    """The parts of an address of http or https that names a host and no password. Raises NotAllowed."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise NotAllowed from error
    is_plain = address.isascii() and address.isprintable() and " " not in address and "\\" not in address
    if not is_plain or parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc or port == 0:
        raise NotAllowed
    return parts


def is_internal(address: str, internal: Iterable[InternalHost]) -> bool:
    """Whether the address is of a listed host; if not, it is for the internet. Raises NotAllowed."""
    reached = _reached(split(address))
    if reached in set(internal):
        return True
    if reached.scheme != "https" or reached.port not in INTERNET_PORTS:
        raise NotAllowed
    return False


def _reached(parts: SplitResult) -> InternalHost:
    return InternalHost(parts.scheme, parts.hostname or "", parts.port or PORTS[parts.scheme])
