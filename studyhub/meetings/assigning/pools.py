"""Who can be asked to present in the meetings of a circle, and what each has done: read at once for all of them.

The number of statements grows neither with people nor with meetings. Rules: docs/fairness.md.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from studyhub import zones
from studyhub.circles.models import Chapter, Circle
from studyhub.commitments.conflicts import Busy, Span, commitments_around, is_in_the_way
from studyhub.ledger import loads
from studyhub.ledger.loads import Load
from studyhub.ledger.models import Duty
from studyhub.meetings.assigning import fairness, pool_queries
from studyhub.meetings.assigning.fairness import Candidate, Person
from studyhub.meetings.assigning.pool_queries import Coming, DaysAway, Member, TeamFacts
from studyhub.meetings.models import Meeting


class Obstacle(StrEnum):
    """Why somebody of the circle is not asked for a chapter."""

    HAS_IT = "has_it"
    NOT_COMING = "not_coming"
    AWAY = "away"
    REFUSED = "refused"
    OTHER_CIRCLE = "other_circle"
    BUSY = "busy"


@dataclass
class Pool:
    """What is known of a circle's presenters at one moment. `note` keeps it true while several are asked."""

    circle: Circle
    members: Sequence[Member]
    teams: dict[int, TeamFacts]
    done: dict[int, Load]
    coming: list[Coming]
    seated: dict[int, dict[int, str]]
    away: dict[int, list[DaysAway]]
    busy: dict[int, list[Busy]]
    refused: set[tuple[int, int]]

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
        found = {one.user_id: self._obstacle(one.user_id, meeting, chapter) for one in self.members}
        return {user_id: obstacle for user_id, obstacle in found.items() if obstacle}

    def note(self, user_id: int, meeting: Meeting, chapter: Chapter) -> None:
        """Count a chapter somebody was just asked for."""
        team_id = next((one.team_id for one in self.members if one.user_id == user_id), None)
        coming = Coming(user_id, chapter.id, meeting.id, meeting.circle_id, meeting.starts_at, team_id)
        self.coming.append(coming)

    def _obstacle(self, user_id: int, meeting: Meeting, chapter: Chapter) -> Obstacle | None:
        mine = [one for one in self.coming if one.user_id == user_id]
        if any(one.chapter_id == chapter.id for one in mine):
            return Obstacle.HAS_IT
        if (chapter.id, user_id) in self.refused:
            return Obstacle.REFUSED
        if user_id not in self.seated.get(meeting.id, {}):
            return Obstacle.NOT_COMING
        if self._is_away(user_id, meeting):
            return Obstacle.AWAY
        if any(one.circle_id != self.circle.id and self._is_same_week(one, meeting) for one in mine):
            return Obstacle.OTHER_CIRCLE
        return Obstacle.BUSY if self._is_busy(user_id, meeting) else None

    def _is_away(self, user_id: int, meeting: Meeting) -> bool:
        first, last = (zones.in_zone(at, self.circle.time_zone).date() for at in (meeting.starts_at, meeting.ends_at))
        return any(days.starts_on <= last and days.ends_on >= first for days in self.away.get(user_id, []))

    def _is_same_week(self, one: Coming, meeting: Meeting) -> bool:
        return self._week(one.starts_at) == self._week(meeting.starts_at)

    def _week(self, moment: datetime) -> tuple[int, int]:
        return zones.in_zone(moment, self.circle.time_zone).isocalendar()[:2]

    def _is_busy(self, user_id: int, meeting: Meeting) -> bool:
        # That somebody comes to the meeting itself is a commitment too.
        own = self.seated.get(meeting.id, {}).get(user_id)
        duty = Span(meeting.starts_at, meeting.ends_at)
        mine = [one.span for one in self.busy.get(user_id, []) if one.source != own]
        return any(is_in_the_way(span, duty, self.circle.time_zone) for span in mine)

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
    busy: dict[int, list[Busy]] = defaultdict(list)
    for one in commitments_around(user_ids, [Span(meeting.starts_at, meeting.ends_at) for meeting in meetings]):
        busy[one.user_id].append(one)
    return Pool(
        circle=circle,
        members=members,
        teams=pool_queries.teams(team_ids, since=since),
        done=loads.of_people(user_ids, Duty.PRESENTED, since=since),
        coming=pool_queries.coming(user_ids, team_ids, since=zones.to_utc(since, time(), circle.time_zone), now=now),
        seated=pool_queries.seated(meetings),
        away=pool_queries.days_away(user_ids, since=today),
        busy=busy,
        refused=pool_queries.refused(meetings, now=now),
    )
