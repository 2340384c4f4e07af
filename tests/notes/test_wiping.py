"""Wiping a passage from a note: gone from every table and page, and nothing brings it back."""

import json

import pytest
from werkzeug.test import TestResponse

from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.delivery import inbox
from studyhub.notes import tagging
from studyhub.notes.edits import together, writing
from studyhub.notes.edits.together import Seen
from studyhub.notes.models import Note, Release, ReleaseState
from studyhub.notes.releases import releasing
from studyhub.notes.text.passages import MARK
from studyhub.notes.wiping import passages as wiping
from studyhub.people import addresses
from studyhub.people.addresses import Purpose
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY
from tests.kept_texts import kept_in
from tests.notes.notebook import head_of, published, save, shared_note, told
from tests.notes.wiped import PASSWORD, TEXT, press
from tests.rights.everything import text_of


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
    assert "1つの版に含まれています" in page
    assert "まだ保存されていない1件のテキストに含まれています" in page
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


def test_a_tag_with_the_passage_goes_and_does_not_come_back_with_the_next_edit(cast: Cast) -> None:
    release = published(cast, "First")
    note = release.note
    tagging.change(note, "", f"SLO, {PASSWORD}")
    assert PASSWORD in releasing.request(note, by=cast.botan, now=NOON).tags

    press(cast.browser(cast.aki), note)
    writing.edit(note, head_of(note), "Goals", "Second", by=cast.botan, now=NOON)
    asked = releasing.follow_edit(note, by=cast.botan, now=NOON)

    assert asked is not None
    assert asked.tag_names == ("SLO",)
