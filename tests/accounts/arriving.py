"""Requests as they arrive over the network, before the application has seen them."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser

from studyhub.server.sorting import Received
from studyhub.web.guards import known_browsers
from studyhub.web.guards.known_browsers import KnownBrowser

ADDRESS = "203.0.113.9"
AKI = {"email": "aki@example.com", "password": "x"}


@dataclass
class Channel:
    """What is read of a connection of waitress: its address, and its requests as waitress parsed them."""

    requests: list[HTTPRequestParser] = field(default_factory=list)
    addr: tuple[str, int] = (ADDRESS, 1)


def received(
    method: str, path: str, form: dict[str, str] | None = None, *, in_parts: bool = False, **headers: str
) -> Received:
    """A request as it comes over the network."""
    body = _parts(form or {}) if in_parts else urlencode(form or {})
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    parser, sent = HTTPRequestParser(Adjustments()), "\r\n".join([*lines, "", body]).encode("latin-1")
    while not parser.completed:
        sent = sent[parser.received(sent) :]
    return Received(Channel([parser]))


def _parts(form: dict[str, str]) -> str:
    """As browsers send a form whose encoding is multipart/form-data."""
    line = "------WebKitFormBoundaryXyZ"
    said = (f'{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in form.items())
    return f"{''.join(said)}{line}--\r\n"


def cookie_of(app: Flask, browser: KnownBrowser) -> str:
    """A browser's Cookie header."""
    content = {"browser": browser.name, "accounts": browser.accounts}
    return f"{known_browsers.cookie_name(app)}={known_browsers._serializer(app).dumps(content)!s}"
