"""The list of services: found by words, of one team or all, each with how many people it can be left with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from studyhub.db import db, kept
from studyhub.people.models import User
from studyhub.services import queries
from studyhub.services.models import Quirk, QuirkRevision, Readiness, Service
from studyhub.teams.models import Team
from studyhub.text.searching import holds, titles_first, words_of

PAGE_SIZE = 50


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: words, a team by its slug ("" is all), retired ones, and a page of them."""

    query: str = ""
    team: str = ""
    is_retired: bool = False
    number: int = 1


@dataclass(frozen=True)
class Page:
    """One page of services, how many are ready for each by its id, and the teams there is a choice of."""

    services: Sequence[Service]
    ready: Mapping[int, int]
    teams: Sequence[Team]
    has_next: bool


def page(asked: Asked, *, now: datetime) -> Page:
    """The services somebody looks for; those with the words in their name or summary stand first."""
    rows = matching(asked)
    # One more than is shown tells whether there is a next page.
    found = list(db.session.scalars(rows.offset((asked.number - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)))
    return Page(found[:PAGE_SIZE], ready_counts(now), running_teams(), len(found) > PAGE_SIZE)


def matching(asked: Asked) -> Select[Service]:
    """The services somebody looks for, whatever page of them is asked for."""
    rows = queries.all_services().where(
        Service.retired_at.is_not(None) if asked.is_retired else Service.retired_at.is_(None)
    )
    if words := words_of(asked.query):
        first = titles_first(Service.search_text, words)
        rows = rows.where(or_(and_(*holds(Service.search_text, words)), _has_quirk(words))).order_by(None)
        rows = rows.order_by(first, Service.key)
    if asked.team:
        rows = rows.join(Service.team).where(Team.slug == asked.team)
    return rows


def _has_quirk(words: Sequence[str]) -> ColumnElement[bool]:
    head = and_(QuirkRevision.quirk_id == Quirk.id, QuirkRevision.number == Quirk.head_number)
    is_of_it = and_(Quirk.service_id == Service.id, Quirk.retired_at.is_(None))
    return exists().where(is_of_it, head, *holds(QuirkRevision.search_text, words))


def ready_counts(now: datetime) -> dict[int, int]:
    """How many people are ready for each service, of all teams, by its id."""
    rows = db.session.execute(_ready_counts(), queries.ready_at(now))
    return {row[0]: row[1] for row in rows}


@kept
def _ready_counts() -> Select[int, int]:
    rows = select(Readiness.service_id, func.count()).join(User, User.id == Readiness.user_id)
    return rows.where(queries.is_ready(), queries.is_there()).group_by(Readiness.service_id)


def running_teams() -> list[Team]:
    """The teams that run any service, by name."""
    return list(db.session.scalars(_running_teams()))


@kept
def _running_teams() -> Select[Team]:
    runs = exists().where(Service.team_id == Team.id, Service.retired_at.is_(None))
    return select(Team).where(runs).order_by(func.lower(Team.name), Team.id)
