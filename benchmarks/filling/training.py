"""On-call training, in every size: scenarios with their answers, a year of drills, one tomorrow, and a newcomer's path.

Somebody who examines or responds stands in each drill, in turn; in tomorrow's the reader responds, without a seat in
its session: that is what home tells them of it.
"""

from collections.abc import Iterator
from datetime import timedelta

from benchmarks import scene
from benchmarks.filling.on_call import TODAY
from benchmarks.people import writing
from benchmarks.people.writing import Row, Tables
from benchmarks.sizes import NOW, Size
from studyhub.circles.models import Circle, CircleKind, Participation, Visibility
from studyhub.drills.models import Scenario, ScenarioSecret, ScenarioSeen
from studyhub.drills.running.models import Drill, DrillEvent, DrillRemark, DrillReview
from studyhub.drills.running.states import DrillState, EventKind, RemarkKind, Verdict
from studyhub.meetings.models import Meeting
from studyhub.paths.models import Path, PathStep
from studyhub.paths.steps import StepKind, days
from studyhub.text.searching import kept

SCENARIOS_LEAST, SCENARIOS_OF_A_TEAM, WEEKS = 8, 4, 52
# Behind the numbers of all circles and sessions that other fillings write.
CIRCLE = 500_001
FIRST_MEETING = 5_000_001
LOGGED = (EventKind.STARTED, EventKind.ASKED, EventKind.TRIED, EventKind.HINT, EventKind.FOUND, EventKind.REVEALED)
TOMORROW = timedelta(hours=22)
# The reader's way leads to a service for which they are not ready yet.
NEW_TO, FIRST_NIGHT_IN = 2, timedelta(days=60)


def write(tables: Tables, size: Size) -> None:
    """Scenarios of each team, a drill a week for a year, and the reader's way to the first night for one service."""
    scenarios = range(1, max(SCENARIOS_LEAST, size.teams * SCENARIOS_OF_A_TEAM) + 1)
    tables.add(Scenario, map(_scenario, scenarios))
    tables.add(ScenarioSecret, map(_secret, scenarios))
    tables.add(ScenarioSeen, map(_seen, scenarios))
    tables.add(Circle, [circle(CIRCLE, "training", "オンコールトレーニング", CircleKind.DRILL)])
    tables.add(Participation, (writing.participation(CIRCLE, user) for user in range(2, scene.PEOPLE + 1)))
    tables.add(Meeting, (_meeting(week) for week in range(WEEKS + 1)))
    tables.add(Drill, (_drill(week, len(scenarios)) for week in range(WEEKS + 1)))
    tables.add(DrillEvent, (row for week in range(WEEKS) for row in _record(week)))
    tables.add(DrillRemark, map(_remark, range(WEEKS)))
    tables.add(DrillReview, ({"drill_id": 1 + week, "verdict": Verdict.PASS} for week in range(WEEKS)))
    tables.add(Path, [_path()])
    tables.add(PathStep, _steps())


def circle(id_: int, slug: str, title: str, kind: CircleKind) -> Row:
    """A circle of one of the practices, which everybody inside may see."""
    how = {"kind": kind, "visibility": Visibility.INSIDE, "every_weeks": 1}
    # Older than any other: the list of circles shows the same ones in every size.
    return {"id": id_, "slug": slug, "title": title, "search_text": kept(title), **how, "created_at": scene.BEGAN}


def _scenario(number: int) -> Row:
    title = f"{number}番目の障害"
    at = {"created_at": scene.BEGAN, "confirmed_at": NOW}
    services = {"service_id": 1 + number % SCENARIOS_LEAST}
    return {"id": number, **services, "title": title, "search_text": kept(title), "author_id": _author(number), **at}


def _author(number: int) -> int:
    return 2 + number % (scene.PEOPLE - 1)


def _secret(number: int) -> Row:
    symptom = f"{number}番目の画面が遅く、エラーの割合が上がっている"
    answer = {"cause": "接続数の上限", "fix": "上限を上げ、遅い問い合わせを止める", "hints": "接続数を見る"}
    return {"scenario_id": number, "symptom": symptom, "search_text": kept(symptom), **answer}


def _seen(number: int) -> Row:
    return {"scenario_id": number, "user_id": _author(number), "seen_at": scene.BEGAN}


def _meeting(week: int) -> Row:
    begins = NOW + TOMORROW - timedelta(days=7 * (WEEKS - week))
    return writing.meeting(FIRST_MEETING + week, CIRCLE, week + 1, begins)


def _drill(week: int, scenarios: int) -> Row:
    scenario = 1 + week % scenarios
    examiner = _author(scenario)
    responder = scene.READER if week == WEEKS else 2 + (examiner - 1) % (scene.PEOPLE - 1)
    state = DrillState.PLANNED if week == WEEKS else DrillState.DEBRIEFED
    who = {"examiner_id": examiner, "responder_id": responder, "created_by_id": examiner, "created_at": scene.BEGAN}
    return {"id": 1 + week, "meeting_id": FIRST_MEETING + week, "scenario_id": scenario, "state": state, **who}


def _record(week: int) -> Iterator[Row]:
    at = _meeting(week)["starts_at"]
    for seconds, kind in enumerate(LOGGED):
        when = {"clock_seconds": 60 * seconds, "at": at + timedelta(minutes=seconds)}
        yield {"drill_id": 1 + week, "kind": kind, "text": "ダッシュボードを見る", "by_id": 2, **when}


def _remark(week: int) -> Row:
    said = {"kind": RemarkKind.LEARNED, "text": "手順の場所を知った", "author_id": 2}
    return {"drill_id": 1 + week, **said, "created_at": _meeting(week)["ends_at"]}


def _path() -> Row:
    made = {"mentor_since": NOW, "made_by_id": 2, "made_at": NOW}
    return {"id": 1, "user_id": scene.READER, "service_id": NEW_TO, "mentor_id": 2, **made}


def _steps() -> Iterator[Row]:
    due = days(TODAY, TODAY + FIRST_NIGHT_IN)
    for position, kind in enumerate(StepKind):
        yield {"path_id": 1, "position": position, "kind": kind, "due_on": due[kind], "since": NOW}
