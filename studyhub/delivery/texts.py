"""What a kind of message says and is called. Features write the words and hand them in by kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, cast

from studyhub.people.models import User
from studyhub.text.translated import Text

Payload = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """Words for one reader: a subject, paragraphs, and the page to go to (an address of ours with its label)."""

    subject: str
    lines: list[str] = field(default_factory=list)
    url_path: str | None = None
    label: str | None = None


# Called with the payload and the reader's language, while Flask-Babel speaks that language and
# the functions of `studyhub.words.dates` show times in the reader's zone.
Renderer = Callable[[Payload, str], Message]


@dataclass(frozen=True)
class Kind:
    """A kind of message: its words, and how the page of preferences names it and the group it stands in.

    One that `is_asked_for` is off until somebody turns it on. `holds` is asked when a mail is about to leave, perhaps
    long after it was decided on: with the payload, its reader and the time, whether it is still true and of use.
    """

    render: Renderer
    label: Text = ""
    group: Text = ""
    can_be_turned_off: bool = True
    is_asked_for: bool = False
    holds: Callable[[Payload, User, datetime], bool] | None = None


class App(Protocol):
    """The part of a Flask application that is used here."""

    extensions: dict[str, Any]


_EXTENSION = "studyhub_messages"


def register(app: App, kinds: Mapping[str, Kind]) -> None:
    """Let the application send these kinds. A kind that is there already is refused with ValueError."""
    known = app.extensions.setdefault(_EXTENSION, {})
    if twice := known.keys() & kinds.keys():
        raise ValueError(f"Kinds of messages registered twice: {sorted(twice)}")
    known.update(kinds)


def kinds_of(app: App) -> dict[str, Kind]:
    """All kinds the application knows, in the order they were registered."""
    return cast(dict[str, Kind], app.extensions.get(_EXTENSION, {}))
