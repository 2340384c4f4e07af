"""What waits for a person on the first page, and what settles it."""

from datetime import timedelta

import pytest

from studyhub.circles import invitations
from studyhub.circles.models import CircleState
from studyhub.home.waiting import Waiting, waiting_for
from studyhub.meetings.assigning import assignments, suggestions
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.signing_up import joining
from studyhub.notes.releases import releasing
from studyhub.people.models import User, UserState
from tests.cast import NOON, Browser, Cast, query_count
from tests.meetings.scenes import after, chapter_of, go_to, messages
from tests.notes.notebook import note_of, requested

HOME_QUERIES = 14


def waits(user: User) -> Waiting:
    return waiting_for(user, now=NOON)


def home(browser: Browser) -> str:
    return browser.get("/").text


def test_who_is_asked_to_present_reads_where_and_until_when(cast: Cast) -> None:
    suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=NOON)

    page = home(cast.browser(cast.botan))

    assert "「Chapter 1」の担当をお願いできますか" in page
    assert "SRE ・" in page
    assert "返事は" in page


def test_a_suggestion_waits_until_it_is_answered(cast: Cast) -> None:
    asked = suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=NOON)
    browser = cast.browser(cast.botan)
    assert [one.id for one in waits(cast.botan).suggestions] == [asked.id]

    browser.post(f"/assignments/{asked.id}/acceptance")

    assert waits(cast.botan).suggestions == []


def test_an_invitation_waits_until_one_joins(cast: Cast) -> None:
    invitations.invite(cast.circle, [cast.chika.id], by=cast.aki, now=NOON)
    browser = cast.browser(cast.chika)
    assert "Akiさんから「SRE」に招待されました" in home(browser)
    assert [one.circle_id for one in waits(cast.chika).invitations] == [cast.circle.id]

    browser.post("/circles/sre/participation")

    assert waits(cast.chika).invitations == []


@pytest.mark.parametrize("how", ["withdrawn", "left", "over"])
def test_an_invitation_that_leads_nowhere_does_not_wait(cast: Cast, how: str) -> None:
    invitations.invite(cast.circle, [cast.chika.id], by=cast.aki, now=NOON)
    if how == "withdrawn":
        invitations.withdraw(cast.circle, cast.chika.id, by=cast.aki, now=NOON)
    elif how == "left":
        joining.join(cast.circle, cast.chika, now=NOON)
        joining.leave(cast.circle, cast.chika, now=NOON)
    else:
        cast.circle.move_to(CircleState.ENDED)

    assert waits(cast.chika).invitations == []


def test_cover_that_is_wanted_waits_for_organisers_alone(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)
    wanted = assignments.want_cover(cast.meeting, chapter, cast.botan, now=NOON)

    assert [one.id for one in waits(cast.aki).covers] == [wanted.id]
    assert waits(cast.botan).covers == []
    assert f"/meetings/{cast.meeting.id}/chapters/{chapter.id}/edit" in home(cast.browser(cast.aki))


def test_a_chapter_given_back_is_told_to_the_organisers(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)

    assignments.give_back(cast.meeting, chapter, cast.botan, now=NOON)

    assert messages("assignment_given_back") == ["Aki"]


def test_attendance_waits_for_organisers_until_it_is_confirmed(cast: Cast) -> None:
    later = after(cast.meeting)
    assert [one.id for one in waiting_for(cast.aki, now=later).attendance] == [cast.meeting.id]
    assert waiting_for(cast.botan, now=later).attendance == []

    attending.confirm(cast.meeting, Sheet([cast.aki.id]), by=cast.aki, now=later)

    assert waiting_for(cast.aki, now=later).attendance == []


def test_what_was_held_long_ago_is_history(cast: Cast) -> None:
    assert waiting_for(cast.aki, now=after(cast.meetings[-1]) + timedelta(days=61)).attendance == []


def test_the_scribe_is_reminded_of_notes_that_are_missing_or_not_shared(cast: Cast) -> None:
    cast.meeting.scribe_id = cast.botan.id
    later = after(cast.meeting)
    assert [one.id for one in waiting_for(cast.botan, now=later).unwritten] == [cast.meeting.id]

    note = note_of(cast)
    assert waiting_for(cast.botan, now=later).unwritten == []
    assert [one.id for one in waiting_for(cast.botan, now=later).unshared] == [note.id]

    releasing.share(note, by=cast.aki, now=later)
    assert waiting_for(cast.botan, now=later).unshared == []


def test_what_is_to_be_published_waits_for_editors_who_did_not_write_it(cast: Cast) -> None:
    release = requested(cast)

    assert [one.id for one in waits(cast.editor).releases] == [release.id]
    assert waits(cast.aki).releases == []


def test_accounts_wait_for_administrators(cast: Cast) -> None:
    cast.person("Pending", state=UserState.PENDING)

    assert (waits(cast.admin).accounts, waits(cast.aki).accounts) == (1, 0)


def test_nothing_waits_for_who_has_done_all(cast: Cast) -> None:
    assert waits(cast.chika).count == 0
    assert "対応待ちはありません" in home(cast.browser(cast.chika))


@pytest.mark.parametrize("more", [0, 6])
def test_home_asks_as_often_whatever_waits(cast: Cast, more: int) -> None:
    for number in range(more):
        circle = cast.new_circle(cast.aki, title=f"Circle {number}")
        invitations.invite(circle, [cast.botan.id], by=cast.aki, now=NOON)
    suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=NOON)
    browser = cast.browser(cast.botan)
    go_to(NOON)

    with query_count(HOME_QUERIES):
        browser.get("/")
