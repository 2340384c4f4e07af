"""What the page of one service shows: whom to ask, what to know, and who can be left alone with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from studyhub.db import db
from studyhub.people.models import User
from studyhub.services import queries, quirks, rules
from studyhub.services.models import Quirk, Service
from studyhub.teams import queries as teams
from studyhub.teams.models import Membership


@dataclass(frozen=True)
class QuirkLine:
    """One quirk; `is_asked` when it is to be said again that it is true, `months` after it was said last."""

    quirk: Quirk
    is_asked: bool
    months: int


@dataclass(frozen=True)
class ServicePage:
    """One service with its quirks, the leads of its team, and whether the reader may change it."""

    service: Service
    quirks: Sequence[QuirkLine]
    leads: Sequence[User]
    can_change: bool


def service_page(service: Service, reader: User, *, now: datetime) -> ServicePage:
    """The page as this person reads it."""
    leads = leads_of(service)
    can_change = rules.can_change(reader, leads=any(lead.id == reader.id for lead in leads))
    lines = [
        QuirkLine(quirk, quirks.is_asked(quirk, now), months_since(quirk.confirmed_at, now))
        for quirk in queries.quirks_of(service)
    ]
    return ServicePage(service, lines, leads, can_change)


def months_since(moment: datetime, now: datetime) -> int:
    """How many whole months ago something was."""
    between = relativedelta(now, moment)
    return between.years * 12 + between.months


def leads_of(service: Service) -> list[User]:
    """The leads of the team that runs a service."""
    rows = db.session.scalars(teams.members_of(service.team).where(Membership.is_lead))
    return [row.user for row in rows]


def led_team_ids(user: User) -> set[int]:
    """The ids of the teams a person leads."""
    return set(db.session.scalars(select(Membership.team_id).where(Membership.user_id == user.id, Membership.is_lead)))
