"""Which views hash passwords: the server lets their requests wait in a line of their own, without a thread."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

hashing_views: set[Callable[..., Any]] = set()
# A form whose other fields may be any form's begins with this one where a password is among them. What is carried on
# leaves out whatever begins with "password".
MARK = "password_follows"
# Views that may ask for the password again.
asking_views: set[Callable[..., Any]] = set()
_FIRST_PART = re.compile(rb'--[^\r\n]{1,70}\r\nContent-Disposition: form-data; name="' + MARK.encode() + rb'"\r\n')
_is_sent_away: ContextVar[bool] = ContextVar("is_sent_away", default=False)


def hashes_passwords(view: View) -> View:
    """Mark a view that hashes; directly below its route, above all other decorators."""
    hashing_views.add(view)
    return view


def may_ask(view: Callable[..., Any]) -> bool:
    """Whether a view, or what its decorators stand around, may ask for the password again."""
    around: Any = view
    while around is not None and around not in asking_views:
        around = getattr(around, "__wrapped__", None)
    return around is not None


def is_marked(beginning: bytes) -> bool:
    """Whether a form that begins like this says that a password is in it, whichever way it is sent."""
    return beginning.startswith(MARK.encode() + b"=") or _FIRST_PART.match(beginning) is not None


@contextmanager
def sending_away() -> Iterator[None]:
    """Requests answered in here found the line full."""
    token = _is_sent_away.set(True)
    try:
        yield
    finally:
        _is_sent_away.reset(token)


def is_sent_away() -> bool:
    """Whether the present request found the line full: it must be answered without hashing."""
    return _is_sent_away.get()
