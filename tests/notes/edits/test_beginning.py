"""What a note begins with, and what a meeting's page says about it."""

import pytest

from studyhub.circles import queries as circles
from studyhub.circles.models import Format
from studyhub.db import db
from studyhub.meetings.assigning.models import MeetingChapter
from studyhub.meetings.models import MeetingState
from studyhub.notes import of_meeting
from studyhub.notes.models import Note
from studyhub.notes.of_meeting import MeetingNote
from studyhub.notes.releases import releasing
from studyhub.people.models import User
from studyhub.settings import organization
from tests.cast import NOON, Cast
from tests.notes.notebook import note_of, published, shared_note


def begun(cast: Cast) -> Note:
    cast.browser(cast.botan).post(f"/meetings/{cast.meeting.id}/note")
    note: Note = db.session.scalars(db.select(Note)).one()
    return note


def line_for(cast: Cast, user: User | None) -> MeetingNote | None:
    mine = circles.participation(cast.circle, user)
    return of_meeting.line(cast.meeting, user, mine, has_chapters=True)


def source_of(note: Note) -> str:
    assert note.head is not None
    return note.head.source


@pytest.mark.parametrize(
    ("held", "language", "first_lines"),
    [
        (Format.PRESENTED, "ja", "## 1 Chapter 1\n\n### 要点\n"),
        (Format.PRESENTED, "en", "## 1 Chapter 1\n\n### Key points\n"),
        (Format.DISCUSSED, "ja", "## 読んできて気になったところ\n\n### 1 Chapter 1\n"),
        (Format.DISCUSSED, "en", "## What stood out while reading\n\n### 1 Chapter 1\n"),
        (Format.READ_TOGETHER, "ja", "## 1 Chapter 1\n\n### 読みながら出た話\n"),
        (Format.READ_TOGETHER, "en", "## 1 Chapter 1\n\n### What came up while reading\n"),
    ],
)
def test_a_note_begins_as_the_meeting_is_held(cast: Cast, held: Format, language: str, first_lines: str) -> None:
    cast.circle.format = held
    organization.current().language = language

    assert source_of(begun(cast)).startswith(first_lines)


@pytest.mark.parametrize(("language", "first_line"), [("ja", "## きょうの話\n"), ("en", "## What it was about\n")])
def test_without_chapters_it_begins_as_a_study_session(cast: Cast, language: str, first_line: str) -> None:
    db.session.execute(db.delete(MeetingChapter))
    organization.current().language = language

    assert source_of(begun(cast)).startswith(first_line)


def test_a_chapters_name_is_no_markup(cast: Cast) -> None:
    place = db.session.scalars(db.select(MeetingChapter).where(MeetingChapter.meeting_id == cast.meeting.id)).one()
    place.chapter.title = "*args and <b>"

    note = begun(cast)

    assert note.head is not None
    assert "1 *args and &lt;b&gt;</h2>" in note.head.public_html


def test_what_a_template_marks_internal_does_not_leave(cast: Cast) -> None:
    note = begun(cast)

    assert note.head is not None
    assert "社外に出さない" in note.head.html
    assert "社外に出さない" not in note.head.public_html


def test_a_meeting_called_off_gets_no_note(cast: Cast) -> None:
    cast.meeting.state = MeetingState.CANCELLED

    assert cast.browser(cast.botan).post(f"/meetings/{cast.meeting.id}/note").status_code == 403
    assert line_for(cast, cast.botan) is None


def test_those_who_take_part_are_offered_to_begin(cast: Cast) -> None:
    line = line_for(cast, cast.botan)

    assert line is not None
    assert (line.note_id, line.can_begin, line.has_chapters) == (None, True, True)
    assert line_for(cast, cast.chika) is None
    assert line_for(cast, None) is None


def test_a_meeting_says_no_more_of_a_draft_than_its_reader_may_know(cast: Cast) -> None:
    note = note_of(cast)

    line = line_for(cast, cast.botan)

    assert line is not None
    assert (line.note_id, line.title, line.stages, line.can_write) == (note.id, "Goals", ("draft",), True)
    assert line_for(cast, cast.chika) is None


def test_a_visitor_is_told_of_what_is_published_only(cast: Cast) -> None:
    shared_note(cast)
    before = line_for(cast, None)

    release = published(cast)

    after = line_for(cast, None)
    assert before is None
    assert after is not None
    assert (after.note_id, after.stages, after.can_write) == (release.note_id, ("published",), False)
    releasing.retract(release, by=cast.editor, now=NOON)
    assert line_for(cast, None) is None
