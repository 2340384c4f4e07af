"""Fetching paths: the newcomer, the mentor, leads of the newcomer's teams and keepers of the rota; nobody else."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from studyhub.db import db, kept
from studyhub.drills.models import Scenario
from studyhub.drills.running.models import Drill, DrillReview
from studyhub.paths.models import Path, PathStep, ShadowNight
from studyhub.people.models import User, UserState
from studyhub.people.readers import READER, read_by
from studyhub.services.models import Service
from studyhub.teams.models import Membership, Team

SHOWN = 20


def leads_newcomer() -> ColumnElement[bool]:
    """That the reader leads a team that the newcomer of a path is in."""
    theirs, mine = aliased(Membership), aliased(Membership)
    shared = theirs.user_id == Path.user_id, mine.team_id == theirs.team_id
    return exists().where(*shared, mine.user_id == READER, mine.is_lead)


def is_seen() -> ColumnElement[bool]:
    """That the reader may see a path."""
    keeper = aliased(User)
    keeps = exists().where(keeper.id == READER, keeper.is_rota_keeper)
    return or_(Path.user_id == READER, Path.mentor_id == READER, leads_newcomer(), keeps)


def paths() -> Select[Path]:
    """Those the reader may see, each with its people, its service and its steps; to be executed with `read_by`."""
    people = joinedload(Path.user), joinedload(Path.mentor)
    of_service = joinedload(Path.service).joinedload(Service.team)
    return select(Path).where(is_seen()).options(*people, of_service, selectinload(Path.steps))


def goes_on() -> ColumnElement[bool]:
    """That a path is neither ended nor for a service that is no more."""
    return and_(Path.ended_at.is_(None), Path.service.has(Service.retired_at.is_(None)))


def path(path_id: int, reader: User) -> Path | None:
    """One that a person may see, an ended one too."""
    return db.session.scalar(paths().where(Path.id == path_id), read_by(reader))


def open_paths(reader: User) -> list[Path]:
    """Those that go on, the reader's own first, then the newest."""
    return list(db.session.scalars(_open_paths(), read_by(reader)))


@kept
def _open_paths() -> Select[Path]:
    is_other = Path.user_id != READER
    return paths().where(goes_on()).order_by(is_other, Path.id.desc()).limit(SHOWN)


def open_paths_of(team: Team, reader: User) -> list[Path]:
    """Those of a team's people that go on and that the reader may see, the newest first."""
    is_of_team = exists().where(Membership.user_id == Path.user_id, Membership.team_id == team.id)
    rows = paths().where(goes_on(), is_of_team).order_by(Path.id.desc()).limit(SHOWN)
    return list(db.session.scalars(rows, read_by(reader)))


def known(user_id: int, service_id: int) -> Path | None:
    """Somebody's path for a service that goes on."""
    rows = select(Path).where(Path.user_id == user_id, Path.service_id == service_id, Path.ended_at.is_(None))
    return db.session.scalar(rows)


def leads(reader: User, newcomer_id: int) -> bool:
    """Whether somebody leads a team that a newcomer is in."""
    theirs, mine = aliased(Membership), aliased(Membership)
    shared = theirs.user_id == newcomer_id, mine.team_id == theirs.team_id
    return bool(db.session.scalar(select(exists().where(*shared, mine.user_id == reader.id, mine.is_lead))))


def leads_of(newcomer_id: int) -> list[User]:
    """Whoever leads a team that a newcomer is in, and is there."""
    theirs, lead = aliased(Membership), aliased(Membership)
    rows = select(User).join(lead, lead.user_id == User.id).join(theirs, theirs.team_id == lead.team_id)
    rows = rows.where(theirs.user_id == newcomer_id, lead.is_lead, User.state == UserState.ACTIVE)
    return list(db.session.scalars(rows.distinct().order_by(User.id)))


def step(path: Path, step_id: int) -> PathStep | None:
    """A step of a path."""
    return db.session.scalar(select(PathStep).where(PathStep.path_id == path.id, PathStep.id == step_id))


def coming_shadow(path: Path, now: datetime) -> ShadowNight | None:
    """The night that is planned to be shadowed, or runs."""
    rows = select(ShadowNight).where(ShadowNight.path_id == path.id, _is_on(now))
    return db.session.scalar(rows.order_by(ShadowNight.starts_at).limit(1))


def coming_shadows(path: Path, now: datetime) -> list[ShadowNight]:
    """The nights that are to be shadowed and have not begun: beside one that runs, one at most."""
    rows = select(ShadowNight).where(ShadowNight.path_id == path.id, _is_on(now), ShadowNight.starts_at > now)
    return list(db.session.scalars(rows.order_by(ShadowNight.id)))


def _is_on(now: datetime) -> ColumnElement[bool]:
    return ShadowNight.withdrawn_at.is_(None) & (ShadowNight.ends_at > now)


def shadow_names(starts_at: datetime, ends_at: datetime, reader: User, *, is_on_duty: bool) -> list[str]:
    """Who goes along in a night: for whoever is on duty in it, and for those who see the path."""
    rows = select(User.name).join(Path, Path.user_id == User.id).join(ShadowNight, ShadowNight.path_id == Path.id)
    rows = rows.where(ShadowNight.withdrawn_at.is_(None))
    rows = rows.where(ShadowNight.starts_at < ends_at, ShadowNight.ends_at > starts_at)
    if not is_on_duty:
        rows = rows.where(is_seen())
    return list(db.session.scalars(rows.order_by(User.reading, User.id), read_by(reader)))


def coming_shadows_of(user: User, now: datetime) -> list[ShadowNight]:
    """The nights that somebody is to shadow and that have not begun."""
    rows = select(ShadowNight).join(ShadowNight.path).options(contains_eager(ShadowNight.path))
    is_theirs = Path.user_id == user.id, ShadowNight.starts_at > now
    return list(db.session.scalars(rows.where(*is_theirs, _is_on(now)).order_by(ShadowNight.id)))


def shadows_of(user: User, since: datetime) -> list[ShadowNight]:
    """The nights that somebody shadowed or is to shadow, withdrawn ones too, that end after a moment."""
    rows = select(ShadowNight).join(ShadowNight.path).where(Path.user_id == user.id, ShadowNight.ends_at > since)
    return list(db.session.scalars(rows.order_by(ShadowNight.starts_at, ShadowNight.id)))


def open_of(user: User) -> list[Path]:
    """The paths that somebody goes, held."""
    return _held(Path.user_id == user.id)


def mentored_by(user: User) -> list[Path]:
    """The paths that somebody is the mentor of, held."""
    return _held(Path.mentor_id == user.id)


def between(one: User, other: User) -> list[Path]:
    """The paths, ended ones too, of which one of two is the newcomer and the other the mentor."""
    both = one.id, other.id
    return list(db.session.scalars(select(Path).where(Path.user_id.in_(both), Path.mentor_id.in_(both))))


def _held(which: ColumnElement[bool]) -> list[Path]:
    rows = select(Path).where(which, Path.ended_at.is_(None)).order_by(Path.id).with_for_update()
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def _named_themselves(path: Path, reader: User) -> bool:
    """Whether somebody of neither team, the newcomer's and the one that runs the service, made themselves mentor."""
    if reader.id != path.mentor_id or path.made_by_id != reader.id or path.mentor_since != path.made_at:
        return False
    theirs, mine = aliased(Membership), aliased(Membership)
    shared = exists().where(theirs.user_id == path.user_id, mine.team_id == theirs.team_id, mine.user_id == reader.id)
    owning = exists().where(mine.team_id == path.service.team_id, mine.user_id == reader.id)
    return not db.session.scalar(select(or_(shared, owning)))


def review(path: Path, reader: User) -> DrillReview | None:
    """What the examiner of the newcomer's last drill on the service said to them: for the two of the path alone."""
    if reader.id not in (path.user_id, path.mentor_id) or _named_themselves(path, reader):
        return None
    rows = select(DrillReview).join(Drill, Drill.id == DrillReview.drill_id)
    rows = rows.join(Scenario, Scenario.id == Drill.scenario_id)
    rows = rows.where(Drill.responder_id == path.user_id, Scenario.service_id == path.service_id)
    # What was said before somebody became the mentor was not said to them: a lead who names themselves reads nothing.
    rows = rows.where(Drill.last_at > (path.mentor_since if reader.id == path.mentor_id else path.made_at))
    return db.session.scalar(rows.order_by(Drill.last_at.desc(), Drill.id.desc()).limit(1))
