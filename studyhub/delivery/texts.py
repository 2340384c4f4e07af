"""What a kind of message says and is called. Features write the words and hand them in by kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, cast

from studyhub.people.models import User
from studyhub.text.translated import Text
from studyhub.words.saying import gettext as _

Payload = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """Words for one reader: a subject, paragraphs, and the page to go to (an address of ours with its label).

    `about` is what the subject of a mail says besides: which session and day, where many mails look alike.
    """

    subject: str
    lines: list[str] = field(default_factory=list)
    url_path: str | None = None
    label: str | None = None
    about: str = ""


# Called with the payload and the reader's language, while Flask-Babel speaks that language and
# the functions of `studyhub.words.dates` show times in the reader's zone.
Renderer = Callable[[Payload, str], Message]


@dataclass(frozen=True)
class Link:
    """Something to press in a mail. The address is ours where it begins with a slash, else a whole one."""

    label: str
    address: str
    is_main: bool = False


@dataclass(frozen=True)
class Line:
    """One line of a part of a mail, with what it is marked by and what stands smaller below it."""

    words: str
    mark: str = ""
    small: str = ""


@dataclass(frozen=True)
class Part:
    """A part of a mail with a heading; `are_words` where its lines are what people wrote."""

    heading: str
    lines: list[Line]
    link: Link | None = None
    are_words: bool = False


@dataclass(frozen=True)
class File:
    """What is attached to a mail; `kind` is the subtype of text."""

    name: str
    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail in the order in which it is read, with or without its looks.

    `before` is what mail programs show beside the subject; `own` concerns this reader alone; `why` says why it came.
    """

    subject: str
    title: str
    brand: str = ""
    before: str = ""
    when: str = ""
    lead: str = ""
    own: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    deeds: list[Link] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    closing: str = ""
    why: str = ""
    stops: list[Link] = field(default_factory=list)
    file: File | None = None


def letter_of(message: Message) -> Letter:
    """A mail that says what the notice says."""
    deeds = [Link(message.label or "", message.url_path, is_main=True)] if message.url_path else []
    return Letter(
        subject=mail_subject(message.subject, message.about), title=message.subject, lines=message.lines, deeds=deeds
    )


def mail_subject(subject: str, about: str) -> str:
    """The subject with what it is about, if that is said."""
    return _("%(subject)s (%(about)s)", subject=subject, about=about) if about else subject


@dataclass(frozen=True)
class Desk:
    """What whoever writes a mail has at hand: its reader, our public address, the secret key, and the time."""

    reader: User
    public_url: str
    secret_key: str
    now: datetime


# As a Renderer, of a mail that says more than its notice; may ask the database, which is only read.
Writer = Callable[[Payload, Desk], Letter]


@dataclass(frozen=True)
class Kind:
    """A kind of message: its words, and how the page of preferences names it and the group it stands in.

    One that `is_asked_for` is off until somebody turns it on. `holds` is asked when a mail is about to leave, perhaps
    long after it was decided on: with the payload, its reader and the time, whether it is still true and of use;
    `write` writes the mail where it says more than the notice.
    """

    render: Renderer
    label: Text = ""
    group: Text = ""
    can_be_turned_off: bool = True
    is_asked_for: bool = False
    holds: Callable[[Payload, User, datetime], bool] | None = None
    write: Writer | None = None


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
