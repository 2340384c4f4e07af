"""One page of what a search found, with the number of finds of each kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select

from studyhub.circles import finding
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.notes.models import Note, Release
from studyhub.notes.text.findable import plain
from studyhub.people.models import User
from studyhub.people.readers import read_by
from studyhub.search import queries
from studyhub.search.excerpts import Piece, around, marked
from studyhub.search.queries import Wanted
from studyhub.teams import queries as team_queries
from studyhub.teams.models import Team

PAGE_SIZE = 20


class Kind(StrEnum):
    """What is looked for, in the order of the tabs."""

    NOTES = "notes"
    CIRCLES = "circles"
    PEOPLE = "people"


THINGS: dict[Kind, type[Note | Circle | User]] = {Kind.NOTES: Note, Kind.CIRCLES: Circle, Kind.PEOPLE: User}


@dataclass(frozen=True)
class NoteHit:
    """A note and when it became new to the reader."""

    note: Note
    circle_title: str
    meeting_number: int | None
    at: datetime
    title: Sequence[Piece]
    excerpt: Sequence[Piece]


@dataclass(frozen=True)
class CircleHit:
    """A circle; the excerpt is of its books, chapters and description."""

    circle: Circle
    title: Sequence[Piece]
    excerpt: Sequence[Piece]


@dataclass(frozen=True)
class PersonHit:
    """A person with everything they are found by."""

    person: User
    name: Sequence[Piece]
    kana: Sequence[Piece]
    handle: Sequence[Piece]
    teams: Sequence[tuple[Team, Sequence[Piece]]]


Hit = NoteHit | CircleHit | PersonHit


@dataclass(frozen=True)
class Found:
    """`counts` has the kinds this reader may look for; `hits` are those of one kind."""

    counts: dict[Kind, int]
    kind: Kind
    hits: Sequence[Hit]
    has_next: bool


def find(user: User | None, wanted: Wanted, *, kind: Kind | None, page: int, teams: Sequence[Team]) -> Found:
    """A page of what the reader may see; without a kind, of the first that has any. `teams` are all there are."""
    rows = _rows(user, wanted, teams)
    counts = {one: queries.count(select, THINGS[one], user) for one, select in rows.items()}
    shown = kind if kind in rows else next((one for one in rows if counts[one]), Kind.NOTES)
    offset = (page - 1) * PAGE_SIZE
    found = db.session.execute(rows[shown].offset(offset).limit(PAGE_SIZE), read_by(user)).all()
    hits = _hits(shown, found, wanted.words)
    return Found(counts, shown, hits, counts[shown] > offset + PAGE_SIZE)


def _rows(user: User | None, wanted: Wanted, teams: Sequence[Team]) -> dict[Kind, Select[*tuple[Any, ...]]]:
    rows: dict[Kind, Select[*tuple[Any, ...]]]
    rows = {Kind.NOTES: queries.notes(user, wanted), Kind.CIRCLES: queries.circles(user, wanted)}
    if user is not None and user.is_member:
        rows[Kind.PEOPLE] = queries.people(wanted, teams)
    return rows


def _hits(kind: Kind, found: Sequence[Row[*tuple[Any, ...]]], words: Sequence[str]) -> Sequence[Hit]:
    if kind is Kind.NOTES:
        return [_note_hit(note, release, words) for note, release in found]
    things = [row[0] for row in found]
    return _circle_hits(things, words) if kind is Kind.CIRCLES else _person_hits(things, words)


def _note_hit(note: Note, release: Release | None, words: Sequence[str]) -> NoteHit:
    if release is not None:
        at = release.first_approved_at or release.requested_at
        title, text = marked(release.title, words), around(plain(release.public_html), words)
        return NoteHit(note, release.circle_title, release.meeting_number, at, title, text)
    at, html = note.first_shared_at or note.created_at, note.head.html if note.head else ""
    number = note.meeting.number if note.meeting else None
    return NoteHit(note, note.circle.title, number, at, marked(note.title, words), around(plain(html), words))


def _circle_hits(circles: Sequence[Circle], words: Sequence[str]) -> list[CircleHit]:
    abouts = finding.abouts([circle.id for circle in circles])
    return [
        CircleHit(circle, marked(circle.title, words), around(_about(circle, abouts.get(circle.id, [])), words))
        for circle in circles
    ]


def _about(circle: Circle, titles: list[str]) -> str:
    description = " ".join(circle.description.split())
    return " ・ ".join([*titles, description] if description else titles)


def _person_hits(people: Sequence[User], words: Sequence[str]) -> list[PersonHit]:
    teams = team_queries.memberships_of_all([person.id for person in people])
    return [
        PersonHit(
            person,
            marked(person.name, words),
            marked(person.kana, words),
            marked(person.chat_handle, words),
            [(row.team, marked(row.team.name, words)) for row in teams.get(person.id, [])],
        )
        for person in people
    ]
