"""Nothing brings a wiped passage back, and who is to know learns of it without the words."""

from datetime import timedelta

import pytest
from flask_babel import force_locale

from studyhub.audit.models import AuditEvent
from studyhub.audit.words import event_words
from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.notes.edits import writing
from studyhub.notes.feature import NOTES
from studyhub.notes.messages import KINDS
from studyhub.notes.models import Note, WorkingCopy
from studyhub.notes.releases import releasing
from studyhub.notes.text.passages import MARK
from studyhub.notes.wiping import passages as wiping
from tests.cast import NOON, Cast
from tests.kept_texts import kept_in
from tests.meetings.scenes import go_to
from tests.notes.notebook import head_of, note_of, save, shared_note, told
from tests.notes.wiped import PASSWORD, TEXT, press

LATER = NOON + timedelta(hours=1)


def test_an_editor_who_read_the_text_before_approves_nothing_else(cast: Cast) -> None:
    note = shared_note(cast, TEXT)
    release = releasing.request(note, by=cast.botan, now=NOON)
    read = release.sha256
    press(cast.browser(cast.aki), note)

    with pytest.raises(releasing.TextChanged):
        releasing.approve(release, read_sha256=read, by=cast.editor, now=NOON)


def test_a_stale_editor_does_not_bring_it_back(cast: Cast) -> None:
    note = shared_note(cast, TEXT)
    base = head_of(note)
    press(cast.browser(cast.aki), note)

    answer = save(cast.browser(cast.botan), note, base, f"{TEXT}\nTyped since\n")

    assert answer.status_code == 303
    assert head_of(note).source == f"{TEXT}\nTyped since\n".replace(PASSWORD, MARK)
    assert kept_in(PASSWORD) == set()


def test_nor_does_what_its_script_keeps_and_the_editor_is_given_the_mark(cast: Cast) -> None:
    note = shared_note(cast, TEXT)
    base = head_of(note)
    browser = cast.browser(cast.botan)
    typed = {"title": PASSWORD, "source": f"{TEXT}\nTyped", "base": base.id, "tags": "", "tags_before": ""}
    first = browser.post(f"/notes/{note.id}/working-copy", data=typed).json or {}
    press(cast.browser(cast.aki), note)

    stale = {**typed, "source": f"{TEXT}\nTyped on", "seen": first["source"], "step": first["step"]}
    answer = browser.post(f"/notes/{note.id}/working-copy", data=stale)

    assert (answer.json or {})["source"] == f"{TEXT}\nTyped on".replace(PASSWORD, MARK)
    assert kept_in(PASSWORD) == set()


def test_nor_do_two_who_change_the_same_line(cast: Cast) -> None:
    note = shared_note(cast, TEXT)
    base = head_of(note)
    press(cast.browser(cast.aki), note)
    writing.edit(
        note, head_of(note), "Goals", head_of(note).source.replace("he said", "she said"), by=cast.aki, now=NOON
    )

    answer = save(cast.browser(cast.botan), note, base, TEXT.replace("he said", "they said"))

    assert (answer.status_code, "they said" in answer.text, PASSWORD in answer.text) == (409, True, False)
    assert kept_in(PASSWORD) == set()


def test_nor_does_whoever_pastes_it_elsewhere_with_other_line_ends(cast: Cast) -> None:
    note = shared_note(cast, "a long\npassage here\n")
    press(cast.browser(cast.aki), note, "long passage here")

    save(cast.browser(cast.botan), note, head_of(note), "again a long passage\nhere!\n")

    assert head_of(note).source == f"again a {MARK}!\n"


def test_in_another_note_the_same_words_are_free(cast: Cast) -> None:
    press(cast.browser(cast.aki), note_of(cast, TEXT))
    other = writing.begin(cast.circle, cast.meetings[1], "Other", "", by=cast.botan, now=NOON)

    save(cast.browser(cast.botan), other, head_of(other), PASSWORD)

    assert head_of(other).source == PASSWORD


def test_wiped_twice_is_wiped_once(cast: Cast) -> None:
    note = shared_note(cast, TEXT)
    press(cast.browser(cast.aki), note)
    db.session.add(_again(note))

    assert press(cast.browser(cast.aki), note)[0] == 303
    assert (kept_in(PASSWORD), len(wiping.wiped_from(note))) == (set(), 1)


def _again(note: Note) -> WorkingCopy:
    return WorkingCopy(note_id=note.id, user_id=1, title="", source=PASSWORD, saved_at=NOON)


def test_the_writer_is_told_without_the_passage(cast: Cast) -> None:
    note = shared_note(cast, TEXT)

    press(cast.browser(cast.aki), note)

    assert told("passage_wiped") == {cast.botan.id}
    with force_locale("ja"):
        message = KINDS["passage_wiped"].render({"note_id": note.id, "title": "Goals", "circle": "SRE"}, "ja")
    assert "消去" in message.subject


def test_whoever_sees_the_circle_no_more_is_told_nothing(cast: Cast) -> None:
    note = shared_note(cast, TEXT)
    writing.edit(note, head_of(note), "Goals", f"{TEXT}\n", by=cast.chika, now=NOON)
    cast.circle.visibility = Visibility.PARTICIPANTS

    press(cast.browser(cast.aki), note)

    assert told("passage_wiped") == {cast.botan.id}


def test_the_trail_and_the_list_of_revisions_say_so_without_the_passage(cast: Cast) -> None:
    note = shared_note(cast, TEXT)

    press(cast.browser(cast.admin), note)

    event = db.session.scalars(db.select(AuditEvent).filter_by(action="note.passage_wiped")).one()
    assert (event.actor_id, event.after) == (cast.admin.id, {"revisions": 1, "unsaved": 0})
    with force_locale("ja"):
        assert event_words(event, NOTES.actions) == "ノートの一部を消去"
    assert "すべての版から一部が消去されました" in cast.browser(cast.chika).get(f"/notes/{note.id}/revisions/").text


def test_programs_that_follow_the_members_feed_fetch_the_text_again(cast: Cast) -> None:
    note = shared_note(cast, TEXT)
    before = note.updated_at
    go_to(LATER)

    press(cast.browser(cast.aki), note)

    assert before == NOON
    assert note.updated_at >= LATER
