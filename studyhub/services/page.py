"""What the page of one service shows: whom to ask, what to know, and who can be left alone with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from studyhub.db import db
from studyhub.people.models import User
from studyhub.services import rules
from studyhub.services.models import Service
from studyhub.teams import queries as teams
from studyhub.teams.models import Membership


@dataclass(frozen=True)
class ServicePage:
    """One service, the leads of its team, and whether the reader may change it."""

    service: Service
    leads: Sequence[User]
    can_change: bool


def service_page(service: Service, reader: User) -> ServicePage:
    """The page as this person reads it."""
    leads = leads_of(service)
    can_change = rules.can_change(reader, leads=any(lead.id == reader.id for lead in leads))
    return ServicePage(service, leads, can_change)


def leads_of(service: Service) -> list[User]:
    """The leads of the team that runs a service."""
    rows = db.session.scalars(teams.members_of(service.team).where(Membership.is_lead))
    return [row.user for row in rows]


def led_team_ids(user: User) -> set[int]:
    """The ids of the teams a person leads."""
    return set(db.session.scalars(select(Membership.team_id).where(Membership.user_id == user.id, Membership.is_lead)))
