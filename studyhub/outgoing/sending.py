"""Asking another server over HTTP: bounded in time and size, never led elsewhere, never into one's own network.

Only hosts that an administrator lists are reached at private addresses. Nothing here may be called inside a transaction
that holds a lock: an answer may take eight seconds.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from studyhub.outgoing.answers import Answer
from studyhub.outgoing.hosts import InternalHost


def get(address: str, *, internal: Iterable[InternalHost], query: Mapping[str, str] | None = None) -> Answer:
    """Fetch an address. Raises NoAnswer."""
    return _asked("GET", address, internal, params=dict(query or {}))


def post_json(address: str, content: object, *, internal: Iterable[InternalHost]) -> Answer:
    """Send content as JSON. Raises NoAnswer; TOO_LARGE and SLOW leave open whether it was taken."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return _asked("POST", address, internal, data=body, headers={"Content-Type": "application/json; charset=utf-8"})


def ask(
    method: str, address: str, *, internal: Iterable[InternalHost], headers: Mapping[str, str], body: bytes = b""
) -> Answer:
    """Ask in any manner, with headers of one's own. Raises NoAnswer; TOO_LARGE and SLOW leave open what was done."""
    return _asked(method, address, internal, data=body or None, headers=dict(headers))


def _asked(method: str, address: str, internal: Iterable[InternalHost], **content: Any) -> Answer:
    from studyhub.outgoing import requesting  # noqa: PLC0415 -- a process that asks nobody does not load requests

    return requesting.ask(method, address, internal, **content)
