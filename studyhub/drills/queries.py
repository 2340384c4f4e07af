"""Fetching scenarios: everybody inside reads their titles, and their answers whoever has seen them."""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import joinedload

from studyhub.alerts.models import Alert, AlertGroup
from studyhub.db import db
from studyhub.drills.models import Scenario, ScenarioAttachment, ScenarioSecret, ScenarioSeen
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


def has_seen(scenario_id: Any = ScenarioSecret.scenario_id) -> ColumnElement[bool]:
    """That the reader has seen the answer of a scenario: the one condition under which what is secret of it is read.

    `scenario_id` is the column that names the scenario, by default that of `scenario_secret`.
    """
    return exists().where(ScenarioSeen.scenario_id == scenario_id, ScenarioSeen.user_id == READER)


def secret(scenario: Scenario, user: User) -> ScenarioSecret | None:
    """The answer of a scenario, for whoever has seen it; for everybody else none."""
    rows = select(ScenarioSecret).where(ScenarioSecret.scenario_id == scenario.id, has_seen())
    return db.session.scalar(rows, read_by(user))


def attachments(scenario: Scenario, user: User) -> list[ScenarioAttachment]:
    """The texts beside a scenario in order: those that are open, and the secret ones for whoever has seen it."""
    rows = select(ScenarioAttachment).where(ScenarioAttachment.scenario_id == scenario.id)
    rows = rows.where(or_(~ScenarioAttachment.is_secret, has_seen(ScenarioAttachment.scenario_id)))
    return list(db.session.scalars(rows.order_by(ScenarioAttachment.id), read_by(user)))


def seen_ids(user: User) -> set[int]:
    """The scenarios whose answers a person has seen."""
    return set(db.session.scalars(select(ScenarioSeen.scenario_id).where(ScenarioSeen.user_id == user.id)))


def last_alert(group: AlertGroup) -> Alert | None:
    """What rang last of a group of alerts, as far as it is kept."""
    rows = select(Alert).where(Alert.group_id == group.id, Alert.is_silenced.is_(False))
    return db.session.scalar(rows.order_by(Alert.starts_at.desc(), Alert.id.desc()).limit(1))
