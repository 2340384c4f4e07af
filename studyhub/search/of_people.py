"""Members, as members search them: by name, reading, name in chat and team. Time is no matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from studyhub.circles.models import Participation
from studyhub.people import queries as people_queries
from studyhub.people.models import User
from studyhub.people.readers import is_member
from studyhub.teams import queries as team_queries
from studyhub.teams.models import Membership, Team
from studyhub.teams.queries import is_of_team
from studyhub.text.excerpts import Piece, marked
from studyhub.text.searching import holds, searchable
from studyhub.text.wanted import Wanted


@dataclass(frozen=True)
class PersonHit:
    """A person with everything they are found by."""

    person: User
    name: Sequence[Piece]
    kana: Sequence[Piece]
    handle: Sequence[Piece]
    teams: Sequence[tuple[Team, Sequence[Piece]]]


def rows(user: User | None, wanted: Wanted) -> Select[User] | None:
    """The members a member finds, in the order of their reading."""
    if not is_member(user):
        return None
    found = people_queries.members().where(*(_is_named(word, wanted.team_names) for word in wanted.words))
    if wanted.team_id is not None:
        found = found.where(is_of_team(User.id, wanted.team_id))
    if wanted.circle_id is not None:
        takes_part = (Participation.circle_id == wanted.circle_id, Participation.is_present)
        found = found.where(exists().where(Participation.user_id == User.id, *takes_part))
    return found


def _is_named(word: str, team_names: Mapping[int, str]) -> ColumnElement[bool]:
    team_ids = [team_id for team_id, name in team_names.items() if word in searchable(name)]
    is_named = holds(User.search_text, [word])
    if not team_ids:
        return and_(*is_named)
    # A list, once: asked of each person, it takes longer than looking at all names.
    return or_(*is_named, User.id.in_(select(Membership.user_id).where(Membership.team_id.in_(team_ids))))


def hits(found: Sequence[Any], words: Sequence[str]) -> list[PersonHit]:
    """The people of some rows, the words marked."""
    people = [row[0] for row in found]
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
