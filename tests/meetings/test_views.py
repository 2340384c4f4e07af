"""What pages of meetings show and say."""

import re
from datetime import timedelta
from typing import Any

import pytest

from studyhub.meetings.assigning import assignments, chapters, suggestions
from studyhub.meetings.models import SignupState
from studyhub.meetings.signing_up import signups
from tests.cast import NOON, Cast
from tests.meetings.pages import english, followed, page, public_meeting
from tests.meetings.scenes import after, chapter_of, go_to, held, meetings_of, small_meeting, state, statements

SECRETS = ["Room B", "meet.example.com", "example.com/slides", "example.com/recording", "Aki", "Botan"]


def test_members_see_place_links_and_people(cast: Cast) -> None:
    meeting = public_meeting(cast)
    assignments.claim(meeting, chapter_of(meeting), cast.botan, now=NOON)

    text = page(cast, cast.chika, meeting)

    assert [secret for secret in SECRETS if secret not in text] == []


def test_visitors_see_neither_place_nor_links_nor_people(cast: Cast) -> None:
    meeting = public_meeting(cast)
    assignments.claim(meeting, chapter_of(meeting), cast.botan, now=NOON)

    text = page(cast, None, meeting)

    assert [secret for secret in SECRETS if secret in text] == []


def test_visitors_learn_nothing_of_how_many_come(cast: Cast) -> None:
    meeting = public_meeting(cast)
    before = page(cast, None, meeting)
    meeting.capacity = 1
    signups.sign_up(meeting, cast.botan, now=NOON)

    assert without_tokens(page(cast, None, meeting), "") == without_tokens(before, "")


def test_what_is_not_public_looks_like_what_does_not_exist(cast: Cast) -> None:
    browser = english(cast, None)

    hidden, missing = browser.get(f"/meetings/{cast.meeting.id}/"), browser.get("/meetings/99999/")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert without_tokens(hidden.text, str(cast.meeting.id)) == without_tokens(missing.text, "99999")


def without_tokens(text: str, meeting_id: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", text).replace(f"meetings/{meeting_id}/", "meetings/")


def test_the_waitlist_shows_my_position(cast: Cast) -> None:
    meeting = small_meeting(cast)
    signups.sign_up(meeting, cast.aki, now=NOON)
    signups.sign_up(meeting, cast.botan, now=NOON + timedelta(seconds=1))

    assert "number 2" in page(cast, cast.botan, meeting)


def test_only_organizers_and_oneself_see_an_absence(cast: Cast) -> None:
    signups.be_absent(cast.meeting, cast.botan, now=NOON)

    assert "Absent this time</span>" in page(cast, cast.botan, cast.meeting)
    assert "Botan" not in page(cast, cast.chika, cast.meeting)


def test_an_overlap_is_shown_before_and_after_signing_up(cast: Cast) -> None:
    [other] = meetings_of(cast.new_circle(cast.chika, title="Rival", meetings=1))
    before = page(cast, cast.botan, other)

    text = followed(english(cast, cast.botan), f"/meetings/{other.id}/signup")

    assert "At the same time: SRE" in before
    assert "Please note: SRE" in text
    assert state(other, cast.botan) is SignupState.CONFIRMED


def test_joining_a_circle_says_how_many_sessions(cast: Cast) -> None:
    browser = english(cast, cast.chika)

    answer = browser.post("/circles/sre/participation", data={"role": "participant"})

    assert (answer.status_code, answer.location) == (303, "/circles/sre/")
    assert "signed up for all 4 coming sessions" in browser.get(f"/meetings/{cast.meeting.id}/").text


def test_an_unknown_role_is_refused(cast: Cast) -> None:
    assert cast.browser(cast.chika).post("/circles/sre/participation", data={"role": "king"}).status_code == 400


@pytest.mark.parametrize(("name", "is_told"), [("botan", False), ("chika", True)])
def test_that_sign_up_is_closed_is_told_to_who_is_not_in(cast: Cast, name: str, is_told: bool) -> None:
    go_to(cast.meeting.starts_at + timedelta(minutes=5))

    said = page(cast, getattr(cast, name), cast.meeting)

    assert ("This session has begun; sign-up is closed." in said) is is_told


def test_signing_up_too_late_says_so(cast: Cast) -> None:
    browser = english(cast, cast.chika)
    go_to(cast.meeting.starts_at)

    text = followed(browser, f"/meetings/{cast.meeting.id}/signup")

    assert "Sign-up for this session is closed." in text


@pytest.mark.parametrize("user", ["aki", "chika"])
def test_show_reads_no_more_for_many_people_and_chapters(cast: Cast, user: str) -> None:
    reads = []
    for people in (1, 12):
        [meeting] = meetings_of(cast.new_circle(cast.aki, title="Many", capacity=4, meetings=1))
        for someone in cast.people(people):
            signups.sign_up(meeting, someone, now=NOON)
        chapter = chapter_of(meeting)
        for _ in range(people // 4):
            second = chapters.split(meeting, chapter, ("A", "B"), by=cast.aki, now=NOON)
            assignments.claim(meeting, second, cast.botan, now=NOON)
        browser = cast.browser(getattr(cast, user))
        with statements() as found:
            assert browser.get(f"/meetings/{meeting.id}/").status_code == 200
        reads.append(len([one for one in found if one.startswith("SELECT")]))

    assert reads[0] == reads[1]


def test_the_file_of_people_is_safe_in_a_spreadsheet(cast: Cast) -> None:
    evil = cast.person("Evil")
    evil.name, evil.kana = "=HYPERLINK(1)", "@x"
    signups.sign_up(cast.meeting, evil, now=NOON)
    signups.be_absent(cast.meeting, cast.botan, now=NOON)

    answer = english(cast, cast.aki).get(f"/meetings/{cast.meeting.id}/people.csv")

    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert [line.split(",")[0] for line in answer.data.decode("utf-8-sig").splitlines()] == [
        "Name",
        "'=HYPERLINK(1)",
        "Aki",
    ]


def test_attendance_is_confirmed_by_one_press(cast: Cast) -> None:
    go_to(after(cast.meeting))
    text = page(cast, cast.aki, cast.meeting, "attendance")

    fields: dict[str, Any] = {"present": [cast.aki.id], "walk_in": ["", str(cast.chika.id), "999999", "x"]}
    english(cast, cast.aki).post(f"/meetings/{cast.meeting.id}/attendance", data=fields)

    assert text.count("checked") == 3  # two people and one chapter
    came = page(cast, cast.chika, cast.meeting)
    assert [name for name in ("Aki", "Botan", "Chika") if name in came] == ["Aki", "Chika"]


def test_chapters_are_asked_for_accepted_and_declined_in_the_page(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    address = f"/meetings/{cast.meeting.id}/chapters/{chapter.id}"

    english(cast, cast.aki).post(f"{address}/suggestion", data={"user_id": cast.botan.id})
    asked = page(cast, cast.botan, cast.meeting)
    english(cast, cast.botan).post(f"{address}/assignment", data={"action": "decline", "reason": "Busy"})

    assert "You are asked to present this." in asked
    assert held(chapter) == []


def test_pressing_what_no_longer_fits_says_so(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    address = f"/meetings/{cast.meeting.id}/chapters/{chapter.id}/assignment"
    suggestions.suggest(cast.meeting, chapter, cast.botan, by=cast.aki, now=NOON)

    text = followed(english(cast, cast.botan), address, action="ready")

    assert "the chapter has changed meanwhile" in text


def test_an_unknown_action_is_refused(cast: Cast) -> None:
    address = f"/meetings/{cast.meeting.id}/chapters/{chapter_of(cast.meeting).id}/assignment"

    assert cast.browser(cast.botan).post(address, data={"action": "dance"}).status_code == 400


def test_a_chapter_of_another_meeting_is_not_here(cast: Cast) -> None:
    address = f"/meetings/{cast.meeting.id}/chapters/{chapter_of(cast.meetings[1]).id}/assignment"

    assert cast.browser(cast.botan).post(address, data={"action": "claim"}).status_code == 404


def test_a_reader_elsewhere_sees_their_own_time_beside(cast: Cast) -> None:
    cast.botan.time_zone = "America/New_York"

    text = page(cast, cast.botan, cast.meeting)

    assert "19:00–20:30" in text
    assert "For you: Wed, Dec 2 05:00" in text


def test_an_organizer_signs_somebody_up(cast: Cast) -> None:
    english(cast, cast.aki).post(f"/meetings/{cast.meeting.id}/people", data={"user_id": cast.chika.id})

    assert state(cast.meeting, cast.chika) is SignupState.CONFIRMED


def test_buttons_speak_the_language_of_each_reader(cast: Cast) -> None:
    japanese = cast.browser(cast.botan)
    japanese.set_cookie("language", "ja")

    first = japanese.get(f"/meetings/{cast.meeting.id}/").text
    second = page(cast, cast.botan, cast.meeting)

    assert "引き受ける" in first
    assert "Take this chapter" in second
