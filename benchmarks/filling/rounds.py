"""Scrum of Scrums, in every size: half a year of rounds with a card of each team, one tomorrow that wants theirs.

Of each round one team's help is wanted; all but the last two were settled. The reader's team has no card yet for
tomorrow: that is what home tells them of it.
"""

from datetime import timedelta

from benchmarks import scene
from benchmarks.filling.training import circle
from benchmarks.people import writing
from benchmarks.people.writing import Row, Tables
from benchmarks.sizes import NOW, Size
from studyhub.circles.models import Circle, CircleKind, Participation
from studyhub.meetings.models import Meeting
from studyhub.sos.models import Happening, HappeningKind, HelpWanted, Mood, TeamUpdate
from studyhub.sos.moves import HelpState

CIRCLE = 500_002
FIRST_MEETING = 5_001_001
WEEKS, UNSETTLED = 26, 2
TOMORROW = timedelta(hours=20)


def write(tables: Tables, size: Size) -> None:
    """A circle of rounds, its sessions, cards with what happened on call, and help that was wanted."""
    tables.add(Circle, [circle(CIRCLE, "sos", "SoS会", CircleKind.SOS)])
    tables.add(Participation, (writing.participation(CIRCLE, user) for user in range(2, scene.PEOPLE + 1)))
    tables.add(Meeting, (_meeting(week) for week in range(WEEKS + 1)))
    cards = range(1, WEEKS * size.teams + 1)
    tables.add(TeamUpdate, (_card(number, size) for number in cards))
    tables.add(Happening, map(_happening, cards))
    tables.add(HelpWanted, (_help(week, size) for week in range(WEEKS)))


def _meeting(week: int) -> Row:
    begins = NOW + TOMORROW - timedelta(days=7 * (WEEKS - week))
    return writing.meeting(FIRST_MEETING + week, CIRCLE, week + 1, begins)


def _card(number: int, size: Size) -> Row:
    week, team = divmod(number - 1, size.teams)
    before = _meeting(week)["starts_at"] - timedelta(hours=2)
    words = {"mood": Mood.FINE, "line": "リリースを終えた", "troubles": "夜間の通知が多い"}
    place = {"meeting_id": FIRST_MEETING + week, "team_id": 1 + team, "author_id": 2, "number": 1}
    return {"id": number, **place, **words, "saved_at": before, "handed_in_at": before, "first_handed_in_at": before}


def _happening(card: int) -> Row:
    told = {"key": "calls", "kind": HappeningKind.CALLS, "about": {"count": 3, "before": 1}, "is_shown": True}
    return {"update_id": card, "position": 0, **told}


def _help(week: int, size: Size) -> Row:
    meeting = _meeting(week)
    is_open = week >= WEEKS - UNSETTLED
    asked = {"what": "デプロイの手順を一緒に見てほしい", "asked_at": meeting["starts_at"]}
    settled = {
        "state": HelpState.OPEN if is_open else HelpState.RESOLVED,
        "closed_at": None if is_open else meeting["ends_at"],
        "closed_by_id": None if is_open else 2,
    }
    team = {"team_id": 1 + week % size.teams, "author_id": 2}
    return {"id": 1 + week, "meeting_id": FIRST_MEETING + week, **team, **asked, **settled}
