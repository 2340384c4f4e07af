"""A person's page: what they presented and what became of it, thanks they show, circles; as far as one may see."""

from datetime import timedelta

import pytest

from studyhub.circles.models import Visibility
from studyhub.contributions import person_page, presented
from studyhub.contributions.person_page import PersonPage
from studyhub.db import db
from studyhub.meetings.assigning import assignments
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import joining
from studyhub.meetings.thanks import giving
from studyhub.meetings.thanks.models import Thanks
from studyhub.people.models import User, UserState
from tests.cast import NOON, Cast, query_count
from tests.meetings.scenes import after, chapter_of, claim, go_to
from tests.notes import notebook


def page_of(person: User, reader: User, *, page: int = 1, of: Meeting | None = None) -> PersonPage:
    """The page of a person, before all sessions or after the given one."""
    db.session.flush()
    return person_page.person_page(person, reader, page=page, now=after(of, hours=1) if of else NOON)


def thank(meeting: Meeting, by: User, text: str, *, to: User, is_shown: bool = False) -> Thanks:
    giving.thank(meeting, [to.id], text, by=by, now=after(meeting))
    db.session.flush()
    thanks: Thanks = db.session.scalars(db.select(Thanks).where(Thanks.text == text)).one()
    giving.show(thanks, is_shown=is_shown)
    return thanks


def close(cast: Cast) -> None:
    """The circle is for participants only from now on."""
    cast.circle.visibility = Visibility.PARTICIPANTS
    db.session.flush()


def test_what_is_presented_stands_the_newest_first_with_what_became_of_it(cast: Cast) -> None:
    claim(cast, cast.botan)
    second = cast.meetings[1]
    assignments.claim(second, chapter_of(second), cast.botan, now=NOON)
    notebook.published(cast).address = "https://tech.example.com/goals"

    shown = page_of(cast.botan, cast.chika, of=cast.meeting).presented

    moment = after(cast.meeting, hours=1)
    assert [(one.title, one.is_to_come(moment), one.became, one.address) for one in shown] == [
        ("Chapter 2", True, None, ""),
        ("Chapter 1", False, "published", "https://tech.example.com/goals"),
    ]


def test_a_note_that_waits_for_an_editor_says_so(cast: Cast) -> None:
    claim(cast, cast.botan)
    notebook.requested(cast)

    assert [one.became for one in page_of(cast.botan, cast.chika).presented] == ["requested"]


def test_a_draft_is_named_to_those_alone_who_may_open_it(cast: Cast) -> None:
    claim(cast, cast.botan)
    note = notebook.note_of(cast)

    assert [[one.note_id for one in page_of(cast.botan, who).presented] for who in (cast.aki, cast.chika)] == [
        [note.id],
        [None],
    ]


@pytest.mark.parametrize("part", ["presented", "thanks", "circles"])
def test_of_a_circle_for_participants_only_others_read_nothing(cast: Cast, part: str) -> None:
    claim(cast, cast.botan)
    thank(cast.meeting, cast.aki, "Clear", to=cast.botan, is_shown=True)
    close(cast)

    assert [len(getattr(page_of(cast.botan, who), part)) for who in (cast.aki, cast.botan, cast.chika)] == [1, 1, 0]


def test_others_read_the_thanks_that_were_chosen_and_oneself_all_of_them(cast: Cast) -> None:
    claim(cast, cast.botan)
    thank(cast.meeting, cast.aki, "Clear", to=cast.botan)
    thank(cast.meeting, cast.aki, "Drawn", to=cast.botan, is_shown=True)

    assert [[one.text for one in page_of(cast.botan, who).thanks] for who in (cast.botan, cast.aki, cast.chika)] == [
        ["Drawn", "Clear"],
        ["Drawn"],
        ["Drawn"],
    ]


def test_circles_in_common_come_first(cast: Cast) -> None:
    other = cast.new_circle(cast.botan, title="A first by its name")

    shown = page_of(cast.botan, cast.aki).circles

    assert [(one.id, one.is_common, one.is_organizer) for one in shown] == [
        (cast.circle.id, True, False),
        (other.id, False, True),
    ]
    assert shown[0].next_at == cast.meeting.starts_at


def test_where_nothing_is_presented_stands_the_session_they_go_to_next(cast: Cast) -> None:
    assert page_of(cast.botan, cast.chika).next_meeting == cast.meeting
    assert page_of(cast.botan, cast.chika, of=cast.meeting).next_meeting == cast.meetings[1]
    close(cast)
    assert page_of(cast.botan, cast.chika).next_meeting is None


def test_of_many_the_older_ones_follow_on_the_next_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presented, "PAGE_SIZE", 1)
    for meeting in cast.meetings[:2]:
        assignments.claim(meeting, chapter_of(meeting), cast.botan, now=NOON)

    pages = [page_of(cast.botan, cast.aki, page=number) for number in (1, 2)]

    assert [([one.title for one in page.presented], page.has_more) for page in pages] == [
        (["Chapter 2"], True),
        (["Chapter 1"], False),
    ]


def test_ones_own_page_has_the_record_and_the_choice_of_thanks(cast: Cast) -> None:
    claim(cast, cast.botan)
    thanks = thank(cast.meeting, cast.aki, "Clear", to=cast.botan)
    go_to(after(cast.meeting, hours=1))
    own, others = (cast.browser(who).get(f"/people/{cast.botan.id}/").text for who in (cast.botan, cast.aki))
    assert ("自分の記録" in own, "自分の記録" in others) == (True, False)
    assert ("自分のページに載せる" in own, "Clear" in others) == (True, False)

    press = f"/meetings/{cast.meeting.id}/thanks/{thanks.id}/showing?back=person"
    answer = cast.browser(cast.botan).post(press)

    assert answer.location == f"/people/{cast.botan.id}/#thanks"
    assert "Clear" in cast.browser(cast.aki).get(f"/people/{cast.botan.id}/").text


def test_the_page_of_whoever_left_stays_without_team_and_name_in_chat(cast: Cast) -> None:
    claim(cast, cast.botan)
    cast.botan.chat_handle, cast.botan.state = "botan-in-chat", UserState.LEFT

    page = cast.browser(cast.aki).get(f"/people/{cast.botan.id}/")

    assert page.status_code == 200
    assert "Chapter 1" in page.text
    assert ("botan-in-chat" in page.text, "/teams/minne/" in page.text) == (False, False)


def test_whoever_never_took_part_has_no_page_that_stays(cast: Cast) -> None:
    cast.chika.state = UserState.LEFT

    assert cast.browser(cast.aki).get(f"/people/{cast.chika.id}/").status_code == 404


@pytest.mark.parametrize("more", [0, 3])
def test_it_asks_as_often_of_more(cast: Cast, more: int) -> None:
    for number in range(more):
        joining.join(cast.new_circle(cast.aki, title=f"More {number}"), cast.botan, now=NOON)
    for meeting in cast.meetings[: more + 1]:
        assignments.claim(meeting, chapter_of(meeting), cast.botan, now=NOON)
    go_to(NOON + timedelta(hours=1))
    browser = cast.browser(cast.chika)

    with query_count(7):
        browser.get(f"/people/{cast.botan.id}/")
