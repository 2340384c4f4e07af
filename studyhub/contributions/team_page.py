"""What a team's page shows one reader: who is where; to the team itself who is new and away, and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from studyhub import zones
from studyhub.contributions import away, matrix, newcomers
from studyhub.contributions.away import Away
from studyhub.contributions.matrix import Matrix
from studyhub.contributions.newcomers import Newcomer
from studyhub.meetings.week import Week, takes_in_next, week
from studyhub.people.models import User
from studyhub.settings import organization
from studyhub.teams.models import Membership, Team


@dataclass(frozen=True)
class TeamPage:
    """`is_own` is whether the reader is in the team; `week` is there for them where nobody is in a circle.

    `takes_in_next` is whether `away` goes on until the Sunday of next week.
    """

    is_own: bool
    matrix: Matrix
    newcomers: Sequence[Newcomer]
    away: Sequence[Away]
    takes_in_next: bool
    week: Week | None


def team_page(team: Team, members: Sequence[Membership], reader: User, *, zone: str, now: datetime) -> TeamPage:
    """The page of a team whose members are these; `zone` is the reader's."""
    settings = organization.current()
    in_order = sorted(members, key=lambda row: (row.user.reading, row.user_id))
    is_own = any(row.user_id == reader.id for row in members)
    joined = matrix.joined(team, reader)
    today = zones.in_zone(now, settings.time_zone).date()
    since = matrix.first_day(today) if is_own or settings.shows_presentations else None
    begins = zones.to_utc(since, time(), settings.time_zone) if since else None
    presented = matrix.presented(team, reader, since=begins, now=now) if begins else {}
    people = matrix.matrix(in_order, joined, presented, since=since)
    return TeamPage(
        is_own=is_own,
        matrix=people,
        newcomers=newcomers.newcomers(in_order, joined, today=today, now=now) if is_own else (),
        away=away.away(team, reader, zone=zone, now=now) if is_own else (),
        takes_in_next=takes_in_next(now, zone),
        week=week(reader, zone=zone, now=now) if is_own and not people.columns else None,
    )
