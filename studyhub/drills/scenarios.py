"""Scenarios: written, mended, put away; and that somebody has seen an answer. Rules: docs/rules.md, Drills.

Nothing here commits.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import NoReturn

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery.rows import insert_missing
from studyhub.drills import queries
from studyhub.drills.models import (
    ATTACHMENTS_MAX,
    Difficulty,
    Scenario,
    ScenarioAttachment,
    ScenarioSecret,
    ScenarioSeen,
)
from studyhub.people.models import User
from studyhub.teams import queries as teams


class NotSeen(Exception):
    """Whoever has not seen the answer changes nothing of it."""


class NotTheirs(Exception):
    """The author is there, or somebody else leads the team that runs the service."""


class EnoughAttached(Exception):
    """As many texts lie beside it as may."""


class ChangedMeanwhile(Exception):
    """Another text was saved since this one was begun."""


@dataclass(frozen=True)
class Told:
    """What everybody may know of a scenario."""

    title: str
    service_id: int
    difficulty: Difficulty = Difficulty.USUAL
    alert_group_id: int | None = None


@dataclass(frozen=True)
class Kept:
    """What of it is secret."""

    symptom: str
    cause: str
    fix: str
    shows: str = ""
    hints: str = ""
    source: str = ""


def write(told: Told, kept: Kept, *, by: User, now: datetime, key: str | None = None) -> Scenario:
    """A new one; its author has seen the answer. One `key` makes one, however often it is pressed."""
    found = queries.made_with(key) if key else None
    if found is not None:
        return found
    scenario = Scenario(author_id=by.id, created_at=now, confirmed_at=now, creation_key=key, **vars(told))
    try:
        with db.session.begin_nested():
            db.session.add(scenario)
    except IntegrityError:
        # The other press of the same form came in between.
        return queries.made_with(key or "") or _gone(key)
    db.session.add(ScenarioSecret(scenario_id=scenario.id, **vars(kept)))
    note_seen(scenario, by, now=now)
    trail.record("scenario.written", scenario, by=by, now=now)
    return scenario


def _gone(key: str | None) -> NoReturn:
    raise RuntimeError(f"The scenario made with {key!r} was there and is not.")


def says(scenario: Scenario, secret: ScenarioSecret, told: Told, kept: Kept) -> bool:
    """Whether a scenario stands in these words already."""
    is_told = scenario.title == told.title and scenario.service_id == told.service_id
    is_same = is_told and scenario.difficulty == told.difficulty
    return is_same and all(getattr(secret, one.name) == getattr(kept, one.name) for one in fields(kept))


def rewrite(scenario: Scenario, told: Told, kept: Kept, *, base: int, by: User, now: datetime) -> None:
    """Save other words over those of number `base`. Raises NotSeen, ChangedMeanwhile, with nothing done."""
    secret = _held(scenario, by)
    if secret.number != base:
        raise ChangedMeanwhile
    scenario.title, scenario.service_id, scenario.difficulty = told.title, told.service_id, told.difficulty
    for one in fields(kept):
        setattr(secret, one.name, getattr(kept, one.name))
    secret.number += 1
    scenario.confirmed_at = now
    trail.record("scenario.changed", scenario, by=by, now=now)


def confirm(scenario: Scenario, *, by: User, now: datetime) -> None:
    """Say that it is still true. Raises NotSeen."""
    _held(scenario, by)
    scenario.confirmed_at = now
    trail.record("scenario.confirmed", scenario, by=by, now=now)


def take_on(scenario: Scenario, *, by: User, now: datetime) -> None:
    """Keep it true in place of an author who is gone: opens the answer, which is noted. Raises NotTheirs.

    That `by` responds to it in no drill is asked before (running.queries.is_to_respond).
    """
    rows = select(Scenario).where(Scenario.id == scenario.id).with_for_update(of=Scenario)
    db.session.scalar(rows.execution_options(populate_existing=True))
    db.session.expire(scenario, ["author"])
    if scenario.author_id == by.id:
        return
    if not can_take_on(scenario, by):
        raise NotTheirs
    scenario.author_id = by.id
    db.session.flush()
    db.session.expire(scenario, ["author"])
    note_seen(scenario, by, now=now)
    trail.record("scenario.taken_on", scenario, by=by, now=now)


def can_take_on(scenario: Scenario, user: User) -> bool:
    """Whether somebody leads the team that runs the service of a scenario whose author is gone."""
    return not scenario.author.is_member and teams.is_lead(user, scenario.service.team)


def retire(scenario: Scenario, *, by: User, now: datetime) -> None:
    """Put it away: nobody is asked for it any more. Pressing twice is harmless. Raises NotSeen."""
    _held(scenario, by)
    if scenario.retired_at is None:
        scenario.retired_at = now
        trail.record("scenario.retired", scenario, by=by, now=now)


def bring_back(scenario: Scenario, *, by: User, now: datetime) -> None:
    """Take it out again. Pressing twice is harmless. Raises NotSeen."""
    _held(scenario, by)
    if scenario.retired_at is not None:
        scenario.retired_at = None
        trail.record("scenario.brought_back", scenario, by=by, now=now)


def attach(scenario: Scenario, name: str, text: str, *, is_secret: bool, by: User, now: datetime) -> None:
    """Put a text beside it. The same once more is the same one. Raises NotSeen, EnoughAttached."""
    _held(scenario, by)
    there = queries.attachments(scenario, by)
    if any((one.name, one.text, one.is_secret) == (name, text, is_secret) for one in there):
        return
    if len(there) >= ATTACHMENTS_MAX:
        raise EnoughAttached
    made = ScenarioAttachment(scenario_id=scenario.id, name=name, text=text, is_secret=is_secret, created_at=now)
    db.session.add(made)
    trail.record("scenario.changed", scenario, by=by, now=now)


def detach(scenario: Scenario, attachment_id: int, *, by: User, now: datetime) -> None:
    """Take a text away from it. Pressing twice is harmless. Raises NotSeen."""
    _held(scenario, by)
    for one in queries.attachments(scenario, by):
        if one.id == attachment_id:
            db.session.delete(one)
            trail.record("scenario.changed", scenario, by=by, now=now)


def _held(scenario: Scenario, by: User) -> ScenarioSecret:
    """Its answer, for whoever has seen it, with its row locked: of two who save at once one is later."""
    rows = select(Scenario).where(Scenario.id == scenario.id).with_for_update(of=Scenario)
    db.session.scalar(rows.execution_options(populate_existing=True))
    secret = queries.secret(scenario, by)
    if secret is None:
        raise NotSeen
    db.session.refresh(secret)
    return secret


def note_seen(scenario: Scenario, user: User, *, now: datetime) -> None:
    """Keep that somebody has seen the answer; once is enough."""
    row = {"scenario_id": scenario.id, "user_id": user.id, "seen_at": now}
    insert_missing(ScenarioSeen, [row], unique=["scenario_id", "user_id"])
