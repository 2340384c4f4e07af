"""What the page of one service shows: whom to ask, what to know, and who can be left alone with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from studyhub.db import db
from studyhub.people.models import User
from studyhub.services import queries, quirks, rules
from studyhub.services.bus_factor import BusFactor
from studyhub.services.models import Quirk, Readiness, Service
from studyhub.services.states import Standing
from studyhub.teams import queries as teams
from studyhub.teams.models import Membership


@dataclass(frozen=True)
class QuirkLine:
    """One quirk; `is_asked` when it is to be said again that it is true, `months` after it was said last."""

    quirk: Quirk
    is_asked: bool
    months: int


@dataclass(frozen=True)
class PersonLine:
    """How far somebody is, `months` after they practised last, and whether they are of the team that runs it."""

    readiness: Readiness
    standing: Standing
    months: int
    is_of_team: bool
    team_name: str


@dataclass(frozen=True)
class ServicePage:
    """One service with its quirks and people, those who sign off, and what the reader may do."""

    service: Service
    quirks: Sequence[QuirkLine]
    people: Sequence[PersonLine]
    leads: Sequence[User]
    signers: Sequence[User]
    mine: Readiness | None
    can_change: bool
    can_sign_off: bool

    def of(self, standing: str) -> list[PersonLine]:
        """Those who are as far as this."""
        return [line for line in self.people if line.standing == standing]

    @property
    def bus_factor(self) -> BusFactor:
        """How many people the service can be left with."""
        names = {one: [line.readiness.user.name for line in self.of(one)] for one in Standing}
        return BusFactor(names[Standing.READY], names[Standing.SHADOWING])


def service_page(service: Service, reader: User, *, now: datetime) -> ServicePage:
    """The page as this person reads it."""
    team = {row.user_id: row for row in db.session.scalars(teams.members_of(service.team))}
    leads = [row.user for row in team.values() if row.is_lead]
    people = _people(service, team, now)
    ready = [one.readiness.user for one in people if one.is_of_team and one.standing is Standing.READY]
    is_lead = any(lead.id == reader.id for lead in leads)
    return ServicePage(
        service,
        _quirks(service, now),
        people,
        leads,
        ready or leads,
        next((line.readiness for line in people if line.readiness.user_id == reader.id), None),
        rules.can_change(reader, leads=is_lead),
        rules.signs_off(reader, {one.id for one in ready}, leads=is_lead),
    )


def _quirks(service: Service, now: datetime) -> list[QuirkLine]:
    return [
        QuirkLine(quirk, quirks.is_asked(quirk, now), months_since(quirk.confirmed_at, now))
        for quirk in queries.quirks_of(service)
    ]


def _people(service: Service, team: Mapping[int, Membership], now: datetime) -> list[PersonLine]:
    rows = queries.readiness_of(service)
    memberships = teams.memberships_of_all(row.user_id for row in rows)
    lines = [
        PersonLine(
            row,
            row.standing(now),
            months_since(row.practised_at, now),
            row.user_id in team,
            next((one.team.name for one in memberships.get(row.user_id, ())), ""),
        )
        for row in rows
    ]
    order = list(Standing)
    return sorted(lines, key=lambda line: order.index(line.standing))


def months_since(moment: datetime, now: datetime) -> int:
    """How many whole months ago something was."""
    between = relativedelta(now, moment)
    return between.years * 12 + between.months


def led_team_ids(user: User) -> set[int]:
    """The ids of the teams a person leads."""
    return set(db.session.scalars(select(Membership.team_id).where(Membership.user_id == user.id, Membership.is_lead)))
