"""Services and their quirks, as members search them. They are of no circle."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import contains_eager

from studyhub.people.models import User
from studyhub.people.readers import is_member
from studyhub.services import queries
from studyhub.services.models import Quirk, QuirkRevision, Service
from studyhub.text.excerpts import Piece, around, marked
from studyhub.text.searching import holds, titles_first
from studyhub.text.wanted import Wanted


@dataclass(frozen=True)
class ServiceHit:
    """A service with its name and what it is in pieces."""

    service: Service
    name: Sequence[Piece]
    summary: Sequence[Piece]


@dataclass(frozen=True)
class QuirkHit:
    """A quirk of a service, its title in pieces, and the part of it where the words stand."""

    quirk: Quirk
    title: Sequence[Piece]
    excerpt: Sequence[Piece]


def services(user: User | None, wanted: Wanted) -> Select[Service] | None:
    """Services that are run, those with the words in their name first."""
    if not is_member(user) or wanted.circle_id is not None:
        return None
    rows = queries.services().where(*holds(Service.search_text, wanted.words)).order_by(None)
    if wanted.team_id is not None:
        rows = rows.where(Service.team_id == wanted.team_id)
    if wanted.since is not None:
        rows = rows.where(Service.created_at >= wanted.since)
    return rows.order_by(titles_first(Service.search_text, wanted.words), Service.key)


def quirks(user: User | None, wanted: Wanted) -> Select[Quirk] | None:
    """Quirks that stand on the page of a service that is run, in their present words."""
    if not is_member(user) or wanted.circle_id is not None:
        return None
    is_head = and_(QuirkRevision.quirk_id == Quirk.id, QuirkRevision.number == Quirk.head_number)
    rows = select(Quirk).join(Quirk.service).join(QuirkRevision, is_head)
    rows = rows.options(contains_eager(Quirk.service), contains_eager(Quirk.head))
    rows = rows.where(Quirk.retired_at.is_(None), Service.retired_at.is_(None))
    rows = rows.where(*holds(QuirkRevision.search_text, wanted.words))
    if wanted.team_id is not None:
        rows = rows.where(Service.team_id == wanted.team_id)
    if wanted.since is not None:
        rows = rows.where(QuirkRevision.created_at >= wanted.since)
    return rows.order_by(titles_first(QuirkRevision.search_text, wanted.words), Service.key, Quirk.position)


def service_hits(found: Sequence[Any], words: Sequence[str]) -> list[ServiceHit]:
    """The services of some rows, the words marked."""
    return [ServiceHit(row[0], marked(row[0].name, words), marked(row[0].summary, words)) for row in found]


def quirk_hits(found: Sequence[Any], words: Sequence[str]) -> list[QuirkHit]:
    """The quirks of some rows, the words marked."""
    return [QuirkHit(row[0], marked(row[0].head.title, words), around(row[0].head.body, words)) for row in found]
