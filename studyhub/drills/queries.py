"""Fetching scenarios: everybody inside reads their titles, and their answers whoever has seen them."""

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import joinedload

from studyhub.alerts.models import Alert, AlertGroup
from studyhub.db import db
from studyhub.drills.models import Scenario, ScenarioSecret, ScenarioSeen
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by
from studyhub.services.models import Service


def scenarios() -> Select[Scenario]:
    """Those there are now, by service and title."""
    rows = select(Scenario).join(Scenario.service).where(Scenario.retired_at.is_(None))
    rows = rows.options(joinedload(Scenario.service), joinedload(Scenario.author))
    return rows.order_by(Service.key, Scenario.title, Scenario.id)


def scenario(scenario_id: int) -> Scenario | None:
    """One, whatever became of it, without a word of its answer."""
    rows = select(Scenario).where(Scenario.id == scenario_id)
    named = (joinedload(Scenario.service), joinedload(Scenario.author), joinedload(Scenario.alert_group))
    return db.session.scalar(rows.options(*named))


def made_with(key: str) -> Scenario | None:
    """The one made with the key of a form."""
    return db.session.scalar(select(Scenario).where(Scenario.creation_key == key))


def has_seen() -> ColumnElement[bool]:
    """That the reader has seen the answer of a row of `scenario_secret`: the one condition under which it is read."""
    return exists().where(ScenarioSeen.scenario_id == ScenarioSecret.scenario_id, ScenarioSeen.user_id == READER)


def secret(scenario: Scenario, user: User) -> ScenarioSecret | None:
    """The answer of a scenario, for whoever has seen it; for everybody else none."""
    rows = select(ScenarioSecret).where(ScenarioSecret.scenario_id == scenario.id, has_seen())
    return db.session.scalar(rows, read_by(user))


def seen_ids(user: User) -> set[int]:
    """The scenarios whose answers a person has seen."""
    return set(db.session.scalars(select(ScenarioSeen.scenario_id).where(ScenarioSeen.user_id == user.id)))


def last_alert(group: AlertGroup) -> Alert | None:
    """What rang last of a group of alerts, as far as it is kept."""
    rows = select(Alert).where(Alert.group_id == group.id, Alert.is_silenced.is_(False))
    return db.session.scalar(rows.order_by(Alert.starts_at.desc(), Alert.id.desc()).limit(1))
