"""Doing a step by a press, and taking it again. Rules: docs/rules.md, Path. Nothing here commits."""

from datetime import datetime

from studyhub.audit import trail
from studyhub.db import db
from studyhub.paths import steps
from studyhub.paths.holding import hold
from studyhub.paths.models import PathStep
from studyhub.people.models import User
from studyhub.rota import queries as rotas


def tick(step: PathStep, *, by: User, now: datetime) -> None:
    """Say that a step is done. One that is done stays as it is. Who may, is asked before. Raises Ended."""
    _hold(step)
    if step.done_at is not None:
        return
    step.done_at, step.done_by_id = now, by.id
    trail.record("path.step_done", step.path, by=by, now=now, after={"step": step.kind})


def take_again(step: PathStep, *, by: User, now: datetime) -> None:
    """Do a step once more, as often as anybody likes: what happens from now on does it. Raises Ended.

    One that is not done is not taken again: pressing twice is harmless.
    """
    _hold(step)
    if step.done_at is None:
        return
    step.done_at = step.done_by_id = None
    step.since, step.repeats = now, step.repeats + 1
    step.due_on = max(step.due_on, rotas.today(now) + steps.AGAIN_IN)
    trail.record("path.step_repeated", step.path, by=by, now=now, after={"step": step.kind})


def _hold(step: PathStep) -> None:
    hold(step.path)
    db.session.refresh(step)
