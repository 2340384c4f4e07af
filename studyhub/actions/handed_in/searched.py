"""Decisions and actions, as members search them: by their words. Those that were dropped are left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case
from sqlalchemy.orm import joinedload

from studyhub.actions import queries
from studyhub.actions.models import Action, Decision
from studyhub.people.models import User
from studyhub.people.readers import is_member
from studyhub.teams.queries import is_of_team
from studyhub.text.excerpts import Piece, marked
from studyhub.text.searching import holds
from studyhub.text.wanted import Wanted


@dataclass(frozen=True)
class SettledHit:
    """A decision or an action with its words in pieces."""

    row: Any
    text: Sequence[Piece]


def decisions(user: User | None, wanted: Wanted) -> Select[Decision] | None:
    """Decisions that stand, newest first; of a team those that somebody of it wrote down."""
    if not is_member(user):
        return None
    found = _confined(queries.shown_decisions(is_member=True), Decision, wanted, Decision.created_by_id)
    return found.where(Decision.stands).order_by(Decision.id.desc())


def actions(user: User | None, wanted: Wanted) -> Select[Action] | None:
    """Actions, open ones first, then newer ones; of a team those of its people."""
    if not is_member(user):
        return None
    found = _confined(queries.shown_actions(is_member=True), Action, wanted, Action.owner_id)
    is_done = case((Action.is_open, 0), else_=1)
    return found.where(Action.dropped_at.is_(None)).order_by(is_done, Action.id.desc())


def _confined(rows: Select[Any], kind: Any, wanted: Wanted, person: Any) -> Select[Any]:
    found = rows.where(*holds(kind.search_text, wanted.words)).options(joinedload(kind.circle))
    if wanted.circle_id is not None:
        found = found.where(kind.circle_id == wanted.circle_id)
    if wanted.team_id is not None:
        found = found.where(is_of_team(person, wanted.team_id))
    if wanted.since is not None:
        found = found.where(kind.created_at >= wanted.since)
    return found


def hits(found: Sequence[Any], words: Sequence[str]) -> list[SettledHit]:
    """Those of some rows, the words marked."""
    return [SettledHit(row[0], marked(row[0].text, words)) for row in found]
