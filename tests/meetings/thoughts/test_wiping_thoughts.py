"""Wiping somebody's thought: gone from every table and page, with what was gathered of it, and a trace in its place."""

import pytest

from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.meetings.thoughts import queries as thought_queries
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import Thought, ThoughtKind
from studyhub.notes.models import Note
from tests.cast import NOON, Browser, Cast
from tests.kept_texts import kept_in
from tests.meetings.scenes import messages, say
from tests.notes.notebook import head_of, note_of, save

WORDS = "Somebody *said* our_key is 秘密1234"


def press(browser: Browser, cast: Cast, thought: Thought, *, in_notes: bool = True) -> int:
    data = {"in_notes": "y"} if in_notes else {}
    address = f"/meetings/{cast.meeting.id}/thoughts/{thought.id}/wiping"
    return browser.post(address, data=data).status_code


def gathered(cast: Cast) -> Note:
    """The note of the meeting, with what was said."""
    note = note_of(cast, "Before\n")
    browser = cast.browser(cast.botan)
    answer = browser.post(f"/notes/{note.id}/gathering", data={"source": "Before\n"}).json or {}
    save(browser, note, head_of(note), answer["source"])
    return note


def test_a_wiped_thought_is_kept_nowhere_and_a_trace_stands_in_its_place(cast: Cast) -> None:
    thought = say(cast, WORDS)
    note = gathered(cast)
    assert kept_in("秘密1234") == {
        "thought.text", "revision.source", "revision.html", "revision.search_text",
    }  # fmt: skip

    assert press(cast.browser(cast.admin), cast, thought) == 303

    assert kept_in("秘密1234") == set()
    assert head_of(note).source.startswith("Before\n")
    for user in (cast.botan, cast.chika, cast.admin):
        page = cast.browser(user).get(f"/meetings/{cast.meeting.id}/").text
        assert "管理者が消去しました" in page
        assert "秘密1234" not in page


def test_the_notes_are_left_alone_where_that_is_asked_for(cast: Cast) -> None:
    thought = say(cast, WORDS)
    gathered(cast)

    press(cast.browser(cast.admin), cast, thought, in_notes=False)

    assert kept_in("秘密1234") == {"revision.source", "revision.html", "revision.search_text"}


def test_the_page_before_says_in_how_many_notes_it_stands(cast: Cast) -> None:
    thought = say(cast, WORDS)
    gathered(cast)

    page = cast.browser(cast.admin).get(f"/meetings/{cast.meeting.id}/thoughts/{thought.id}/wiping").text

    assert "ノートからも消去する（1件に含まれています）" in page


def test_a_short_thought_is_wiped_only_where_it_was_gathered(cast: Cast) -> None:
    thought = say(cast, "Before")
    note = gathered(cast)
    assert "Botan): Before" in head_of(note).source

    press(cast.browser(cast.admin), cast, thought)

    assert head_of(note).source.startswith("Before\n")
    assert "): Before" not in head_of(note).source


@pytest.mark.parametrize(
    ("name", "status"), [(None, 401), ("chika", 403), ("botan", 403), ("aki", 403), ("editor", 403), ("admin", 303)]
)
def test_administrators_wipe(cast: Cast, name: str | None, status: int) -> None:
    thought = say(cast, WORDS)

    assert press(cast.browser(getattr(cast, name) if name else None), cast, thought) == status
    assert (thought.text == WORDS) is (status != 303)


def test_an_administrator_wipes_nothing_in_a_circle_they_may_not_see(cast: Cast) -> None:
    thought = say(cast, WORDS)
    cast.circle.visibility = Visibility.PARTICIPANTS

    assert press(cast.browser(cast.admin), cast, thought) == 404


def test_the_writer_is_told_and_the_trail_says_who_did_it(cast: Cast) -> None:
    thought = say(cast, WORDS)

    press(cast.browser(cast.admin), cast, thought)

    assert messages("thought_wiped") == ["Botan"]
    event = db.session.scalars(db.select(AuditEvent).filter_by(action="thought.wiped")).one()
    assert (event.actor_id, event.subject_id, event.circle_id) == (cast.admin.id, thought.id, cast.circle.id)


@pytest.mark.parametrize("action", ["edit", "delete", "restoration", "like", "wiping"])
def test_nothing_is_done_with_it_any_more(cast: Cast, action: str) -> None:
    thought = say(cast, WORDS, by=cast.admin)
    browser = cast.browser(cast.admin)
    press(browser, cast, thought)

    answer = browser.post(f"/meetings/{cast.meeting.id}/thoughts/{thought.id}/{action}", data={"text": "Again"})

    assert (answer.status_code, thought.text, thought.deleted_at) == (404, "", None)


def test_whoever_was_changing_it_meanwhile_does_not_bring_it_back(cast: Cast) -> None:
    thought = say(cast, WORDS)
    saying.wipe(thought, cast.meeting, by=cast.admin, now=NOON)

    saying.reword(thought, ThoughtKind.THOUGHT, WORDS, now=NOON)
    saying.take_back(thought, now=NOON)

    assert (thought.text, thought.deleted_at) == ("", None)


def test_a_wiped_thought_is_not_gathered(cast: Cast) -> None:
    saying.wipe(say(cast, WORDS), cast.meeting, by=cast.admin, now=NOON)

    assert next(iter(thought_queries.written(cast.meeting).values())) == []
