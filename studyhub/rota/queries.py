"""Fetching the rota: everybody inside reads what is published, the keeper drafts too."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from studyhub import zones
from studyhub.column_types import UtcDateTime
from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.db import db, kept
from studyhub.people.models import Unavailability, User, UserState
from studyhub.people.readers import READER
from studyhub.rota.models import LONGEST, REST_MAX_HOURS, DraftShift, Rota, RotaDraft, RotaRules, Shift
from studyhub.rota.planning.inputs import ShiftKind
from studyhub.rota.swaps import held
from studyhub.rota.swaps.held import Duty
from studyhub.settings import organization
from studyhub.settings.models import Organization
from studyhub.teams.models import Membership, Team

# So long whoever was on duty is still asked what happened.
RECENTLY = timedelta(hours=12)
NOW, LONGEST_AGO = (bindparam(name, type_=UtcDateTime()) for name in ("now", "longest_ago"))


def rules() -> RotaRules:
    """The rules of the organisation; those of the product until somebody sets others."""
    return db.session.get(RotaRules, 1) or _defaults()


def _defaults() -> RotaRules:
    # Defaults of columns are filled in when a row is written; this one is not.
    values = {column.key: column.default.arg for column in RotaRules.__table__.columns if column.default is not None}
    return RotaRules(**values)


def today(now: datetime) -> date:
    """The day it is in the organisation's zone."""
    return zones.in_zone(now, organization.current().time_zone).date()


def lock_planning() -> None:
    """Let nobody else plan until this transaction ends: days and drafts are looked up before they are taken."""
    db.session.execute(select(Organization.id).with_for_update())


def rotas(reader: User) -> Select[Rota]:
    """The rotas somebody may see, the latest first: keepers all, others those of which something is published."""
    rows = select(Rota).where(Rota.discarded_at.is_(None)).order_by(Rota.starts_on.desc())
    return rows if reader.is_rota_keeper else rows.where(_has_shifts())


def _has_shifts() -> ColumnElement[bool]:
    return exists().where(Shift.rota_id == Rota.id)


def published_ids() -> set[int]:
    """The ids of the rotas of which something is published."""
    return set(db.session.scalars(select(Rota.id).where(_has_shifts())))


def overlapping(starts_on: date, ends_on: date) -> Rota | None:
    """A rota that has a day in common with a span, if any."""
    rows = select(Rota).where(Rota.starts_on <= ends_on, Rota.ends_on >= starts_on, Rota.discarded_at.is_(None))
    return db.session.scalar(rows.order_by(Rota.starts_on).limit(1))


def open_draft(rota: Rota) -> RotaDraft | None:
    """The draft of a rota that is not published yet."""
    is_open = RotaDraft.published_at.is_(None), RotaDraft.discarded_at.is_(None)
    return db.session.scalar(select(RotaDraft).where(RotaDraft.rota_id == rota.id, *is_open))


def open_drafts() -> list[RotaDraft]:
    """All drafts that are not published yet, each with its rota, in order of time."""
    is_open = RotaDraft.published_at.is_(None), RotaDraft.discarded_at.is_(None)
    rows = select(RotaDraft).join(RotaDraft.rota).where(*is_open).options(contains_eager(RotaDraft.rota))
    return list(db.session.scalars(rows.order_by(Rota.starts_on)))


def shifts_of_draft(draft: RotaDraft) -> list[DraftShift]:
    """What a draft says, in order of time and role."""
    rows = select(DraftShift).where(DraftShift.draft_id == draft.id).order_by(DraftShift.starts_at, DraftShift.role)
    return list(db.session.scalars(rows))


def shifts_of(rota: Rota) -> list[Shift]:
    """What is published of a rota, in order of time and role, each with its person."""
    rows = select(Shift).where(Shift.rota_id == rota.id).options(joinedload(Shift.user))
    return list(db.session.scalars(rows.order_by(Shift.starts_at, Shift.role)))


def shifts_from(rota: Rota, day: date) -> list[Shift]:
    """What is published of a rota and begins on a day or later."""
    rows = select(Shift).where(Shift.rota_id == rota.id, Shift.day >= day)
    return list(db.session.scalars(rows.order_by(Shift.starts_at, Shift.role)))


def shifts_between(since: datetime, until: datetime) -> list[Shift]:
    """Published shifts, of whichever rota, that begin in a span of time, in order."""
    rows = select(Shift).where(Shift.starts_at >= since, Shift.starts_at < until)
    return list(db.session.scalars(rows.order_by(Shift.starts_at, Shift.role)))


def planned_kinds(since: date) -> Sequence[Row[int, date, ShiftKind]]:
    """As what kind each published day after a day was planned: rota, day and kind, in order."""
    rows = select(Shift.rota_id, Shift.day, Shift.kind).where(Shift.day > since).distinct()
    return db.session.execute(rows.order_by(Shift.day)).all()


def is_published(rota: Rota) -> bool:
    """Whether anything of a rota is published."""
    return db.session.scalar(select(Shift.id).where(Shift.rota_id == rota.id).limit(1)) is not None


def shared_out_among(rota: Rota, draft: RotaDraft | None) -> list[int]:
    """The ids of those among whom a draft, or without one what was published of a rota last, was shared out."""
    last = select(RotaDraft.pool).where(RotaDraft.rota_id == rota.id, RotaDraft.published_at.is_not(None))
    pool = draft.pool if draft else db.session.scalar(last.order_by(RotaDraft.published_at.desc()).limit(1))
    return list(pool["people"]) if pool else []


def publications(rota: Rota) -> int:
    """How often a plan of a rota was published."""
    count = select(func.count()).select_from(RotaDraft)
    return db.session.scalar(count.where(RotaDraft.rota_id == rota.id, RotaDraft.published_at.is_not(None))) or 0


def on_duty(now: datetime) -> list[Duty]:
    """Who is on duty at a moment, the primary one first."""
    return by_role(held.held(now, now + timedelta.resolution))


def by_role(duties: Iterable[Duty]) -> list[Duty]:
    """Duties of one moment in the order of the calls: hours taken over begin later than the shift beside them."""
    return sorted(duties, key=lambda duty: duty.role.value)


def coming(now: datetime) -> list[Duty]:
    """The duties that begin next after a moment, the primary one first."""
    first = select(func.min(Shift.starts_at)).where(Shift.starts_at > NOW).scalar_subquery()
    runs = and_(Shift.starts_at > LONGEST_AGO, Shift.starts_at <= NOW, Shift.ends_at > NOW)
    rows = held.with_swaps(or_(runs, Shift.starts_at == first))
    duties = [duty for duty in held.duties_by(rows, {"now": now, "longest_ago": now - LONGEST}) if duty.starts_at > now]
    return [duty for duty in duties if duty.starts_at == duties[0].starts_at]


def around(user_id: int | None, now: datetime) -> list[Duty]:
    """Duties that run or ran within the last hours, that begin next, and the next of one person, in order of time.

    Others may be among them. Asked by home, too: one statement, which reads no more of ten years than of one.
    """
    moments = {"now": now, "recently": now - RECENTLY, "longest_ago": now - RECENTLY - LONGEST}
    duties = held.duties_shown(_around(), moments | {"reader": user_id})
    return [duty for duty in duties if duty.ends_at > now - RECENTLY]


@kept
def _around() -> Select[*tuple[Any, ...]]:
    ran = and_(Shift.starts_at > LONGEST_AGO, Shift.starts_at <= NOW, Shift.ends_at > bindparam("recently"))
    first = select(func.min(Shift.starts_at)).where(Shift.starts_at > NOW).scalar_subquery()
    # Hours are noted with whoever has them, swaps included: found there, they need not be worked out for a year.
    mine = select(Commitment.starts_at).where(Commitment.user_id == READER, Commitment.kind == CommitmentKind.SHIFT)
    mine = mine.where(Commitment.starts_at > LONGEST_AGO, Commitment.ends_at > NOW)
    my_next = mine.order_by(Commitment.starts_at).limit(1).scalar_subquery()
    of_mine = select(func.max(Shift.starts_at)).where(Shift.starts_at <= my_next).scalar_subquery()
    return held.shown_with_swaps(or_(ran, Shift.starts_at == first, Shift.starts_at == of_mine))


def duties_of_person(user_id: int, now: datetime) -> list[Duty]:
    """What somebody has that is not over, swaps included, the next first."""
    rows = held.with_swaps(Shift.starts_at > now - LONGEST, Shift.ends_at > now, held.may_be_of(user_id))
    return [duty for duty in held.duties_by(rows) if duty.user_id == user_id and duty.ends_at > now]


def shifts_of_person(user_id: int, now: datetime) -> Select[Shift]:
    """The shifts published for a person that are not over, the next first; swaps are not looked at."""
    mine = Shift.user_id == user_id, Shift.starts_at > now - LONGEST, Shift.ends_at > now
    return select(Shift).where(*mine).order_by(Shift.starts_at)


def rotas_of(shifts: Collection[Shift]) -> list[Rota]:
    """The rotas that shifts are of, in order of time."""
    rows = select(Rota).where(Rota.id.in_({shift.rota_id for shift in shifts})).order_by(Rota.starts_on)
    return list(db.session.scalars(rows))


def keepers() -> list[User]:
    """Whoever plans the rota and is there; the administrators while nobody is named."""
    rows = select(User).where(User.state == UserState.ACTIVE).order_by(User.id)
    named = list(db.session.scalars(rows.where(User.is_rota_keeper)))
    return named or list(db.session.scalars(rows.where(User.is_admin)))


def people_of(user_ids: Collection[int]) -> list[User]:
    """These people, by their ids."""
    return list(db.session.scalars(select(User).where(User.id.in_(user_ids)).order_by(User.id)))


def primary_teams(user_ids: Collection[int]) -> dict[int, str]:
    """The name of the primary team of each who has one."""
    rows = select(Membership.user_id, Team.name).join(Membership.team)
    rows = rows.where(Membership.user_id.in_(user_ids), Membership.is_primary)
    return dict(db.session.execute(rows).all())


def shadowed(user_ids: Collection[int], first: date, last: date) -> dict[int, list[tuple[datetime, datetime]]]:
    """The hours in which these people go along with whoever is on duty, around a span of days, by person."""
    zone, margin = organization.current().time_zone, timedelta(days=1, hours=REST_MAX_HOURS)
    since, until = zones.to_utc(first, time(), zone) - margin, zones.to_utc(last, time(), zone) + margin
    rows = select(Commitment.user_id, Commitment.starts_at, Commitment.ends_at)
    rows = rows.where(Commitment.kind == CommitmentKind.SHADOW, Commitment.user_id.in_(user_ids))
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    for user_id, *hours in db.session.execute(rows.where(Commitment.starts_at < until, Commitment.ends_at > since)):
        found.setdefault(user_id, []).append((hours[0], hours[1]))
    return found


def days_away(user_ids: Collection[int], first: date, last: date) -> list[Unavailability]:
    """Days on which these people take nothing, as far as they touch a span."""
    rows = select(Unavailability).where(
        Unavailability.user_id.in_(user_ids), Unavailability.starts_on <= last, Unavailability.ends_on >= first
    )
    return list(db.session.scalars(rows))
