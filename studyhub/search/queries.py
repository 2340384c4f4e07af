"""What of circles, notes and people holds the words; permission is part of the fetch, so of every count too."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from studyhub.circles import queries as circle_queries
from studyhub.circles.models import Circle, CircleState, Participation
from studyhub.db import db
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.notes import queries as note_queries
from studyhub.notes.listing import INSIDE_AT
from studyhub.notes.models import Note, Release, ReleaseState, Revision
from studyhub.people import queries as people_queries
from studyhub.people.models import User
from studyhub.people.readers import read_by
from studyhub.teams.models import Membership, Team
from studyhub.text.searching import holds, searchable, titles_first

CIRCLES_OFFERED = 500


@dataclass(frozen=True)
class Wanted:
    """What is looked for, as `searching.words_of` hands it out, and what confines it; None confines nothing."""

    words: Sequence[str]
    circle_id: int | None = None
    team_id: int | None = None
    since: datetime | None = None


class CircleChoice(NamedTuple):
    """A circle to confine a search to."""

    id: int
    slug: str
    title: str


def circle_choices(user: User | None) -> list[CircleChoice]:
    """The circles a reader may confine a search to, by name; the newest ones of very many."""
    columns = circle_queries.visible_to(user).with_only_columns(Circle.id, Circle.slug, Circle.title)
    rows = db.session.execute(columns.order_by(Circle.id.desc()).limit(CIRCLES_OFFERED), read_by(user))
    return sorted((CircleChoice(*row) for row in rows), key=lambda one: (searchable(one.title), one.id))


def circles(user: User | None, wanted: Wanted) -> Select[Circle]:
    """Circles the reader may open: found in their title first, then running ones, then newer ones.

    Confined in time: those that met since then or are going to.
    """
    rows = circle_queries.visible_to(user).where(*holds(Circle.search_text, wanted.words))
    if wanted.circle_id is not None:
        rows = rows.where(Circle.id == wanted.circle_id)
    if wanted.team_id is not None:
        takes_part = (Participation.circle_id == Circle.id, Participation.left_at.is_(None))
        rows = rows.where(_by_team(Participation.user_id, wanted.team_id, *takes_part))
    if wanted.since is not None:
        met = (Meeting.state != MeetingState.CANCELLED, Meeting.ends_at >= wanted.since)
        rows = rows.where(exists().where(Meeting.circle_id == Circle.id, *met))
    is_running = case((Circle.state == CircleState.RUNNING, 0), else_=1)
    first = titles_first(Circle.search_text, wanted.words)
    return rows.order_by(first, is_running, Circle.created_at.desc(), Circle.id.desc())


def _by_team(person: Any, team_id: int, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """That a row exists whose person is in the team."""
    return exists().where(Membership.user_id == person, Membership.team_id == team_id, *conditions)


def notes(user: User | None, wanted: Wanted) -> Select[Note, Release]:
    """Notes with the newest text the reader may have: found in its title first, then newer ones.

    That is the present one of notes they may open inside, whose release is then None, and else what was approved.
    Who wrote a note is known inside only, so a team finds no others.
    """
    # A list, once: the words of every note are looked at, and each asks three times whether it is open.
    is_inside = Note.id.in_(select(Note.id).where(note_queries.is_visible_to(user)))
    outside = and_(Release.note_id == Note.id, Release.state == ReleaseState.APPROVED, ~is_inside)
    rows = select(Note, Release).join(Note.head).outerjoin(Release, outside)
    text = case((is_inside, Revision.search_text), else_=Release.search_text)
    at = case((is_inside, INSIDE_AT), else_=Release.first_approved_at)
    rows = rows.where(*holds(text, wanted.words))
    if wanted.circle_id is not None:
        rows = rows.where(Note.circle_id == wanted.circle_id)
    if wanted.team_id is not None:
        written = select(Revision.note_id).join(Membership, Membership.user_id == Revision.author_id)
        rows = rows.where(is_inside, Note.id.in_(written.where(Membership.team_id == wanted.team_id)))
    if wanted.since is not None:
        rows = rows.where(at >= wanted.since)
    shown = (joinedload(Note.circle), joinedload(Note.meeting), contains_eager(Note.head).load_only(Revision.html))
    return rows.options(*shown).order_by(titles_first(text, wanted.words), at.desc(), Note.id.desc())


def people(wanted: Wanted, teams: Collection[Team]) -> Select[User]:
    """Members by name, reading, handle or team, in the order of their reading. For members only; time is no matter."""
    rows = people_queries.members().where(*(_is_named(word, teams) for word in wanted.words))
    if wanted.team_id is not None:
        rows = rows.where(_by_team(User.id, wanted.team_id))
    if wanted.circle_id is not None:
        takes_part = (Participation.circle_id == wanted.circle_id, Participation.left_at.is_(None))
        rows = rows.where(exists().where(Participation.user_id == User.id, *takes_part))
    return rows


def _is_named(word: str, teams: Collection[Team]) -> ColumnElement[bool]:
    team_ids = [team.id for team in teams if word in searchable(team.name)]
    is_in_team = exists().where(Membership.user_id == User.id, Membership.team_id.in_(team_ids))
    return or_(*holds(User.search_text, [word]), is_in_team)


def count(rows: Select[Any], thing: type[Note | Circle | User], reader: User | None) -> int:
    """How many things of a kind there are in all, for this reader."""
    ids = rows.with_only_columns(thing.id).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(ids), read_by(reader)) or 0
