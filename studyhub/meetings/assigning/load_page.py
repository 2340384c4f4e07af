"""Who has presented how much, side by side, and who would be asked next: for organisers alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import joinedload

from studyhub.circles.models import Chapter, Circle
from studyhub.db import db
from studyhub.ledger.loads import Load
from studyhub.meetings import queries
from studyhub.meetings.assigning import pools
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.fairness import Candidate, Team
from studyhub.meetings.assigning.obstacles import Obstacle
from studyhub.meetings.models import Meeting


@dataclass(frozen=True)
class LoadLine:
    """One person: chapters of the last months, those to come, and the day they presented last, however long ago."""

    user_id: int
    name: str
    team: str | None
    done: int
    to_come: int
    last_on: date | None


@dataclass(frozen=True)
class LoadPage:
    """Everybody, whoever has least first; teams in the order of their load; coming chapters nobody is asked for."""

    people: Sequence[LoadLine]
    teams: Sequence[Team]
    open_count: int


def load_page(circle: Circle, *, now: datetime) -> LoadPage:
    """What organisers see of a circle's loads."""
    coming = db.session.scalars(queries.coming(circle, now).options(joinedload(Meeting.circle))).all()
    pool = pools.read(circle, [], now=now)
    everyone = pool.everyone()
    teams = {one.team.name: one.team for one in everyone if one.team}
    return LoadPage(
        people=[_line(one, pool.done.get(one.person.user_id)) for one in everyone],
        teams=sorted(teams.values(), key=lambda team: (team.per_member, team.name)),
        open_count=len(chapter_queries.open_in([one.id for one in coming], now=now)),
    )


def _line(one: Candidate, load: Load | None) -> LoadLine:
    person = one.person
    team, last_on = one.team.name if one.team else None, load.last_on if load else None
    return LoadLine(person.user_id, person.name, team, person.done, person.to_come, last_on)


@dataclass(frozen=True)
class Ranking:
    """Who can be asked for a chapter, next to be asked first; and who of the circle cannot, with the obstacle."""

    candidates: Sequence[Candidate]
    out: Sequence[tuple[str, Obstacle]]


def ranking(meeting: Meeting, chapter: Chapter, *, now: datetime) -> Ranking:
    """The order for one chapter of a meeting that is still to come."""
    pool = pools.read(meeting.circle, [meeting], now=now)
    obstacles = pool.obstacles(meeting, chapter)
    out = [(one.name, obstacles[one.user_id]) for one in pool.members if one.user_id in obstacles]
    return Ranking(pool.candidates(meeting, chapter), out)
