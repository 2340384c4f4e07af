"""The review of alerts: all groups with their figures, the few to begin with, and how it went month by month."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dateutil.relativedelta import relativedelta

from studyhub.alerts import queries
from studyhub.alerts.models import AlertDecision, AlertGroup
from studyhub.alerts.queries import Ring
from studyhub.alerts.reviewing import counting
from studyhub.alerts.reviewing.counting import Clock, Figures, Month
from studyhub.alerts.reviewing.standing import Change, Standing, change, standing
from studyhub.alerts.reviewing.suggesting import LEAST, Suggestion, sentence, suggestion
from studyhub.teams.models import Team

# So many a month are work for twenty minutes.
WORST = 3
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Line:
    """A group with its figures, what was decided last, where it stands, and whether it got better."""

    group: AlertGroup
    figures: Figures
    decision: AlertDecision | None
    standing: Standing
    change: Change | None

    @property
    def suggestion(self) -> Suggestion:
        """The likely answer."""
        return suggestion(self.figures)

    @property
    def sentence(self) -> str:
        """The sentence that decides it."""
        return sentence(self.figures)


@dataclass(frozen=True)
class ToDo:
    """What a team still has to decide, and what came back to it."""

    team: Team
    open: int
    overdue: int


@dataclass(frozen=True)
class Review:
    """The review of some months: `worst` are the few to begin with, `night_percent` their part of all at night."""

    since: datetime
    until: datetime
    lines: Sequence[Line]
    worst: Sequence[Line]
    months: Sequence[Month]
    to_do: Sequence[ToDo]
    count: int
    acted: int

    @property
    def night_percent(self) -> int:
        """How much of what rings at night the few to begin with are."""
        at_night = sum(line.figures.at_night for line in self.lines)
        return round(100 * sum(line.figures.at_night for line in self.worst) / at_night) if at_night else 0


def review(team: Team | None, clock: Clock, *, months: int, now: datetime) -> Review:
    """The review of so many months up to now; of one team's services, or of all."""
    year = relativedelta(months=MONTHS_SHOWN - 1)
    first = clock.local(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0) - year
    since = now - relativedelta(months=months)
    team_id = team.id if team else None
    rings = queries.rings(min(first, since), now, team_id)
    lines = _lines(rings, clock, since, now)
    counted = [ring for ring in rings if ring.starts_at >= since]
    return Review(
        since,
        now,
        lines,
        worst(lines, clock, now),
        counting.months(rings, clock, until=now, most=MONTHS_SHOWN, forgotten=queries.forgotten(first.date(), team_id)),
        _to_do(lines),
        len(counted),
        sum(ring.is_acted_on for ring in counted),
    )


def _lines(rings: Sequence[Ring], clock: Clock, since: datetime, now: datetime) -> list[Line]:
    by_group: dict[int, list[Ring]] = {}
    for ring in rings:
        if ring.group_id is not None:
            by_group.setdefault(ring.group_id, []).append(ring)
    groups, decisions = queries.groups(by_group), queries.decisions(by_group)
    lines = [
        line(groups[group_id], theirs, decisions.get(group_id, ()), clock, since, now)
        for group_id, theirs in by_group.items()
    ]
    shown = [one for one in lines if one.figures.count or one.standing is Standing.OVERDUE]
    return sorted(shown, key=lambda one: (-one.figures.count, one.group.rule, one.group.id))


def line(
    group: AlertGroup,
    rings: Sequence[Ring],
    decisions: Sequence[AlertDecision],
    clock: Clock,
    since: datetime,
    now: datetime,
) -> Line:
    """One group: its figures since a moment, and whether it got better since it was decided about."""
    figures = counting.figures([ring for ring in rings if ring.starts_at >= since], clock)
    decision = decisions[0] if decisions else None
    last_at = max((ring.starts_at for ring in rings), default=None)
    stands = standing(decision, last_at, clock.local(now).date())
    return Line(group, figures, decision, stands, change(decision, rings, now) if decision else None)


def worst(lines: Sequence[Line], clock: Clock, now: datetime) -> list[Line]:
    """The few to begin with this month: what rings most for nothing, at night first. What was decided counts too."""
    month = clock.local(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    done = sum(line.decision is not None and line.decision.decided_at >= month for line in lines)
    waiting = [line for line in lines if line.standing is not Standing.DECIDED and line.figures.count >= LEAST]
    waiting.sort(
        key=lambda line: (-min(line.figures.at_night, line.figures.noise), -line.figures.noise, -line.figures.count)
    )
    return waiting[: max(WORST - done, 0)]


def _to_do(lines: Sequence[Line]) -> list[ToDo]:
    counts = Counter((line.group.service.team_id, line.standing) for line in lines)
    teams = {line.group.service.team_id: line.group.service.team for line in lines}
    found = [
        ToDo(team, counts[team.id, Standing.OPEN], counts[team.id, Standing.OVERDUE])
        for team in sorted(teams.values(), key=lambda team: team.name.casefold())
    ]
    return [one for one in found if one.open or one.overdue]
