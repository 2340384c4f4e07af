"""Each word of the practices is read in the interface, where the table in docs/deck.md says."""

import re
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from lxml import html

from studyhub import clock
from studyhub.circles.models import CircleKind
from studyhub.config import ROOT
from studyhub.db import db
from studyhub.drills.running import playing
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import DrillState
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import User
from studyhub.services.models import Readiness
from studyhub.sos.models import TeamUpdate
from tests.demo.browsing import browser
from tests.demo.conftest import Demo

TEXT = (ROOT / "docs" / "deck.md").read_text(encoding="utf-8")
HAYAKAWA = "hayakawa.hiyori@example.com"
PER_PRACTICE = 8


class Row(NamedTuple):
    """A word, what it is called here, the page and the test."""

    word: str
    here: str
    page: str
    shown_by: str


ROWS = [Row(*row) for row in re.findall(r"^\| (.+) \| (.+) \| `(/.*)` \| `(test_\w+)` \|$", TEXT, re.MULTILINE)]


@pytest.fixture(scope="module")
def places(demo: Demo) -> dict[str, object]:
    """What stands in braces: one of each kind that the demo has, and the drill that is planned begins now."""
    now = demo.moment
    drill = db.session.scalars(db.select(Drill).where(Drill.state == DrillState.PLANNED)).first()
    assert drill
    assert drill.examiner
    begins = drill.meeting.starts_at + timedelta(minutes=1)
    playing.start(drill, by=drill.examiner, now=begins)
    db.session.commit()
    clock.start_at(begins)
    sos = db.select(Meeting).where(Meeting.circle.has(kind=CircleKind.SOS), Meeting.state == MeetingState.SCHEDULED)
    written = db.select(TeamUpdate.meeting_id).where(TeamUpdate.troubles != "", TeamUpdate.handed_in_at.is_not(None))
    reader = db.session.scalars(db.select(User).where(User.email == HAYAKAWA)).one()
    coming = db.select(Meeting).where(Meeting.circle.has(slug="sre-book"), Meeting.starts_at > now)
    told = db.select(Drill.id).where(Drill.state == DrillState.DEBRIEFED)
    is_theirs = (Drill.responder_id == reader.id) | (Drill.examiner_id == reader.id)
    return {
        "circle": "sre-book",
        "session": db.session.scalars(coming.order_by(Meeting.starts_at).limit(1)).one().id,
        "round": db.session.scalar(written.order_by(TeamUpdate.meeting_id.desc())),
        "next": db.session.scalars(sos.where(Meeting.ends_at > now).order_by(Meeting.starts_at).limit(1)).one().id,
        "service": db.session.scalar(db.select(Readiness.service_id).where(Readiness.signed_off_at.is_not(None))),
        "drill": drill.id,
        "told": db.session.scalar(told.where(is_theirs)),
        "watched": db.session.scalar(told.where(~is_theirs)),
    }


def test_the_table_has_words_of_each_practice() -> None:
    sizes = [len(re.findall(r"^\| (?!word|join|-)", part, re.MULTILINE)) for part in TEXT.split("\n## ")[1:]]

    assert (sum(sizes), [size for size in sizes if size < PER_PRACTICE]) == (len(ROWS), [])


def main_text(text: str) -> str:
    """What a page says, without its frame."""
    page: Any = html.fromstring(text)
    return " ".join(page.xpath("string(//main)").split())


def test_each_word_stands_on_its_page(demo: Demo, places: dict[str, object]) -> None:
    client = browser(demo.app, HAYAKAWA)
    pages: dict[str, tuple[int, str]] = {}
    for page in {row.page for row in ROWS}:
        answer = client.get(page.format(**places))
        pages[page] = answer.status_code, main_text(answer.text)

    assert [page for page, (status, _text) in pages.items() if status != 200] == []
    assert [(row.here, row.page) for row in ROWS if row.here not in pages[row.page][1]] == []


def test_each_word_has_its_test() -> None:
    sources = list((ROOT / "tests").rglob("test_*.py"))
    present = {path.stem for path in sources}
    for path in sources:
        present |= set(re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8")))

    assert [row.word for row in ROWS if row.shown_by not in present] == []
