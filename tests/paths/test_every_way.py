"""Whatever is pressed and whatever happens, in whichever order: a path stands where a plain model says."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import pytest

from studyhub.db import db
from studyhub.paths import making, shadowing, stepping
from studyhub.paths.models import ORDER, Path
from studyhub.paths.steps import StepKind
from tests.cast import NOON, Cast
from tests.paths.scenes import LASTS, look, new_night

MOVES = 60


@dataclass
class Model:
    """Which steps are done, since when each waits, which shifts and shadows are there, how often steps came again."""

    done: set[StepKind] = field(default_factory=set)
    since: dict[StepKind, datetime] = field(default_factory=lambda: dict.fromkeys(StepKind, NOON))
    happened: list[tuple[StepKind, datetime]] = field(default_factory=list)
    nights: set[int] = field(default_factory=set)
    repeats: int = 0

    def look(self, now: datetime) -> None:
        """What is over by then does its step."""
        for kind, ended_at in self.happened:
            if self.since[kind] < ended_at <= now:
                self.done.add(kind)

    def again(self, kind: StepKind, now: datetime) -> None:
        """Waits for what happens from now on."""
        if kind in self.done:
            self.done.remove(kind)
            self.since[kind] = now
            self.repeats += 1


@pytest.mark.parametrize("seed", range(4))
def test_a_path_stands_where_the_model_says(cast: Cast, path: Path, seed: int) -> None:
    chance, model, days = Random(seed), Model(), 0.0  # noqa: S311 -- nothing secret depends on it
    for _move in range(MOVES):
        days += 0.5
        now, kind = NOON + timedelta(days=days), chance.choice(ORDER)
        match chance.choice(("tick", "again", "serve", "shadow", "withdraw", "look", "look")):
            case "tick":
                stepping.tick(path.step(kind), by=cast.chika, now=now)
                model.done.add(kind)
            case "again":
                stepping.take_again(path.step(kind), by=cast.botan, now=now)
                model.again(kind, now)
            case "serve":
                _serve(cast, model, int(days) + 1)
            case "shadow":
                _shadow(cast, path, model, int(days) + 4, now)
            case "withdraw":
                _withdraw(cast, path, model, now)
            case "look":
                look(days)
                model.look(now)
        db.session.commit()
        db.session.expire_all()
        assert {step.kind for step in path.steps if step.done_at} == model.done
        assert path.next_step is next((step for step in path.steps if step.kind not in model.done), None)
    assert sum(step.repeats for step in path.steps) == model.repeats
    making.end(path, by=cast.botan, now=NOON + timedelta(days=days))


def _serve(cast: Cast, model: Model, day: int) -> None:
    if day not in model.nights:
        model.nights.add(day)
        model.happened.append((StepKind.NIGHT, new_night(cast.botan, day).ends_at))


def _shadow(cast: Cast, path: Path, model: Model, day: int, now: datetime) -> None:
    if day in model.nights:
        return
    model.nights.add(day)
    night = new_night(cast.aki, day)
    with suppress(shadowing.Resting):
        shadowing.plan(path, night.id, by=cast.botan, now=now)
        _forget_coming(model, now)
        model.happened.append((StepKind.SHADOW, night.ends_at))


def _withdraw(cast: Cast, path: Path, model: Model, now: datetime) -> None:
    shadowing.withdraw(path, by=cast.botan, now=now)
    _forget_coming(model, now)


def _forget_coming(model: Model, now: datetime) -> None:
    """The night that has not begun is not shadowed."""
    model.happened = [one for one in model.happened if not (one[0] is StepKind.SHADOW and one[1] - LASTS > now)]
