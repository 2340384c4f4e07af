"""Who presents in the sessions to come: what an organiser looks through when somebody cannot."""

from datetime import timedelta

from lxml import html

from studyhub.meetings.assigning import assignments, reading_together
from studyhub.meetings.assigning.cover.presenters_to_come import Presented, presenters_to_come
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, claim, held


def _to_come(user: User) -> list[Presented]:
    return presenters_to_come(user, now=NOON)


def test_presenters_of_every_session_to_come_stand_in_order(cast: Cast) -> None:
    last = cast.meetings[-1]
    assignments.claim(last, chapter_of(last), cast.botan, now=NOON)
    claim(cast, cast.aki)

    found = [(one.meeting.id, one.names, one.has_next) for one in _to_come(cast.aki)]

    assert found == [(cast.meeting.id, ["Aki"], True), (last.id, ["Botan"], False)]


def test_only_who_organises_a_circle_is_shown_its_presenters(cast: Cast) -> None:
    claim(cast, cast.botan)

    assert _to_come(cast.botan) == []


def test_what_is_over_or_read_together_has_no_presenter_to_come(cast: Cast) -> None:
    chapter = claim(cast, cast.botan).chapter
    assert presenters_to_come(cast.aki, now=cast.meeting.ends_at + timedelta(minutes=1)) == []

    reading_together.read_together(cast.meeting, chapter, by=cast.aki, now=NOON)

    assert _to_come(cast.aki) == []


def test_the_page_says_what_each_press_does(cast: Cast) -> None:
    claim(cast, cast.botan)

    page = cast.browser(cast.aki).get("/meetings/presenters").text

    said = html.document_fromstring(page).xpath("//dl[@class='facts']/dt/text()")
    assert said == ["代わりを募る", "その場で読む", "次の回へ", "回を中止にする"]


def test_one_press_looks_for_cover_and_the_list_then_says_so(cast: Cast) -> None:
    mine = claim(cast, cast.botan)
    page = f"/meetings/{cast.meeting.id}/chapters/{mine.chapter_id}"
    browser = cast.browser(cast.aki)

    browser.post(f"{page}/cover-request", data={"absent": mine.id})

    assert [one.state for one in held(chapter_of(cast.meeting))] == [AssignmentState.COVER_WANTED]
    assert [one.is_sought for one in _to_come(cast.aki)] == [True]
