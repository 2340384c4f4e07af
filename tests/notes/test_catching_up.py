"""Five minutes for whoever was away or is new: the last note, what most agree with, what is read next."""

from datetime import datetime
from typing import Any

import pytest
from lxml import html

from studyhub.actions import deciding, giving
from studyhub.actions.giving import Task
from studyhub.actions.places import Place
from studyhub.circles import invitations
from studyhub.circles.models import CircleState, Visibility
from studyhub.db import db
from studyhub.meetings import circle_page
from studyhub.meetings.assigning import reading_together
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import ThoughtKind
from studyhub.notes.catching_up import CatchUp, catch_up
from studyhub.notes.edits import writing
from studyhub.notes.models import Note
from studyhub.notes.releases import releasing
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.scenes import after, chapter_of, go_to


def found(cast: Cast, user: User, now: datetime) -> CatchUp | None:
    lines = circle_page.plan_lines(cast.circle, user, is_inside=True, now=now)
    return catch_up(cast.circle, lines, user, now=now)


def write(cast: Cast, index: int, *, is_shared: bool) -> Note:
    meeting = cast.meetings[index]
    now = after(meeting)
    note = writing.begin(cast.circle, meeting, f"Note {index + 1}", "合言葉は静けさ", by=cast.aki, now=now)
    if is_shared:
        releasing.share(note, by=cast.aki, now=now)
    db.session.flush()
    return note


def test_the_last_note_is_the_newest_that_one_may_open(cast: Cast) -> None:
    write(cast, 0, is_shared=True)
    write(cast, 1, is_shared=False)
    now = after(cast.meetings[2])

    inside, outside = found(cast, cast.botan, now), found(cast, cast.chika, now)

    assert inside is not None
    assert outside is not None
    assert [(one.note.title, one.note.is_shared) for one in (inside, outside) if one.note] == [
        ("Note 2", False),
        ("Note 1", True),
    ]


def test_what_was_decided_in_its_session_stands_under_it(cast: Cast) -> None:
    write(cast, 0, is_shared=True)
    deciding.decide(Place(cast.circle, cast.meeting), "月に1度にする", by=cast.aki, now=after(cast.meeting))
    go_to(after(cast.meeting))

    page = cast.browser(cast.chika).get("/circles/sre/").text

    assert "5分で追いつく" in page
    assert "決定:月に1度にする" in page


def test_what_is_done_already_is_not_told_as_still_to_do(cast: Cast) -> None:
    write(cast, 0, is_shared=True)
    now, place = after(cast.meeting), Place(cast.circle, cast.meeting)
    done, _still = [giving.give(place, Task(text, cast.botan), by=cast.aki, now=now) for text in ("Measure", "Draw")]
    giving.finish(done, by=cast.botan, now=now)

    caught_up = found(cast, cast.chika, now)

    assert caught_up is not None
    assert [one.text for one in caught_up.settled.actions] == ["Draw"]


def test_what_is_read_together_next_is_said_so(cast: Cast) -> None:
    write(cast, 0, is_shared=True)
    following = cast.meetings[1]
    reading_together.read_together(following, chapter_of(following), by=cast.aki, now=NOON)
    go_to(after(cast.meeting))

    page: Any = html.fromstring(cast.browser(cast.chika).get("/circles/sre/").text)

    [sheet] = page.xpath("//section[@aria-labelledby='catch-up']")
    assert "その場で読む" in sheet.text_content()
    assert "最新のノート" in sheet.text_content()


def test_what_most_agree_with_comes_first_and_three_are_enough(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    said = [saying.say(chapter, ThoughtKind.THOUGHT, f"感想 {n}", by=cast.botan, now=NOON) for n in range(4)]
    saying.like(said[1], cast.aki)
    saying.take_back(said[3], now=NOON)

    caught_up = found(cast, cast.aki, after(cast.meeting))

    assert caught_up is not None
    assert [(one.text, one.likes) for one in caught_up.thoughts] == [("感想 1", 1), ("感想 2", 0), ("感想 0", 0)]


def test_thoughts_of_a_closed_circle_are_not_told_to_who_is_only_invited(cast: Cast) -> None:
    saying.say(chapter_of(cast.meeting), ThoughtKind.THOUGHT, "ここだけの話", by=cast.botan, now=NOON)
    cast.circle.visibility = Visibility.PARTICIPANTS
    invitations.invite(cast.circle, [cast.chika.id], by=cast.aki, now=NOON)

    assert found(cast, cast.chika, after(cast.meeting)) is None
    assert found(cast, cast.botan, after(cast.meeting)) is not None


def test_what_is_read_next_says_how_long_it_is(cast: Cast) -> None:
    write(cast, 0, is_shared=True)

    caught_up = found(cast, cast.aki, after(cast.meeting))

    assert caught_up is not None
    assert caught_up.next is not None
    assert (caught_up.next.meeting.id, caught_up.pages) == (cast.meetings[1].id, 20)


@pytest.mark.parametrize("whose", ["visitor", "over"])
def test_nobody_else_is_told(cast: Cast, whose: str) -> None:
    write(cast, 0, is_shared=True)
    cast.circle.visibility = Visibility.PUBLIC
    if whose == "over":
        cast.circle.move_to(CircleState.FINISHED)
    go_to(after(cast.meeting))

    page = cast.browser(None if whose == "visitor" else cast.aki).get("/circles/sre/").text

    assert "5分で追いつく" not in page
