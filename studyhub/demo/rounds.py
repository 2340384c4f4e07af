"""The demo's Scrum of Scrums: rounds with a card per team, one late, one missing, and what became of help wanted."""

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from studyhub import zones
from studyhub.circles.models import Circle, CircleKind, Format
from studyhub.db import db
from studyhub.demo.population import LEADS
from studyhub.demo.stage import Stage
from studyhub.meetings import queries as meetings
from studyhub.meetings.attendance import attending
from studyhub.meetings.changing import creating
from studyhub.meetings.changing.creating import NewCircle, NewMeeting
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import joining
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.sos import asking, helping, queries, writing
from studyhub.sos.models import Mood
from studyhub.sos.moves import HelpState
from studyhub.sos.writing import Words
from studyhub.teams.models import Team

DATA = Path(__file__).parent / "data" / "rounds.toml"
ZONE, AT, LENGTH = "Asia/Tokyo", time(13, 0), timedelta(minutes=30)
TWO_WEEKS, HOUR, A_MOMENT = timedelta(weeks=2), timedelta(hours=1), timedelta(minutes=1)
# So many are over, so many to come, the next one in some days.
OVER, COMING, NEXT_IN_DAYS = 5, 3, 6
FRIDAY = 4
ORGANIZER = "katagiri.shuji"
# Counted back from the last: who wrote after the start, who nothing, and for whom the organiser wrote it down.
LATE, SILENT, SPOKEN = (1, "データ基盤"), (2, "プラットフォーム"), (3, "ホスティング")


@dataclass(frozen=True)
class Told:
    """What the file says: the cards of each team in turn, and help wanted."""

    cards: dict[str, list[Words]]
    help: Sequence[dict[str, Any]]


def begin(stage: Stage) -> None:
    """Let the circle be made before its first round."""
    begins = _begins(stage.now)
    stage.timeline.at(begins[0] - TWO_WEEKS, partial(_create, stage, begins))


def _begins(now: datetime) -> list[datetime]:
    day = zones.in_zone(now, ZONE).date() + timedelta(days=NEXT_IN_DAYS)
    # Nobody meets on a weekend.
    day -= timedelta(days=max(day.weekday() - FRIDAY, 0))
    coming = zones.to_utc(day, AT, ZONE)
    begins = [coming + number * TWO_WEEKS for number in range(-OVER, COMING)]
    # Its rounds are skipped on holidays; the one in some days is there whenever the demo begins.
    return [one for one in begins if one <= coming or zones.national_holiday(zones.in_zone(one, ZONE).date()) is None]


def _create(stage: Stage, begins: Sequence[datetime], *, now: datetime) -> None:
    new = NewCircle(
        title="SoS会",
        kind=CircleKind.SOS,
        key="demo:sos",
        description="2週間に一度、チームの近況と、手伝ってほしいことを30分で話します。",
        format=Format.DISCUSSED,
        time_zone=ZONE,
        place="会議室さくら",
        every_weeks=2,
        weekday=begins[0].weekday(),
        start_time=AT,
        minutes=30,
        meetings=[NewMeeting(begin, begin + LENGTH) for begin in begins],
    )
    circle = creating.create(new, by=stage.person(ORGANIZER), now=now)
    for name in LEADS.values():
        if name != ORGANIZER:
            joining.join(circle, stage.person(name), now=now)
    _plan(stage, circle)


def _plan(stage: Stage, circle: Circle) -> None:
    told = _told()
    teams = {team.name: team for team in db.session.scalars(select(Team))}
    past = [one for one in db.session.scalars(meetings.of_circle(circle)) if one.ends_at <= stage.now]
    for ago, meeting in enumerate(reversed(past), start=1):
        for place, team in enumerate(LEADS):
            words = told.cards[team][ago % len(told.cards[team])]
            if (ago, team) == SPOKEN:
                stage.timeline.at(
                    meeting.starts_at + A_MOMENT, partial(_write_down, stage, meeting, teams[team], words)
                )
            elif (ago, team) != SILENT:
                before = -A_MOMENT if (ago, team) == LATE else (2 + place) * HOUR
                stage.timeline.at(meeting.starts_at - before, partial(_write, stage, meeting, teams[team], words))
        for wish in told.help:
            if wish["round"] == ago:
                stage.timeline.at(meeting.starts_at - HOUR, partial(_ask, stage, meeting, teams[wish["team"]], wish))
        stage.timeline.at(meeting.ends_at, asking.escalate)
        stage.timeline.at(meeting.ends_at + A_MOMENT, partial(_confirm, stage, meeting, ORGANIZER))


def _told() -> Told:
    found = tomllib.loads(DATA.read_text(encoding="utf-8"))
    cards: dict[str, list[Words]] = defaultdict(list)
    for card in found["update"]:
        cards[card["team"]].append(Words(Mood(card["mood"]), card["line"], card.get("troubles", "")))
    return Told(cards, found["help"])


def _confirm(stage: Stage, meeting: Meeting, name: str, *, now: datetime) -> None:
    """Everybody who was signed up came."""
    seated = [signup.user_id for signup in db.session.scalars(signup_queries.confirmed(meeting))]
    attending.confirm(meeting, attending.Sheet(seated), by=stage.person(name), now=now)


def _write(stage: Stage, meeting: Meeting, team: Team, words: Words, *, now: datetime) -> None:
    writing.hand_in(meeting, team.id, words, base=0, by=stage.person(LEADS[team.name]), now=now)


def _write_down(stage: Stage, meeting: Meeting, team: Team, words: Words, *, now: datetime) -> None:
    writing.write_down(meeting, team.id, words, base=0, by=stage.person(ORGANIZER), now=now)


def _ask(stage: Stage, meeting: Meeting, team: Team, wish: dict[str, Any], *, now: datetime) -> None:
    wanted = helping.ask(meeting, team.id, wish["what"], None, by=stage.person(wish["by"]), now=now)
    after = meeting.ends_at + HOUR
    if name := wish.get("claimed_by"):
        stage.timeline.at(after, partial(helping.claim, wanted, by=stage.person(name)))
    if name := wish.get("session_by"):
        stage.timeline.at(after + TWO_WEEKS, partial(_hold_session, stage, wanted.id, name))


def _hold_session(stage: Stage, help_id: int, name: str, *, now: datetime) -> None:
    """What is asked for becomes a study session a week later, to which whoever asked comes."""
    by = stage.person(name)
    wanted = queries.help_of(by, help_id)
    if wanted is None:
        return
    starts_at = now + timedelta(weeks=1)
    new = NewCircle(
        title=wanted.what,
        kind=CircleKind.STUDY,
        key=f"demo:help:{help_id}",
        description=f"{wanted.meeting.circle.title} で {wanted.team.name} が手伝ってほしいと挙げたことです。",
        start_time=zones.in_zone(starts_at, ZONE).time(),
        minutes=60,
        meetings=[NewMeeting(starts_at, starts_at + HOUR)],
    )
    circle = creating.create(new, by=by, now=now)
    joining.join(circle, wanted.author, now=now)
    helping.settle(wanted, HelpState.RESOLVED, by=by, now=now, became=circle)
    [meeting] = db.session.scalars(meetings.of_circle(circle))
    stage.timeline.at(meeting.ends_at + A_MOMENT, partial(_confirm, stage, meeting, name))
