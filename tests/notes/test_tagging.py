"""Tags stand in the order of whoever writes them."""

import json
import re

import pytest

from studyhub.notes import queries, tagging
from studyhub.notes.releases import release_queries
from tests.cast import Cast
from tests.notes.notebook import LINES, head_of, note_of, save
from tests.publishing.served import approved, download, front, hours, shared


@pytest.mark.parametrize("order", ["zebra, apple, Monkey", "apple, Monkey, zebra", "Monkey, zebra, apple"])
def test_tags_stand_in_the_order_of_the_writer(cast: Cast, order: str) -> None:
    other, note = note_of(cast, LINES), note_of(cast, LINES)
    # Tags that are known already, in another order.
    tagging.change(other, "", "apple, zebra")

    save(cast.browser(cast.aki), note, head_of(note), LINES, tags=order, tags_before="")

    assert queries.tags_of([note.id]) == {note.id: order.split(", ")}


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        ("c, a, b", ["c", "a", "b"]),
        ("new, a, b, c", ["new", "a", "b", "c"]),
        ("b, new, a", ["b", "new", "a"]),
        ("c", ["c"]),
        ("", None),
    ],
)
def test_tags_stand_in_the_order_of_whoever_edits_them(cast: Cast, after: str, kept: list[str] | None) -> None:
    note = note_of(cast, LINES)
    tagging.change(note, "", "a, b, c")

    save(cast.browser(cast.aki), note, head_of(note), LINES, tags=after, tags_before="a, b, c")

    assert queries.tags_of([note.id]).get(note.id) == kept


def test_tags_of_others_keep_their_place_when_somebody_changes_the_order(cast: Cast) -> None:
    note = note_of(cast, LINES)
    tagging.change(note, "", "a, b")
    tagging.change(note, "a, b", "a, theirs, b")

    tagging.change(note, "a, b", "b, mine, a")

    assert queries.tags_of([note.id]) == {note.id: ["b", "mine", "a", "theirs"]}


def test_no_more_tags_are_kept_than_a_note_can_have(cast: Cast) -> None:
    note = note_of(cast, LINES)
    tagging.change(note, "", ", ".join("abcdefgh"))

    tagging.change(note, "", "one, two, three")

    assert queries.tags_of([note.id]) == {note.id: [*"abcdefgh", "one", "two"]}


def test_tags_leave_in_the_order_of_the_writer(cast: Cast) -> None:
    note = shared(cast)
    tagging.change(note, "", "監視, apple, SLO")
    tagging.change(note, "監視, apple, SLO", "SLO, 監視, apple")
    approved(cast, note, hours(2))
    wanted = ["SLO", "監視", "apple"]

    [page] = download(cast, f"/notes/{note.id}/export/hugo.zip").values()
    [item] = json.loads(cast.browser().get("/feeds/notes.json").data)["items"]
    atom = cast.browser().get("/feeds/notes.atom").text
    shown = cast.browser().get(f"/notes/{note.id}/").text
    inside = cast.browser(cast.aki).get(f"/notes/{note.id}/").text
    form = cast.browser(cast.botan).get(f"/notes/{note.id}/edit").text

    assert item["tags"] == front(page)["tags"] == wanted
    assert 'value="SLO, 監視, apple"' in form
    assert re.findall(r'term="([^"]+)"', atom) == wanted
    assert (
        re.findall(r'href="/tags/[^"]+">([^<]+)<', shown)
        == re.findall(r'href="/tags/[^"]+">([^<]+)<', inside)
        == wanted
    )


def test_another_order_of_tags_is_read_by_an_editor_before_it_leaves(cast: Cast) -> None:
    note = shared(cast)
    tagging.change(note, "", "a, b")
    approved(cast, note, hours(2))

    save(cast.browser(cast.botan), note, head_of(note), head_of(note).source, tags="b, a", tags_before="a, b")

    [item] = json.loads(cast.browser().get("/feeds/notes.json").data)["items"]
    assert item["tags"] == ["a", "b"]
    asked = release_queries.open_request(note)
    assert asked is not None
    assert asked.tag_names == ("b", "a")
