"""Writing a note: revisions, the working copy, and two people saving at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyhub.db import db
from studyhub.notes import queries, tagging
from studyhub.notes.edits import writing
from studyhub.notes.models import Note, Revision
from studyhub.notes.text import markdown
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.notes.notebook import LINES, head_of, note_of, published, save, shared_note


def test_saving_makes_a_revision(cast: Cast) -> None:
    note = note_of(cast, LINES)
    base = head_of(note)

    answer = save(cast.browser(cast.aki), note, base, "one\n\nchanged\n")

    assert answer.status_code == 303
    assert (head_of(note).number, head_of(note).source, head_of(note).author_id) == (
        base.number + 1,
        "one\n\nchanged\n",
        cast.aki.id,
    )


def test_unchanged_text_makes_no_revision(cast: Cast) -> None:
    note = note_of(cast, LINES)
    base = head_of(note)

    save(cast.browser(cast.aki), note, base, LINES)

    assert head_of(note).id == base.id


def test_two_browsers_saving_from_one_base_keep_both_texts(cast: Cast) -> None:
    note = note_of(cast, LINES)
    base = head_of(note)
    aki, botan = cast.browser(cast.aki), cast.browser(cast.botan)
    save(aki, note, base, LINES.replace("one", "one, says Aki"))

    save(botan, note, base, LINES.replace("three", "three, says Botan"))

    assert head_of(note).source == "one, says Aki\n\ntwo\n\nthree, says Botan\n"


def test_one_line_changed_by_both_shows_both_and_saves_neither(cast: Cast) -> None:
    note = note_of(cast, LINES)
    base = head_of(note)
    save(cast.browser(cast.aki), note, base, LINES.replace("two", "Aki's two"))
    saved = head_of(note)

    answer = save(cast.browser(cast.botan), note, base, LINES.replace("two", "Botan's two"))

    assert answer.status_code == 409
    assert "<pre>Aki&#39;s two</pre>" in answer.text
    assert "<pre>Botan&#39;s two</pre>" in answer.text
    assert "one\n\nAki&#39;s two\nBotan&#39;s two\n\nthree\n</textarea>" in answer.text.replace("\r", "")
    assert f'name="base" type="hidden" value="{saved.id}"' in answer.text
    assert head_of(note).id == saved.id


def test_a_conflict_is_settled_by_saving_on_top_of_the_newest(cast: Cast) -> None:
    note = note_of(cast, LINES)
    base = head_of(note)
    save(cast.browser(cast.aki), note, base, LINES.replace("two", "Aki's two"))
    botan = cast.browser(cast.botan)
    save(botan, note, base, LINES.replace("two", "Botan's two"))

    save(botan, note, head_of(note), LINES.replace("two", "our two"))

    assert head_of(note).source == LINES.replace("two", "our two")


def test_after_a_conflict_the_text_waits_in_the_editor(cast: Cast) -> None:
    note = note_of(cast, LINES)
    base = head_of(note)
    save(cast.browser(cast.aki), note, base, LINES.replace("two", "Aki's two"))
    botan = cast.browser(cast.botan)
    save(botan, note, base, LINES.replace("two", "Botan's two"))

    page = botan.get(f"/notes/{note.id}/edit").text

    assert "Botan&#39;s two" in page
    assert f'name="base" type="hidden" value="{base.id}"' in page


def test_a_title_changed_by_both_is_a_conflict(cast: Cast) -> None:
    note = note_of(cast, LINES)
    base = head_of(note)
    save(cast.browser(cast.aki), note, base, LINES, title="Aki's title")

    answer = save(cast.browser(cast.botan), note, base, LINES, title="Botan's title")

    assert answer.status_code == 409
    assert "<p>Aki&#39;s title</p>" in answer.text
    assert "<p>Botan&#39;s title</p>" in answer.text
    assert note.title == "Aki's title"


def test_a_title_changed_by_one_stays_with_the_text_of_the_other(cast: Cast) -> None:
    note = note_of(cast, LINES)
    base = head_of(note)
    save(cast.browser(cast.aki), note, base, LINES, title="Aki's title")

    save(cast.browser(cast.botan), note, base, LINES + "four\n")

    assert (note.title, head_of(note).source) == ("Aki's title", LINES + "four\n")


def test_a_base_of_another_note_is_refused_with_the_text_kept(cast: Cast) -> None:
    note = note_of(cast, LINES)
    other = writing.begin(cast.circle, cast.meetings[1], "Other", "", by=cast.aki, now=NOON)
    db.session.flush()

    answer = save(cast.browser(cast.aki), note, head_of(other), "typed by Aki")

    assert answer.status_code == 422
    assert "typed by Aki" in answer.text
    assert head_of(note).source == LINES


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"base": "no number"},
        {"base": "0"},
        {"base": "99999999999999999999"},
        {"tags": "x" * 41},
        {"tags": ",".join("abcdefghijk")},
    ],
)
def test_what_does_not_fit_is_refused_with_the_text_kept(cast: Cast, fields: dict[str, str]) -> None:
    note = note_of(cast, LINES)

    answer = save(cast.browser(cast.aki), note, head_of(note), "typed by Aki", **fields)

    assert answer.status_code == 422
    assert "typed by Aki" in answer.text
    assert head_of(note).source == LINES


def test_a_text_that_did_not_arrive_does_not_empty_the_note(cast: Cast) -> None:
    note = note_of(cast, LINES)

    answer = cast.browser(cast.aki).post(f"/notes/{note.id}/edit", data={"title": "Goals", "base": head_of(note).id})

    assert answer.status_code == 422
    assert head_of(note).source == LINES


def test_a_text_over_100_kb_is_refused_with_the_text_kept(cast: Cast) -> None:
    note = note_of(cast, LINES)
    long = "あ" * (markdown.MAX_SOURCE_BYTES // 3 + 1)

    answer = save(cast.browser(cast.aki), note, head_of(note), long)

    assert answer.status_code == 422
    assert long in answer.text
    assert head_of(note).source == LINES


@pytest.mark.parametrize(("name", "status"), [(None, 401), ("chika", 403), ("editor", 403), ("botan", 303)])
def test_those_who_take_part_write(cast: Cast, name: str | None, status: int) -> None:
    note = shared_note(cast)
    browser = cast.browser(getattr(cast, name) if name else None)

    assert save(browser, note, head_of(note), "new").status_code == status


def test_the_scribe_writes_without_taking_part(cast: Cast) -> None:
    note = note_of(cast)
    cast.meeting.scribe_id = cast.chika.id

    assert save(cast.browser(cast.chika), note, head_of(note), "new").status_code == 303


def test_saving_at_the_same_moment_loses_nothing(cast: Cast) -> None:
    note = note_of(cast, LINES)
    base, writers, start = head_of(note).id, [cast.aki.id, cast.botan.id], Barrier(2)

    def write(place: str, user_id: int) -> None:
        with cast.app.app_context():
            start.wait()
            same = db.session.get_one(Note, note_id)
            began, user = db.session.get_one(Revision, base), db.session.get_one(User, user_id)
            writing.edit(same, began, "Goals", LINES.replace(place, f"{place}, changed"), by=user, now=NOON)
            db.session.commit()

    note_id = note.id
    db.session.remove()
    with ThreadPoolExecutor() as pool:
        for done in [
            pool.submit(write, place, writer) for place, writer in zip(("one", "three"), writers, strict=True)
        ]:
            done.result()

    saved = db.session.get_one(Note, note_id)
    assert head_of(saved).source == "one, changed\n\ntwo\n\nthree, changed\n"


def test_an_old_revision_comes_back_as_a_new_one(cast: Cast) -> None:
    note = note_of(cast, LINES)
    old = head_of(note)
    save(cast.browser(cast.aki), note, old, "worse")
    seen = head_of(note).number

    cast.browser(cast.botan).post(f"/notes/{note.id}/revisions/{old.number}/restoration", data={"seen": seen})

    assert (head_of(note).source, head_of(note).number) == (LINES, seen + 1)


def test_restoring_loses_nothing_saved_meanwhile(cast: Cast) -> None:
    note = note_of(cast, LINES)
    old = head_of(note)
    save(cast.browser(cast.aki), note, old, "worse\n")
    seen = head_of(note).number
    save(cast.browser(cast.aki), note, head_of(note), "worst\n")

    cast.browser(cast.botan).post(f"/notes/{note.id}/revisions/{old.number}/restoration", data={"seen": seen})

    assert head_of(note).source == "worst\n"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("revisions/", 200),
        ("revisions/?before=2", 200),
        ("revisions/?before=x", 200),
        ("revisions/1/", 200),
        ("revisions/9/", 404),
        ("differences?from=1&to=2", 200),
        ("differences?from=2&to=1", 200),
        ("differences?from=1", 404),
        ("differences?from=1&to=99999999999999999999", 404),
    ],
)
def test_revisions_and_their_differences_can_be_read(cast: Cast, address: str, status: int) -> None:
    note = note_of(cast, LINES)

    assert cast.browser(cast.botan).get(f"/notes/{note.id}/{address}").status_code == status
    assert cast.browser(cast.chika).get(f"/notes/{note.id}/{address}").status_code == 404


def test_a_difference_marks_words(cast: Cast) -> None:
    note = note_of(cast, "limits are two services\n")
    save(cast.browser(cast.aki), note, head_of(note), "limits are one service\n")

    page = cast.browser(cast.aki).get(f"/notes/{note.id}/differences?from=2&to=3").text

    assert "<del>two</del>" in page
    assert "<ins>one</ins>" in page


def test_tags_of_two_people_are_both_kept(cast: Cast) -> None:
    note = note_of(cast, LINES)
    base = head_of(note)
    save(cast.browser(cast.aki), note, base, LINES, tags="SLO、監視", tags_before="")

    save(cast.browser(cast.botan), note, base, LINES, tags="ＳＬＯ, alerts", tags_before="")

    assert queries.tags_of([note.id]) == {note.id: ["SLO", "監視", "alerts"]}


def test_a_tag_taken_out_of_the_field_is_taken_off(cast: Cast) -> None:
    note = note_of(cast, LINES)
    tagging.change(note, "", "SLO, 監視")

    save(cast.browser(cast.aki), note, head_of(note), LINES, tags="監視", tags_before="SLO, 監視")

    assert queries.tags_of([note.id]) == {note.id: ["監視"]}


def test_an_edit_of_a_published_note_asks_for_review_again(cast: Cast) -> None:
    release = published(cast, LINES)

    save(cast.browser(cast.botan), release.note, head_of(release.note), LINES + "four\n")

    pages = [cast.browser(user).get(f"/notes/{release.note_id}/").text for user in (None, cast.botan)]
    assert ["four" in page for page in pages] == [False, True]
    assert "依頼中" in pages[1]


WORDS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "", "- item"]), max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(base=WORDS, insertions=st.lists(st.integers(0, 8), min_size=1, max_size=4))
def test_whatever_is_inserted_at_once_is_in_the_saved_text(cast: Cast, base: list[str], insertions: list[int]) -> None:
    writers = [cast.aki, cast.botan, cast.chika, cast.admin]
    note = writing.begin(cast.circle, None, "Goals", "\n".join(base), by=cast.aki, now=NOON)
    began = head_of(note)

    for number, place in enumerate(insertions):
        lines = [*base[:place], f"inserted by {number}", *base[place:]]
        writing.edit(note, began, "Goals", "\n".join(lines), by=writers[number], now=NOON)

    saved = head_of(note).source.split("\n")
    inserted = [f"inserted by {number}" for number in range(len(insertions))]
    assert sorted(filter(None, saved)) == sorted(filter(None, [*base, *inserted]))
