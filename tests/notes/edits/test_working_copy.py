"""What waits in an editor: previews, the working copy, and what of it survives."""

from typing import Any

import pytest

from studyhub.db import db
from studyhub.notes import queries
from studyhub.notes.models import Note, Revision, WorkingCopy
from tests.cast import Cast
from tests.notes.notebook import LINES, head_of, note_of, save


def test_an_expired_sign_in_carries_the_text(cast: Cast) -> None:
    note = note_of(cast)

    answer = save(cast.browser(), note, head_of(note), "typed before the sign-in ended")

    assert answer.status_code == 401
    assert "typed before the sign-in ended" in answer.text


def test_the_preview_without_a_script_keeps_the_text_and_saves_nothing(cast: Cast) -> None:
    note = note_of(cast, LINES)
    data = {"title": "Goals", "source": "**bold**", "base": head_of(note).id, "preview": "1"}

    answer = cast.browser(cast.aki).post(f"/notes/{note.id}/edit", data=data)

    assert answer.status_code == 200
    assert "<strong>bold</strong>" in answer.text
    assert "**bold**</textarea>" in answer.text
    assert head_of(note).source == LINES


def test_the_preview_of_the_script_is_a_piece_of_a_page(cast: Cast) -> None:
    answer = cast.browser(cast.aki).post("/notes/preview", data={"source": "<b>x</b> **bold**"})

    assert answer.text == "<p>&lt;b&gt;x&lt;/b&gt; <strong>bold</strong></p>\n"


def working_copy(cast: Cast, note: Note, source: str, base: Revision) -> Any:
    data = {"title": "Goals", "source": source, "base": base.id}
    return cast.browser(cast.botan).post(f"/notes/{note.id}/working-copy", data=data)


def test_a_working_copy_is_shown_to_its_writer_only(cast: Cast) -> None:
    note = note_of(cast, LINES)
    base = head_of(note)

    answer = working_copy(cast, note, "half a thought", base)

    assert answer.json == {
        "kept_at": "12:00",
        "news": "",
        "source": "half a thought",
        "step": 1,
        "base": base.id,
    }
    assert "half a thought" in cast.browser(cast.botan).get(f"/notes/{note.id}/edit").text
    assert "half a thought" not in cast.browser(cast.aki).get(f"/notes/{note.id}/edit").text
    assert head_of(note).id == base.id


def test_a_working_copy_survives_what_others_save_and_joins_it(cast: Cast) -> None:
    note = note_of(cast, LINES)
    base = head_of(note)
    working_copy(cast, note, LINES + "mine\n", base)

    save(cast.browser(cast.aki), note, base, LINES.replace("one", "theirs"))
    page = cast.browser(cast.botan).get(f"/notes/{note.id}/edit").text
    save(cast.browser(cast.botan), note, base, LINES + "mine\n")

    assert "mine" in page
    assert head_of(note).source == LINES.replace("one", "theirs") + "mine\n"
    assert db.session.scalars(db.select(WorkingCopy)).all() == []


@pytest.mark.parametrize("fields", [{}, {"base": "99999999999999999999", "source": "x"}, {"base": "x", "source": "x"}])
def test_a_working_copy_of_nonsense_is_refused(cast: Cast, fields: dict[str, str]) -> None:
    note = note_of(cast, LINES)

    assert cast.browser(cast.botan).post(f"/notes/{note.id}/working-copy", data=fields).status_code == 422


def test_keeping_says_who_saved_meanwhile(cast: Cast) -> None:
    note = note_of(cast, LINES)
    base = head_of(note)
    save(cast.browser(cast.aki), note, base, "Aki's")

    answer = working_copy(cast, note, "mine", base)

    assert answer.json["news"] == "その間にAkiさんが第3版を保存しました。"


def test_a_working_copy_can_be_thrown_away(cast: Cast) -> None:
    note = note_of(cast, LINES)
    working_copy(cast, note, "half a thought", head_of(note))

    cast.browser(cast.botan).post(f"/notes/{note.id}/working-copy/delete")

    assert queries.working_copy(note, cast.botan) is None
