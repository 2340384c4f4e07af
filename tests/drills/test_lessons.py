"""What becomes of what was learned: an action of the session, help wanted, a decision about the alert."""

import re
from datetime import timedelta
from html import unescape

import pytest

from studyhub.actions.models import Action
from studyhub.circles.models import CircleKind, Visibility
from studyhub.db import db
from studyhub.drills import scenarios
from studyhub.drills.running import debriefing, lessons, playing, read_chapters
from studyhub.drills.running.models import Drill, DrillRemark
from studyhub.drills.running.states import RemarkKind
from studyhub.drills.scenarios import Told
from studyhub.meetings.changing import creating
from studyhub.services.models import Service
from studyhub.sos.models import HelpWanted
from tests.alerts.conftest import group_of, ring
from tests.cast import NOON, Cast
from tests.drills.scenes import KEPT, new_drill
from tests.meetings.scenes import go_to

BEGUN = NOON + timedelta(days=1, hours=7)


@pytest.fixture
def told(cast: Cast, service: Service) -> Drill:
    """A drill that began with an alert and is revealed, in a session that has begun."""
    ring(service, NOON - timedelta(days=1))
    scenario = scenarios.write(
        Told("Disk", service.id, alert_group_id=group_of(service).id), KEPT, by=cast.aki, now=NOON
    )
    drill = new_drill(cast, scenario)
    go_to(BEGUN)
    playing.start(drill, by=cast.aki, now=BEGUN)
    playing.reveal(drill, by=cast.aki, now=BEGUN)
    db.session.commit()
    return drill


@pytest.fixture
def learned(cast: Cast, told: Drill) -> DrillRemark:
    said = debriefing.remark(told, RemarkKind.LEARNED, "Look first", by=cast.botan, now=BEGUN)
    db.session.commit()
    return said


def new_round(cast: Cast) -> None:
    """A round of all teams, two days after NOON."""
    starts_at = NOON + timedelta(days=2)
    new = creating.NewCircle(
        title="All teams",
        kind=CircleKind.SOS,
        key="0" * 16,
        visibility=Visibility.INSIDE,
        meetings=[creating.NewMeeting(starts_at, starts_at + timedelta(minutes=30))],
    )
    creating.create(new, by=cast.chika, now=NOON)
    db.session.commit()


def test_what_was_learned_becomes_one_action_of_the_session(cast: Cast, told: Drill, learned: DrillRemark) -> None:
    browser = cast.browser(cast.aki)

    for _press in range(2):
        assert browser.post(f"/training/drills/{told.id}/remarks/{learned.id}/action").status_code == 303

    [action] = db.session.scalars(db.select(Action))
    assert (action.text, action.meeting_id, action.owner_id) == ("Look first", told.meeting_id, None)


def test_whoever_is_not_in_the_circle_keeps_no_action(cast: Cast, told: Drill, learned: DrillRemark) -> None:
    scenarios.note_seen(told.scenario, cast.chika, now=NOON)

    refused = cast.browser(cast.chika).post(f"/training/drills/{told.id}/remarks/{learned.id}/action")

    assert (refused.status_code, db.session.scalars(db.select(Action)).all()) == (403, [])


def test_what_was_learned_is_asked_for_help_with_in_the_next_round(
    cast: Cast, told: Drill, learned: DrillRemark
) -> None:
    new_round(cast)
    browser = cast.browser(cast.botan)

    for _press in range(2):
        assert browser.post(f"/training/drills/{told.id}/remarks/{learned.id}/help").status_code == 303

    [wanted] = db.session.scalars(db.select(HelpWanted))
    assert (wanted.what, wanted.team_id) == ("Look first", cast.team.id)


def test_without_a_round_nobody_is_asked(cast: Cast, told: Drill, learned: DrillRemark) -> None:
    browser = cast.browser(cast.botan)

    refused = browser.post(f"/training/drills/{told.id}/remarks/{learned.id}/help")

    assert refused.status_code == 403
    assert "/help" not in browser.get(f"/training/drills/{told.id}/").text


def test_the_decision_about_the_alert_begins_with_what_was_learned(
    cast: Cast, told: Drill, learned: DrillRemark
) -> None:
    browser = cast.browser(cast.botan)
    link = re.findall(r'href="([^"#]+learned=[^"#]+)', browser.get(f"/training/drills/{told.id}/").text)[0]

    page = browser.get(unescape(link)).text

    assert re.findall(r'name="reason"[^>]*value="([^"]*)"', page) == ["Look first"]


@pytest.mark.parametrize("query", ["drill={drill}&learned=99", "drill=99&learned={said}", "drill=x&learned=y", ""])
def test_the_decision_begins_with_nothing_else(cast: Cast, told: Drill, learned: DrillRemark, query: str) -> None:
    asked = query.format(drill=told.id, said=learned.id)

    page = cast.browser(cast.botan).get(f"/oncall/alerts/groups/{told.scenario.alert_group_id}/?{asked}")

    assert (page.status_code, "Look first" in page.text) == (200, False)


def test_whoever_has_not_seen_the_answer_takes_no_word_of_it_to_the_alert(
    cast: Cast, told: Drill, learned: DrillRemark
) -> None:
    other = cast.person("Daichi", is_admin=True)
    address = f"/oncall/alerts/groups/{told.scenario.alert_group_id}/?drill={told.id}&learned={learned.id}"

    assert "Look first" not in cast.browser(other).get(address).text


def test_what_became_something_is_not_taken_back(cast: Cast, told: Drill, learned: DrillRemark) -> None:
    lessons.make_action(told, learned, by=cast.aki, now=BEGUN)

    debriefing.take_back(told, learned)

    assert db.session.get(DrillRemark, learned.id) is not None


def test_what_was_learned_sends_people_to_a_chapter_once(cast: Cast, told: Drill, learned: DrillRemark) -> None:
    browser = cast.browser(cast.botan)
    [first, second, *_rest] = read_chapters.offered(cast.botan)

    for chapter in (first, second):
        answer = browser.post(f"/training/drills/{told.id}/remarks/{learned.id}/chapter", data={"chapter": chapter.id})
        assert answer.status_code == 303

    page = unescape(browser.get(f"/training/drills/{told.id}/").text)
    assert f'読む章</span> <a href="/meetings/{first.meeting_id}/">{first.circle}' in page
    assert "読む章を選ぶ" not in page


@pytest.mark.parametrize("chapter", ["", "0", "x", "999999", "１"])
def test_a_chapter_that_is_not_offered_is_not_taken(
    cast: Cast, told: Drill, learned: DrillRemark, chapter: str
) -> None:
    browser = cast.browser(cast.botan)

    browser.post(f"/training/drills/{told.id}/remarks/{learned.id}/chapter", data={"chapter": chapter})

    assert learned.chapter_id is None
    assert "参加している会で読んでいる章から選んでください" in browser.get(f"/training/drills/{told.id}/").text


def test_chapters_of_circles_one_is_not_in_are_not_offered(cast: Cast) -> None:
    cast.new_circle(cast.chika, title="Theirs")

    assert {one.circle for one in read_chapters.offered(cast.botan)} == {"SRE"}


def test_whoever_may_not_open_its_circle_reads_no_word_of_the_chapter(
    cast: Cast, told: Drill, learned: DrillRemark
) -> None:
    theirs = cast.new_circle(cast.botan, title="Among us", visibility=Visibility.PARTICIPANTS)
    chapter = next(one for one in read_chapters.offered(cast.botan) if one.slug == theirs.slug)
    lessons.choose_chapter(told, learned, chapter, by=cast.botan)
    db.session.commit()

    page = cast.browser(cast.aki).get(f"/training/drills/{told.id}/").text

    assert "閲覧できない会の章" in page
    assert "Among us" not in page
    assert "Among us" in cast.browser(cast.botan).get(f"/training/drills/{told.id}/").text


def test_one_that_names_a_chapter_is_not_taken_back(cast: Cast, told: Drill, learned: DrillRemark) -> None:
    lessons.choose_chapter(told, learned, read_chapters.offered(cast.botan)[0], by=cast.botan)

    assert learned.has_become
