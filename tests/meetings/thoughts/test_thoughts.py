"""Thoughts and questions on chapters: who reads them, each one's own, and pages that follow by a step number."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from studyhub.circles.models import CircleInvitation, Visibility
from studyhub.db import db
from studyhub.meetings.assigning import chapters
from studyhub.meetings.models import Meeting
from studyhub.meetings.thoughts import queries as thought_queries
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import Thought, ThoughtKind, ThoughtLike
from studyhub.people.models import User
from tests.cast import NOON, Browser, Cast
from tests.meetings.scenes import chapter_of, go_to, meetings_of, say

THOUGHT, QUESTION = ThoughtKind.THOUGHT, ThoughtKind.QUESTION


def post(browser: Browser, meeting: Meeting, text: str, **fields: str | int) -> tuple[int, str]:
    data = {"chapter_id": chapter_of(meeting).id, "kind": "thought", "text": text, **fields}
    answer = browser.post(f"/meetings/{meeting.id}/thoughts", data=data)
    return answer.status_code, answer.text


def texts(meeting: Meeting, user: User) -> list[str]:
    return [one.thought.text for about in thought_queries.talk(meeting, user, NOON) for one in about.said]


def test_a_thought_is_said_by_one_form_and_stands_on_the_page(cast: Cast) -> None:
    status, _ = post(cast.browser(cast.botan), cast.meeting, "Toil is a loan", kind="question")

    [thought] = db.session.scalars(db.select(Thought))
    assert status == 303
    assert (thought.kind, thought.text, thought.user_id) == (QUESTION, "Toil is a loan", cast.botan.id)
    assert "Toil is a loan" in cast.browser(cast.aki).get(f"/meetings/{cast.meeting.id}/").text


def test_thoughts_are_written_before_during_and_after_the_meeting(cast: Cast) -> None:
    for moment in (NOON, cast.meeting.starts_at, cast.meeting.ends_at + timedelta(days=30)):
        go_to(moment)
        assert post(cast.browser(cast.botan), cast.meeting, f"At {moment}")[0] == 303

    assert len(texts(cast.meeting, cast.botan)) == 3


def test_newest_stands_first(cast: Cast) -> None:
    say(cast, "first")
    say(cast, "second")

    assert texts(cast.meeting, cast.aki) == ["second", "first"]


def test_sent_twice_is_said_once(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    post(browser, cast.meeting, "Same")

    post(browser, cast.meeting, "Same")

    assert texts(cast.meeting, cast.botan) == ["Same"]


@pytest.mark.parametrize("text", ["", "  \n ", "あ" * 501, "x" * 100_000])
def test_what_cannot_stand_comes_back_as_it_was_typed(cast: Cast, text: str) -> None:
    status, page = post(cast.browser(cast.botan), cast.meeting, text)

    assert status == 422
    assert f">{text.rstrip()}</textarea>" in page or not text.strip()
    assert 'id="text-error" role="alert"></p>' not in page
    assert texts(cast.meeting, cast.botan) == []


def test_the_longest_text_is_taken(cast: Cast) -> None:
    assert post(cast.browser(cast.botan), cast.meeting, "あ" * 500)[0] == 303


def test_nobody_writes_without_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saying, "OF_PERSON_MAX", 2)
    saying.take_back(say(cast, "one"), now=NOON)
    say(cast, "two")

    status, page = post(cast.browser(cast.botan), cast.meeting, "three is too many")

    assert (status, "three is too many" in page) == (422, True)
    assert post(cast.browser(cast.aki), cast.meeting, "of somebody else")[0] == 303


def test_nor_do_all_together(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saying, "ABOUT_CHAPTER_MAX", 2)
    say(cast, "one")
    say(cast, "two", by=cast.aki)

    with pytest.raises(saying.EnoughSaid):
        say(cast, "three", by=cast.chika)


def test_a_chapter_of_another_meeting_is_refused(cast: Cast) -> None:
    other = chapter_of(cast.meetings[1])

    status, _ = post(cast.browser(cast.botan), cast.meeting, "Where?", chapter_id=other.id)

    assert status == 422


def test_markup_in_a_thought_is_text(cast: Cast) -> None:
    say(cast, "<script>alert(1)</script>")

    page = cast.browser(cast.aki).get(f"/meetings/{cast.meeting.id}/thoughts").text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>" not in page


def test_visitors_read_no_thoughts_even_in_a_public_circle(cast: Cast) -> None:
    cast.circle.visibility = Visibility.PUBLIC
    say(cast, "Not for outside")

    page = cast.browser().get(f"/meetings/{cast.meeting.id}/")
    piece = cast.browser().get(f"/meetings/{cast.meeting.id}/thoughts")

    assert (page.status_code, piece.status_code) == (200, 404)
    assert "Not for outside" not in page.text
    assert "data-thoughts" not in page.text


def test_members_outside_the_circle_read_and_write_where_they_may_see_it(cast: Cast) -> None:
    say(cast, "Hello")

    assert texts(cast.meeting, cast.chika) == ["Hello"]
    assert post(cast.browser(cast.chika), cast.meeting, "From next door")[0] == 303


def test_in_a_circle_for_participants_an_invitation_is_not_enough(cast: Cast) -> None:
    circle = cast.new_circle(cast.aki, title="Quiet", visibility=Visibility.PARTICIPANTS, meetings=1)
    [meeting] = meetings_of(circle)
    saying.say(chapter_of(meeting), THOUGHT, "Between us", by=cast.aki, now=NOON)
    asked = CircleInvitation(circle_id=circle.id, user_id=cast.chika.id, invited_by_id=cast.aki.id, invited_at=NOON)
    db.session.add(asked)

    browser = cast.browser(cast.chika)
    page = browser.get(f"/meetings/{meeting.id}/")

    assert page.status_code == 200
    assert "Between us" not in page.text
    assert browser.get(f"/meetings/{meeting.id}/thoughts").status_code == 404
    assert post(browser, meeting, "Let me in")[0] == 403
    assert "Between us" in cast.browser(cast.aki).get(f"/meetings/{meeting.id}/").text


def test_one_changes_ones_own_text_and_it_says_so(cast: Cast) -> None:
    thought = say(cast, "Draft")
    data = {"chapter_id": thought.chapter_id, "kind": "question", "text": "Final?"}

    answer = cast.browser(cast.botan).post(f"/meetings/{cast.meeting.id}/thoughts/{thought.id}/edit", data=data)

    assert answer.status_code == 303
    assert (thought.text, thought.kind, thought.edited_at is not None) == ("Final?", QUESTION, True)


@pytest.mark.parametrize("action", ["edit", "delete", "restoration"])
def test_nobody_touches_anothers_text(cast: Cast, action: str) -> None:
    thought = say(cast, by=cast.botan)
    data = {"chapter_id": thought.chapter_id, "kind": "thought", "text": "Mine now"}

    answer = cast.browser(cast.aki).post(f"/meetings/{cast.meeting.id}/thoughts/{thought.id}/{action}", data=data)

    assert answer.status_code == 404
    assert (thought.text, thought.deleted_at) == ("An idea", None)


def test_taken_back_is_seen_by_nobody_and_can_be_undone(cast: Cast) -> None:
    thought = say(cast, "Hasty")
    browser, address = cast.browser(cast.botan), f"/meetings/{cast.meeting.id}/thoughts/{thought.id}"

    browser.post(f"{address}/delete")

    assert texts(cast.meeting, cast.aki) == []
    assert "Hasty" not in browser.get(f"/meetings/{cast.meeting.id}/").text
    browser.post(f"{address}/restoration")
    assert texts(cast.meeting, cast.aki) == ["Hasty"]


def test_undo_ends_after_an_hour(cast: Cast) -> None:
    thought = say(cast)
    saying.take_back(thought, now=NOON)

    with pytest.raises(saying.UndoOver):
        saying.restore(thought, now=NOON + timedelta(hours=1))


def test_a_like_counts_once_a_person(cast: Cast) -> None:
    thought = say(cast)
    address = f"/meetings/{cast.meeting.id}/thoughts/{thought.id}/like"
    for user in (cast.aki, cast.aki, cast.chika):
        cast.browser(user).post(address)

    [about] = thought_queries.talk(cast.meeting, cast.aki, NOON)
    assert [(one.likes, one.is_liked) for one in about.said] == [(2, True)]

    cast.browser(cast.aki).post(f"{address}/delete")

    [about] = thought_queries.talk(cast.meeting, cast.aki, NOON)
    assert [(one.likes, one.is_liked) for one in about.said] == [(1, False)]


def test_what_was_taken_back_takes_no_likes(cast: Cast) -> None:
    thought = say(cast)
    saying.take_back(thought, now=NOON)

    answer = cast.browser(cast.aki).post(f"/meetings/{cast.meeting.id}/thoughts/{thought.id}/like")

    assert answer.status_code == 404
    assert db.session.scalars(db.select(ThoughtLike)).all() == []


def test_a_like_for_a_text_just_taken_back_is_none(cast: Cast) -> None:
    thought = say(cast)
    db.session.execute(update(Thought).values(deleted_at=NOON), execution_options={"synchronize_session": False})

    saying.like(thought, cast.aki)

    assert db.session.scalars(select(ThoughtLike)).all() == []


def test_thoughts_go_where_their_chapter_goes(cast: Cast) -> None:
    say(cast, "On the move")

    chapters.move(cast.meeting, chapter_of(cast.meeting), cast.meetings[1], by=cast.aki, now=NOON)

    assert texts(cast.meetings[1], cast.botan) == ["On the move"]
    assert texts(cast.meeting, cast.botan) == []


def test_thoughts_of_joined_chapters_stand_under_the_whole(cast: Cast) -> None:
    here, there = cast.meetings[:2]
    saying.say(chapter_of(there), THOUGHT, "On chapter 2", by=cast.botan, now=NOON)
    chapters.move(there, chapter_of(there), here, by=cast.aki, now=NOON)

    chapters.merge(here, chapter_of(here), by=cast.aki, now=NOON)

    assert texts(here, cast.botan) == ["On chapter 2"]


def test_a_text_under_way_while_its_chapter_is_joined_stands_under_the_whole(cast: Cast) -> None:
    here, there = cast.meetings[:2]
    second = chapter_of(there)
    chapters.move(there, second, here, by=cast.aki, now=NOON)
    chapters.merge(here, chapter_of(here), by=cast.aki, now=NOON)

    saying.say(second, THOUGHT, "Under way", by=cast.botan, now=NOON)

    assert texts(here, cast.botan) == ["Under way"]
