"""What the people of the demo think and ask before a meeting: from data/thoughts.txt, a line each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial

from studyhub.db import db
from studyhub.demo.plots import Plot
from studyhub.demo.population import DATA
from studyhub.demo.stage import Stage
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import ThoughtKind

BEFORE, AGO, AHEAD = timedelta(hours=20), timedelta(minutes=40), timedelta(days=8)
BETWEEN = timedelta(minutes=47)
# Every second and third reader agrees.
AGREEING = (2, 3)


@dataclass(frozen=True)
class Line:
    """What somebody says about the chapter with this number of a circle's book."""

    circle: str
    number: str
    kind: ThoughtKind
    text: str


@cache
def lines() -> tuple[Line, ...]:
    """Everything there is to say."""
    rows = (row.split(" ", 3) for row in (DATA / "thoughts.txt").read_text(encoding="utf-8").splitlines())
    return tuple(Line(circle, number, ThoughtKind(kind), text) for circle, number, kind, text in rows)


def think(stage: Stage, plot: Plot, meeting: Meeting) -> None:
    """Let people write before a meeting, the one that comes next included."""
    if meeting.starts_at < stage.now + AHEAD:
        stage.timeline.at(min(meeting.starts_at - BEFORE, stage.now - AGO), partial(_write, plot, meeting))


def _write(plot: Plot, meeting: Meeting, *, now: datetime) -> None:
    chapters = {chapter.number: chapter for chapter in chapter_queries.chapters(meeting)}
    said = [line for line in lines() if line.circle == plot.slug and line.number in chapters]
    seated = [signup.user for signup in db.session.scalars(signup_queries.confirmed(meeting))] if said else []
    for place, line in enumerate(said):
        by, moment = seated[place * 3 % len(seated)], now - (len(said) - place) * BETWEEN
        thought = saying.say(chapters[line.number], line.kind, line.text, by=by, now=moment)
        for step in AGREEING[: place % 3]:
            for user in seated[place % step :: step * 2]:
                if user is not by:
                    saying.like(thought, user)
