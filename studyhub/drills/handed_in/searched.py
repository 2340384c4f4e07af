"""Scenarios, as members search them: by title and service; by symptom those whose answers they have seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import contains_eager

from studyhub.drills.models import Scenario, ScenarioSecret
from studyhub.drills.queries import has_seen
from studyhub.people.models import User
from studyhub.people.readers import is_member
from studyhub.services.models import Service
from studyhub.text.excerpts import Piece, marked
from studyhub.text.searching import holds, titles_first
from studyhub.text.wanted import Wanted


@dataclass(frozen=True)
class ScenarioHit:
    """A scenario with its title and the name of its service in pieces; no word of its symptom."""

    scenario: Scenario
    title: Sequence[Piece]
    service: Sequence[Piece]


def rows(user: User | None, wanted: Wanted) -> Select[Scenario] | None:
    """Those there are now, found in their title first. They are of no circle."""
    if not is_member(user) or wanted.circle_id is not None:
        return None
    found = select(Scenario).join(Scenario.service).options(contains_eager(Scenario.service))
    found = found.where(Scenario.retired_at.is_(None), *(_stands(word) for word in wanted.words))
    if wanted.team_id is not None:
        found = found.where(Service.team_id == wanted.team_id)
    if wanted.since is not None:
        found = found.where(Scenario.created_at >= wanted.since)
    return found.order_by(titles_first(Scenario.search_text, wanted.words), Service.key, Scenario.id)


def _stands(word: str) -> ColumnElement[bool]:
    is_of_scenario = ScenarioSecret.scenario_id == Scenario.id
    in_symptom = exists().where(is_of_scenario, has_seen(), *holds(ScenarioSecret.search_text, [word]))
    return or_(*holds(Scenario.search_text, [word]), *holds(Service.search_text, [word]), in_symptom)


def hits(found: Sequence[Any], words: Sequence[str]) -> list[ScenarioHit]:
    """The scenarios of some rows, the words marked."""
    return [ScenarioHit(row[0], marked(row[0].title, words), marked(row[0].service.name, words)) for row in found]
