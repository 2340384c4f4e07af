"""Paths as the pages of training and of teams show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import ModuleType

from studyhub.paths import queries, steps
from studyhub.paths.models import Path
from studyhub.people.models import User
from studyhub.rota import queries as rotas
from studyhub.teams.models import Team


@dataclass(frozen=True)
class Paths:
    """The reader's own paths and others that they may see, with the words of steps and the day it is."""

    own: Sequence[Path]
    others: Sequence[Path]
    today: date
    words: ModuleType = steps


def of_reader(reader: User, now: datetime) -> Paths:
    """All that go on and that somebody may see."""
    found = queries.open_paths(reader)
    own = [path for path in found if path.user_id == reader.id]
    return Paths(own, [path for path in found if path.user_id != reader.id], rotas.today(now))


def of_team(team: Team, reader: User, now: datetime) -> Paths:
    """Those of a team's people."""
    return Paths((), queries.open_paths_of(team, reader), rotas.today(now))
