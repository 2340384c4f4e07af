"""What waits for a person on the first page, and what settles it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from studyhub.accounts.handed_in import waiting as of_accounts
from studyhub.circles import invitations
from studyhub.circles.handed_in import waiting as of_circles
from studyhub.circles.models import CircleState, Format
from studyhub.db import db
from studyhub.meetings import rules
from studyhub.meetings.assigning import assignments, suggestions
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.changing import postponing
from studyhub.meetings.handed_in import waiting as of_meetings
from studyhub.meetings.models import MeetingState
from studyhub.meetings.signing_up import joining
from studyhub.notes import tagging
from studyhub.notes.handed_in import waiting as of_notes
from studyhub.notes.releases import releasing
from studyhub.people.models import UserState
from tests.cast import NOON, Browser, Cast, query_count
from tests.meetings.scenes import after, chapter_of, go_to, messages, suggest
from tests.notes.notebook import note_of, requested

# With one kind that waits, which is asked for what it shows.
HOME_QUERIES = 12


def home(browser: Browser) -> str:
    return browser.get("/").text


def test_who_is_asked_to_present_reads_where_and_until_when(cast: Cast) -> None:
    suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=NOON)

    page = home(cast.browser(cast.botan))

    assert "「1章 Chapter 1」の担当をお願いできますか" in page
    assert "SRE ・" in page
    assert "返事は" in page


def test_a_suggestion_waits_until_it_is_answered(cast: Cast) -> None:
    asked = suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=NOON)
    browser = cast.browser(cast.botan)
    assert [one.id for one in of_meetings.suggestions(cast.botan, NOON)] == [asked.id]

    browser.post(f"/assignments/{asked.id}/acceptance")

    assert of_meetings.suggestions(cast.botan, NOON) == []


def test_an_invitation_waits_until_one_joins(cast: Cast) -> None:
    invitations.invite(cast.circle, [cast.chika.id], by=cast.aki, now=NOON)
    browser = cast.browser(cast.chika)
    assert "Akiさんから「SRE」に招待されました" in home(browser)
    assert [one.circle_id for one in of_circles.invitations(cast.chika, NOON)] == [cast.circle.id]

    browser.post("/circles/sre/participation")

    assert of_circles.invitations(cast.chika, NOON) == []


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

    assert of_circles.invitations(cast.chika, NOON) == []


def test_cover_that_is_wanted_waits_for_organisers_alone(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)
    wanted = assignments.want_cover(cast.meeting, chapter, cast.botan, now=NOON)

    assert [one.id for one in of_meetings.covers(cast.aki, NOON)] == [wanted.id]
    assert of_meetings.covers(cast.botan, NOON) == []
    assert f"/meetings/{cast.meeting.id}/chapters/{chapter.id}/decision/new" in home(cast.browser(cast.aki))


def test_a_chapter_given_back_is_told_to_the_organisers(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)

    assignments.give_back(cast.meeting, chapter, cast.botan, now=NOON)

    assert messages("assignment_given_back") == ["Aki"]


def test_a_postponed_session_waits_for_organisers_until_it_has_a_date(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)
    go_to(NOON)
    aki, botan, line = cast.browser(cast.aki), cast.browser(cast.botan), "SRE 第1回の日程が未定です"

    assert (line in home(aki), line in home(botan)) == (True, False)
    assert f'href="/meetings/{cast.meeting.id}/date"' in home(aki)

    starts_at = cast.meeting.starts_at + timedelta(days=1)
    postponing.reschedule(cast.meeting, starts_at, starts_at + timedelta(hours=1), by=cast.aki, now=NOON)

    assert line not in home(aki)


def test_where_the_circle_pauses_no_date_is_looked_for(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)
    cast.circle.move_to(CircleState.PAUSED)
    go_to(NOON)

    assert "日程が未定です" not in home(cast.browser(cast.aki))


def test_attendance_waits_for_organisers_until_it_is_confirmed(cast: Cast) -> None:
    later = after(cast.meeting)
    assert [one.id for one in of_meetings.attendance(cast.aki, later)] == [cast.meeting.id]
    assert of_meetings.attendance(cast.botan, later) == []

    attending.confirm(cast.meeting, Sheet([cast.aki.id]), by=cast.aki, now=later)

    assert of_meetings.attendance(cast.aki, later) == []


def test_attendance_that_nobody_confirmed_closes_as_not_recorded(cast: Cast) -> None:
    until = after(cast.meeting, days=14)
    assert len(of_meetings.attendance(cast.aki, until - timedelta(seconds=1))) == 2

    # The third has just ended.
    assert [one.id for one in of_meetings.attendance(cast.aki, until)] == [one.id for one in cast.meetings[1:3]]
    go_to(until)
    for page in (f"/meetings/{cast.meeting.id}/", "/profile/attendance", f"/circles/{cast.circle.slug}/attendance"):
        assert "記録なし" in cast.browser(cast.aki).get(page, follow_redirects=True).text


def called_off(cast: Cast) -> None:
    cast.meeting.state = MeetingState.CANCELLED


def discussed(cast: Cast) -> None:
    cast.circle.format = Format.DISCUSSED


@pytest.mark.parametrize("becomes", [called_off, discussed])
def test_what_is_asked_about_a_chapter_ends_with_its_buttons(cast: Cast, becomes: Callable[[Cast], None]) -> None:
    second = cast.meetings[1]
    suggest(cast, cast.botan)
    assignments.claim(second, chapter_of(second), cast.botan, now=NOON)
    assignments.want_cover(second, chapter_of(second), cast.botan, now=NOON)
    assert (len(of_meetings.suggestions(cast.botan, NOON)), len(of_meetings.covers(cast.aki, NOON))) == (1, 1)

    becomes(cast)
    db.session.flush()

    asked = [one.meeting for one in of_meetings.suggestions(cast.botan, NOON)]
    wanted = [one.meeting for one in of_meetings.covers(cast.aki, NOON)]
    assert [one for one in asked + wanted if one and not rules.takes_presenters(one, NOON)] == []
    assert asked == []


def test_what_was_held_long_ago_is_history(cast: Cast) -> None:
    assert of_meetings.attendance(cast.aki, after(cast.meetings[-1]) + timedelta(days=61)) == []


def test_the_scribe_is_reminded_of_notes_that_are_missing_or_not_shared(cast: Cast) -> None:
    cast.meeting.scribe_id = cast.botan.id
    later = after(cast.meeting)
    assert [one.id for one in of_notes.unwritten(cast.botan, later)] == [cast.meeting.id]

    note = note_of(cast)
    assert of_notes.unwritten(cast.botan, later) == []
    assert [one.id for one in of_notes.unshared(cast.botan, later)] == [note.id]

    releasing.share(note, by=cast.aki, now=later)
    assert of_notes.unshared(cast.botan, later) == []


def test_what_is_to_be_published_waits_for_editors_who_did_not_write_it(cast: Cast) -> None:
    release = requested(cast)

    assert [one.id for one in of_notes.releases(cast.editor, NOON)] == [release.id]
    assert of_notes.releases(cast.aki, NOON) == []


def test_whose_tags_leave_with_a_text_has_nothing_to_release(cast: Cast) -> None:
    release = requested(cast)
    assert of_notes.releases(cast.editor, NOON) == [release]

    tagging.retag(release.note, "", "secret", by=cast.editor, now=NOON)

    assert of_notes.releases(cast.editor, NOON) == []


def test_a_text_that_was_sent_back_waits_for_whoever_asked_until_they_ask_anew(cast: Cast) -> None:
    release = requested(cast)
    releasing.decline(release, reason="社外秘の名前が残っています。", by=cast.editor, now=NOON)
    assert [one.id for one in of_notes.sent_back(cast.botan, NOON)] == [release.id]
    assert of_notes.sent_back(cast.aki, NOON) == []
    assert "社外秘の名前が残っています。" in home(cast.browser(cast.botan))

    releasing.request(release.note, by=cast.aki, now=NOON)

    assert of_notes.sent_back(cast.botan, NOON) == []


def test_accounts_wait_for_administrators(cast: Cast) -> None:
    cast.person("Pending", state=UserState.PENDING)

    assert (of_accounts.pending(cast.admin, NOON), of_accounts.pending(cast.aki, NOON)) == ([1], [])


def test_nothing_waits_for_who_has_done_all(cast: Cast) -> None:
    assert "対応待ちはありません" in home(cast.browser(cast.chika))


@pytest.mark.parametrize(("more", "kinds"), [(0, 1), (1, 2), (6, 2)])
def test_home_asks_as_often_whatever_waits_but_once_for_each_kind(cast: Cast, more: int, kinds: int) -> None:
    for number in range(more):
        circle = cast.new_circle(cast.aki, title=f"Circle {number}")
        invitations.invite(circle, [cast.botan.id], by=cast.aki, now=NOON)
    suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=NOON)
    browser = cast.browser(cast.botan)
    go_to(NOON)

    with query_count(HOME_QUERIES + kinds - 1):
        browser.get("/")
