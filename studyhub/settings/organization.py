"""The one organisation, and the days it is closed."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Select, select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.settings.models import STALE_MONTHS, ClosedDay, Organization, Registration
from studyhub.zones import ClosedDays


def is_the_one() -> ColumnElement[bool]:
    """Whether a row is the one there is at most of."""
    return Organization.id == 1


def the_one() -> Select[Organization]:
    """The row there is at most one of."""
    return select(Organization).where(is_the_one())


_THE_ONE = the_one()
_SHOWN = "organization as shown"


def found_or_none() -> Organization | None:
    """The organisation, or None before the first visit."""
    session = db.session()
    if shown := session.info.get(_SHOWN):
        return cast(Organization, shown)
    kept: Organization | None = session.info.get("organization")
    if kept is None or kept not in session:
        # A session holds its rows weakly: unless something keeps this one, every look asks the database again.
        kept = session.info["organization"] = session.scalar(_THE_ONE)
    return kept


def keep(found: Organization) -> None:
    """Remember the organisation for the present session: it was fetched together with something else."""
    db.session().info["organization"] = found


def keep_shown(found: Organization) -> None:
    """Remember it as one that is only shown (`studyhub/shown.py`), for a session that changes nothing of it."""
    db.session().info[_SHOWN] = found


def current() -> Organization:
    """The organisation; before the first visit, one with every default that is not stored."""
    return found_or_none() or Organization(
        name="StudyHub",
        registration=Registration.INVITATION,
        domains="",
        language="ja",
        time_zone="Asia/Tokyo",
        feed_items=50,
        shows_presentations=False,
        stale_months=STALE_MONTHS,
        is_demo=False,
    )


def is_by_invitation() -> bool:
    """Whether nobody can make an account without having been invited."""
    return current().registration is Registration.INVITATION


def found(name: str, *, now: datetime) -> Organization:
    """Make the organisation. Does not commit."""
    organization = Organization(id=1, name=name, created_at=now)
    db.session.add(organization)
    db.session.flush()
    return organization


def closed_days() -> list[ClosedDay]:
    """All closed days, in order."""
    return list(db.session.scalars(select(ClosedDay).order_by(ClosedDay.starts_on, ClosedDay.id)))


def days_off() -> list[ClosedDays]:
    """All closed days, in order, for whoever computes with them."""
    return [ClosedDays(one.starts_on, one.ends_on, one.name, one.is_special) for one in closed_days()]


@dataclass(frozen=True)
class Said:
    """What an administrator sets."""

    name: str
    registration: Registration
    domains: str
    language: str
    time_zone: str
    feed_items: int
    shows_presentations: bool
    stale_months: int


def update(organization: Organization, said: Said, *, by: User, now: datetime) -> None:
    """Keep what an administrator set; who changed which settings is recorded. Does not commit."""
    before = {field: str(getattr(organization, field)) for field in vars(said)}
    after = {field: str(value) for field, value in vars(said).items()}
    for field, value in vars(said).items():
        setattr(organization, field, value)
    if before != after:
        trail.record("organization.changed", organization, by=by, now=now, before=before, after=after)
