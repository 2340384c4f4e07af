"""Wiping a passage from a note: gone from every table and page, and nothing brings it back."""

import json
import time
from datetime import timedelta
from hashlib import blake2b
from typing import Any

import pytest
from flask_babel import force_locale
from werkzeug.test import TestResponse

from studyhub.audit.models import AuditEvent
from studyhub.audit.words import event_words
from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.delivery import inbox
from studyhub.notes import passages, releasing, together, wiping, writing
from studyhub.notes.messages import KINDS
from studyhub.notes.models import Note, Release, ReleaseState, WorkingCopy
from studyhub.notes.passages import MARK
from studyhub.notes.together import Seen
from studyhub.people import addresses
from studyhub.people.addresses import Purpose
from tests.cast import NOON, Browser, Cast
from tests.conftest import SECRET_KEY
from tests.kept_texts import kept_in
from tests.meetings.scenes import go_to
from tests.notes.notebook import head_of, note_of, published, save, shared_note, told
from tests.rights.everything import text_of

PASSWORD = "hunter2-秘密のことば"  # noqa: S105 -- a password of nobody
TEXT = f"# Start\n\nThe password is {PASSWORD}, he said.\n\n:::internal\nInside: `{PASSWORD}`\n:::\n\nEnd\n"
LATER = NOON + timedelta(hours=1)


def press(browser: Browser, note: Note, passage: str = PASSWORD, *, confirmed: bool = True) -> tuple[int, str]:
    data = {"passage": passage} | ({"confirmed": "1"} if confirmed else {})
    answer = browser.post(f"/notes/{note.id}/wiping", data=data)
    return answer.status_code, answer.text


def everywhere(cast: Cast) -> Note:
    """A note whose password was copied wherever we copy texts."""
    cast.circle.visibility = Visibility.PUBLIC
    release = published(cast, TEXT)
    note = release.note
    releasing.decline(_asked_again(cast, note), f"Take {PASSWORD} out", by=cast.editor, now=NOON)
    writing.keep(note, head_of(note), PASSWORD, f"{TEXT} more", by=cast.aki, now=NOON)
    together.join(note, head_of(note), Seen(0, ""), f"{TEXT} joint", by=cast.botan, now=NOON)
    db.session.commit()
    for address in FEEDS:
        cast.browser().get(address)
    return note


def _asked_again(cast: Cast, note: Note) -> Release:
    writing.edit(note, head_of(note), f"Titled {PASSWORD}", f"{TEXT}\nMore\n", by=cast.botan, now=NOON)
    release = releasing.request(note, by=cast.botan, now=NOON)
    inbox.deliver_due(NOON)
    return release


def test_a_wiped_passage_is_kept_nowhere(cast: Cast) -> None:
    note = everywhere(cast)
    assert kept_in(PASSWORD) >= {
        "feed_file.body", "inbox_item.payload", "outbox_message.payload", "joint_text.source", "note.title",
        "release.declined_reason", "release.public_html", "release.public_source", "release.search_text",
        "release.title", "revision.html", "revision.public_html", "revision.search_text", "revision.source",
        "revision.title", "working_copy.source", "working_copy.title",
    }  # fmt: skip

    status, _ = press(cast.browser(cast.aki), note)

    assert status == 303
    assert kept_in(PASSWORD) == set()


PAGES = (
    "", "revisions/", "revisions/1/", "revisions/2/", "revisions/3/", "differences?from=1&to=3", "edit", "live",
    "releases/1/", "releases/2/",
)  # fmt: skip
FEEDS = ("/feeds/notes.rss", "/feeds/notes.atom", "/feeds/notes.json", "/circles/sre/notes.json", "/search?q=hunter2")


def seen(cast: Cast, note: Note) -> set[str]:
    """Every page, feed and file of a note in which somebody reads the password."""
    every = [*(f"/notes/{note.id}/{page}" for page in PAGES), *FEEDS, f"/my/{_private(cast)}/notes.rss"]
    people = (None, cast.chika, cast.botan, cast.aki, cast.editor, cast.admin)
    browsers = [cast.browser(user) for user in people]
    found = {to for to in every for browser in browsers if _tells(browser.get(to))}
    is_exported = _tells(browsers[2].post(f"/notes/{note.id}/export/hugo.zip"))
    return found | ({"export"} if is_exported else set())


def _tells(answer: TestResponse) -> bool:
    # The search marks what was looked for; JSON and the Markdown of blogs escape.
    text, end = text_of(answer), PASSWORD.removeprefix("hunter2-")
    return end in text or json.dumps(end)[1:-1] in text


def _private(cast: Cast) -> str:
    return addresses.token(cast.botan, Purpose.FEED, key=SECRET_KEY)


def test_a_wiped_passage_stands_on_no_page_and_in_no_feed_or_file(cast: Cast) -> None:
    note = everywhere(cast)
    never = {f"/notes/{note.id}/revisions/1/"}
    assert seen(cast, note) >= {*(f"/notes/{note.id}/{page}" for page in PAGES), *FEEDS, "export"} - never

    press(cast.browser(cast.aki), note)

    assert seen(cast, note) == set()


def test_the_rest_of_the_note_stays_with_a_mark(cast: Cast) -> None:
    note = shared_note(cast, TEXT)

    press(cast.browser(cast.aki), note)

    head = head_of(note)
    assert head.source == TEXT.replace(PASSWORD, MARK)
    assert (f"The password is {MARK}, he said." in head.html, MARK in head.search_text) == (True, True)
    assert "Inside" not in head.public_html
    assert note.head_id == head.id
    assert f"The password is {MARK}" in cast.browser(cast.chika).get(f"/notes/{note.id}/").text


def test_first_it_is_shown_where_the_passage_stands(cast: Cast) -> None:
    note = shared_note(cast, TEXT)
    writing.keep(note, head_of(note), "Goals", TEXT, by=cast.botan, now=NOON)

    status, page = press(cast.browser(cast.aki), note, confirmed=False)

    assert status == 200
    assert "1件の版" in page
    assert "まだ保存されていない1件のテキスト" in page
    assert PASSWORD in head_of(note).source


def test_what_stands_nowhere_is_said_with_what_was_typed_kept(cast: Cast) -> None:
    note = shared_note(cast, TEXT)

    for confirmed in (False, True):
        status, page = press(cast.browser(cast.aki), note, "not in there", confirmed=confirmed)

        assert (status, "not in there" in page) == (422, True)
    assert wiping.wiped_from(note) == []


@pytest.mark.parametrize("passage", ["", "   ", "abc", "x" * 1001])
def test_too_short_or_long_a_passage_is_refused(cast: Cast, passage: str) -> None:
    note = shared_note(cast, TEXT)

    assert press(cast.browser(cast.aki), note, passage)[0] == 422


def test_a_passage_is_found_across_the_ends_of_lines(cast: Cast) -> None:
    note = shared_note(cast, "one two\nthree  four\n")

    press(cast.browser(cast.aki), note, "two three four")

    assert head_of(note).source == f"one {MARK}\n"


def test_a_passage_is_found_with_and_without_the_backslashes_of_markdown(cast: Cast) -> None:
    note = shared_note(cast, "`my_key*1` and my\\_key\\*1\n")

    press(cast.browser(cast.aki), note, "my_key*1")
    save(cast.browser(cast.botan), note, head_of(note), "my\\_key*1 again")

    assert head_of(note).source == f"{MARK} again"
    assert kept_in("key*1") | kept_in("my\\_key") == set()


@pytest.mark.parametrize(
    "passage", [":::internal", "he said.\n\n:::internal\nInside", "internal", f"`{PASSWORD}`\n:::"]
)
def test_nothing_internal_is_opened_by_wiping(cast: Cast, passage: str) -> None:
    note = shared_note(cast, TEXT)

    status, page = press(cast.browser(cast.aki), note, passage)

    assert (status, passage.split("\n", maxsplit=1)[0] in page) == (422, True)
    assert head_of(note).source == TEXT


@pytest.mark.parametrize(
    ("name", "status"), [(None, 401), ("chika", 403), ("botan", 403), ("editor", 403), ("aki", 303), ("admin", 303)]
)
def test_organisers_and_administrators_wipe(cast: Cast, name: str | None, status: int) -> None:
    note = shared_note(cast, TEXT)

    assert press(cast.browser(getattr(cast, name) if name else None), note)[0] == status
    assert (PASSWORD in head_of(note).source) is (status != 303)


def test_an_administrator_wipes_nothing_they_may_not_see(cast: Cast) -> None:
    cast.circle.visibility = Visibility.PARTICIPANTS
    note = shared_note(cast, TEXT)

    assert press(cast.browser(cast.admin), note)[0] == 404


def test_what_is_outside_with_it_is_retracted_in_the_same_press(cast: Cast) -> None:
    release = published(cast, TEXT)
    browser = cast.browser(cast.aki)

    press(browser, release.note)

    assert release.state is ReleaseState.RETRACTED
    assert "公開を取り下げました" in browser.get(f"/notes/{release.note_id}/").text
    assert cast.browser().get(f"/notes/{release.note_id}/").status_code == 410
    assert told("release_retracted") == {cast.botan.id}


def test_what_is_outside_without_it_stays(cast: Cast) -> None:
    release = published(cast, f"Open\n\n:::internal\n{PASSWORD}\n:::\n")

    press(cast.browser(cast.aki), release.note)

    assert release.state is ReleaseState.APPROVED


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
        assert event_words(event) == "ノートの一部を消去"
    assert "すべての版から一部が消去されました" in cast.browser(cast.chika).get(f"/notes/{note.id}/revisions/").text


def test_programs_that_follow_the_members_feed_fetch_the_text_again(cast: Cast) -> None:
    note = shared_note(cast, TEXT)
    before = note.updated_at
    go_to(LATER)

    press(cast.browser(cast.aki), note)

    assert before == NOON
    assert note.updated_at >= LATER


def test_the_mark_a_passage_is_known_by_needs_the_key(cast: Cast) -> None:
    note = shared_note(cast, TEXT)

    wiping.wipe(note, PASSWORD, by=cast.aki, now=NOON, key="the key")

    assert wiping.kept_out(note, [PASSWORD], keys=["another"]) == [PASSWORD]
    assert wiping.kept_out(note, [PASSWORD], keys=["another", "the key"]) == [MARK]


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        ("\\" * 999 + "x", "\\" * 50_000),
        ("a " * 450 + "b", "a " * 50_000),
        ("((((", "(" * 100_000),
        ("x" * 1000, "x" * 100_000),
    ],
)
def test_no_passage_makes_looking_for_it_long(passage: str, text: str) -> None:
    begun = time.process_time()

    passages.is_in(passage, text)
    passages.without(text, passage)
    known = [passages.Known(len(passages.normal(passage)), passages.digest(passage, 1, key="the key"))]
    list(passages.returning(text, 1, known, keys=["the key"]))

    assert time.process_time() - begun < 10


@pytest.fixture
def digests(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What digests are made of, as they are."""
    made: list[bytes] = []

    def digest(words: bytes, **options: Any) -> Any:
        made.append(words)
        return blake2b(words, **options)

    digest.SALT_SIZE = blake2b.SALT_SIZE  # type: ignore[attr-defined]  # as the class has it
    monkeypatch.setattr(passages, "blake2b", digest)
    return made


def known_of(*wiped: str) -> list[passages.Known]:
    return [passages.Known(len(passages.normal(one)), passages.digest(one, 1, key="the key")) for one in wiped]


@pytest.mark.parametrize("text", ["words and " * 9_000, "x" * 95_000, "xxxy" * 20_000])
def test_a_text_without_the_passage_costs_as_good_as_no_digests(text: str, digests: list[bytes]) -> None:
    known = known_of(*("x" * length + "z" for length in range(10, 34)), "words and more", PASSWORD)
    digests.clear()

    found = list(passages.returning(text, 1, known, keys=["the key", "another"]))

    # One for each seal and one for the base; of ten million sums that are the same by chance there is one.
    assert (found, len(digests) <= 2 * (len(known) + 1) + 2) == ([], True)


def test_a_passage_that_returns_often_costs_one_digest(digests: list[bytes]) -> None:
    known = known_of("xxxxx")
    digests.clear()

    found = list(passages.returning("x" * 95_000, 1, known, keys=["the key"]))

    assert (found, digests.count(b"xxxxx")) == (["xxxxx"], 1)


@pytest.mark.parametrize("length", [4, 5, 7, 8, 9, 511, 512, 513, 1000])
def test_passages_of_every_length_are_found_at_both_ends(length: int) -> None:
    passage = "".join(chr(0x4E00 + number * number % 5003) for number in range(length))
    known = known_of(passage)

    found = [
        list(passages.returning(text, 1, known, keys=["the key"])) for text in (passage, f"a{passage}", f"{passage}b")
    ]

    assert found == [[passage]] * 3


def test_nothing_is_looked_for_in_what_is_too_long(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    note = shared_note(cast, TEXT)
    press(cast.browser(cast.aki), note)
    looked: list[str] = []
    monkeypatch.setattr(wiping, "marked", lambda text, *_, **__: looked.append(text))
    data = {"title": "Goals", "source": "x" * 200_000, "base": head_of(note).id, "tags": "", "tags_before": ""}

    saved = cast.browser(cast.botan).post(f"/notes/{note.id}/edit", data=data)
    kept = cast.browser(cast.botan).post(f"/notes/{note.id}/working-copy", data=data)

    assert (saved.status_code, kept.status_code, looked) == (422, 422, [])


def test_others_write_while_it_is_looked_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    note = shared_note(cast, TEXT)
    base = head_of(note)
    press(cast.browser(cast.aki), note)
    is_free: list[bool] = []
    marked = wiping.marked

    def look(*given: Any, **options: Any) -> str:
        is_free.append(not db.session().in_transaction())
        return marked(*given, **options)

    monkeypatch.setattr(wiping, "marked", look)
    save(cast.browser(cast.botan), note, base, TEXT)

    assert is_free[:3] == [True] * 3
    assert kept_in(PASSWORD) == set()


def test_what_is_wiped_while_it_is_looked_for_is_kept_out_too(cast: Cast) -> None:
    note = shared_note(cast, TEXT)
    wiping.wipe(note, "password", by=cast.aki, now=NOON, key="the key")
    before = wiping.known(note)
    wiping.wipe(note, PASSWORD, by=cast.aki, now=NOON, key="the key")

    assert wiping.kept_out(note, [f"password {PASSWORD}"], keys=["the key"], looked_for=before) == [f"password {MARK}"]
