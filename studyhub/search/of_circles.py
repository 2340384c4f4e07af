"""Circles, as they are searched: by title, books, authors and chapters, wherever they met and whoever takes part."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, exists

from studyhub.circles import finding
from studyhub.circles import queries as circle_queries
from studyhub.circles.models import Circle, CircleState, Participation
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import User
from studyhub.teams.queries import is_of_team
from studyhub.text.excerpts import Piece, around, marked
from studyhub.text.searching import holds, titles_first
from studyhub.text.wanted import Wanted


@dataclass(frozen=True)
class CircleHit:
    """A circle; the excerpt is of its books, chapters and description."""

    circle: Circle
    title: Sequence[Piece]
    excerpt: Sequence[Piece]


def rows(user: User | None, wanted: Wanted) -> Select[Circle]:
    """Circles the reader may open: found in their title first, then running ones, then newer ones.

    Confined in time: those that met since then or are going to.
    """
    found = circle_queries.visible_to(user).where(*holds(Circle.search_text, wanted.words))
    if wanted.circle_id is not None:
        found = found.where(Circle.id == wanted.circle_id)
    if wanted.team_id is not None:
        takes_part = (Participation.circle_id == Circle.id, Participation.is_present)
        found = found.where(is_of_team(Participation.user_id, wanted.team_id, *takes_part))
    if wanted.since is not None:
        met = (Meeting.state != MeetingState.CANCELLED, Meeting.ends_at >= wanted.since)
        found = found.where(exists().where(Meeting.circle_id == Circle.id, *met))
    is_running = case((Circle.state == CircleState.RUNNING, 0), else_=1)
    first = titles_first(Circle.search_text, wanted.words)
    return found.order_by(first, is_running, Circle.created_at.desc(), Circle.id.desc())


def hits(found: Sequence[Any], words: Sequence[str]) -> list[CircleHit]:
    """The circles of some rows, the words marked."""
    circles = [row[0] for row in found]
    abouts = finding.abouts([circle.id for circle in circles])
    return [
        CircleHit(circle, marked(circle.title, words), around(_about(circle, abouts.get(circle.id, [])), words))
        for circle in circles
    ]


def _about(circle: Circle, titles: list[str]) -> str:
    description = " ".join(circle.description.split())
    return " ・ ".join([*titles, description] if description else titles)
