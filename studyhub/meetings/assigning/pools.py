"""Who can be asked to present in the meetings of a circle, and what each has done: read at once for all of them.

The number of statements grows neither with people nor with meetings. Rules: docs/fairness.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from dateutil.relativedelta import relativedelta

from studyhub import zones
from studyhub.circles.models import Chapter, Circle
from studyhub.ledger import loads
from studyhub.ledger.loads import Load
from studyhub.ledger.models import Duty
from studyhub.meetings.assigning import fairness, obstacles, pool_queries
from studyhub.meetings.assigning.fairness import Candidate, Person
from studyhub.meetings.assigning.obstacles import Known, Obstacle
from studyhub.meetings.assigning.pool_queries import Coming, Member, TeamFacts
from studyhub.meetings.models import Meeting


@dataclass
class Pool:
    """What is known of a circle's presenters at one moment. `note` keeps it true while several are asked."""

    circle: Circle
    members: Sequence[Member]
    teams: dict[int, TeamFacts]
    done: dict[int, Load]
    coming: list[Coming]
    known: Known

    def candidates(self, meeting: Meeting, chapter: Chapter) -> list[Candidate]:
        """Everybody who can be asked for a chapter of this meeting, next to be asked first."""
        out = self.obstacles(meeting, chapter)
        people = [self._person(one, meeting) for one in self.members if one.user_id not in out]
        return fairness.rank(people, self._teams())

    def everyone(self, meeting: Meeting | None = None) -> list[Candidate]:
        """Everybody who presents in this circle, whoever has least first."""
        return fairness.rank([self._person(one, meeting) for one in self.members], self._teams())

    def obstacles(self, meeting: Meeting, chapter: Chapter) -> dict[int, Obstacle]:
        """Who of the circle cannot be asked for a chapter of this meeting, with the first reason found."""
        found = {one.user_id: self.known.obstacle(one.user_id, meeting, chapter) for one in self.members}
        return {user_id: obstacle for user_id, obstacle in found.items() if obstacle}

    def note(self, user_id: int, meeting: Meeting, chapter: Chapter) -> None:
        """Count a chapter somebody was just asked for."""
        team_id = next((one.team_id for one in self.members if one.user_id == user_id), None)
        coming = Coming(user_id, chapter.id, meeting.id, meeting.circle_id, meeting.starts_at, team_id)
        self.coming.append(coming)
        self.known.note(user_id, meeting, chapter)

    def _person(self, member: Member, meeting: Meeting | None) -> Person:
        mine = [one for one in self.coming if one.user_id == member.user_id]
        done = self.done.get(member.user_id, Load(0, None))
        days = [zones.in_zone(one.starts_at, self.circle.time_zone).date() for one in mine]
        return Person(
            user_id=member.user_id,
            name=member.name,
            team_id=member.team_id,
            done=done.quantity,
            to_come=len(mine),
            last_on=max([*days, *([done.last_on] if done.last_on else [])], default=None),
            would_rather_not=meeting is not None and self.known.would_rather_not(member.user_id, meeting),
            is_in_session=meeting is not None and any(one.meeting_id == meeting.id for one in mine),
        )

    def _teams(self) -> dict[int, fairness.Team]:
        return {
            id_: fairness.Team(team.name, team.members, team.done + sum(one.team_id == id_ for one in self.coming))
            for id_, team in self.teams.items()
        }


def read(circle: Circle, meetings: Sequence[Meeting], *, now: datetime) -> Pool:
    """What is known now of who presents in this circle, for these meetings of it."""
    today = zones.in_zone(now, circle.time_zone).date()
    since = today - relativedelta(months=fairness.LOAD_MONTHS)
    members = pool_queries.members(circle)
    user_ids = [one.user_id for one in members]
    team_ids = {one.team_id for one in members if one.team_id}
    return Pool(
        circle=circle,
        members=members,
        teams=pool_queries.teams(team_ids, since=since),
        done=loads.of_people(user_ids, Duty.PRESENTED, since=since),
        coming=pool_queries.coming(user_ids, team_ids, since=zones.to_utc(since, time(), circle.time_zone), now=now),
        known=obstacles.read(user_ids, meetings, now=now),
    )
