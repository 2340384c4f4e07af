"""M6: front matter pasted on top becomes title and tags, and nothing of it is lost."""

import pytest

from studyhub.notes import queries
from studyhub.notes.edits import pasted
from studyhub.notes.edits.pasted import Pasted
from tests.cast import Cast
from tests.notes.notebook import head_of, note_of, save

ZENN = """---
title: "SLO を読む: 第4章"
emoji: "🐣"
type: "tech"
topics: ["sre", "監視"]
published: false
---

本文
"""


def taken(source: str, *, takes_title: bool = True, tags: tuple[str, ...] = ()) -> Pasted | None:
    return pasted.taken(source, takes_title=takes_title, tags=tags)


def test_m6_title_and_tags_are_taken_and_the_rest_is_a_comment() -> None:
    rest = '<!--\nemoji: "🐣"\ntype: "tech"\npublished: false\n-->\n\n本文\n'

    assert taken(ZENN) == Pasted("SLO を読む: 第4章", ("sre", "監視"), rest, has_tags=True, has_comment=True)


@pytest.mark.parametrize(
    ("front", "title", "tags"),
    [
        ("title: 題\ntags:\n  - Ruby\n  - Rails", "題", ("Ruby", "Rails")),
        ("title: '題''1'\ntags: [a]", "題'1", ("a",)),
        ("tags: a, b", None, ("a", "b")),
        ("title: 題", "題", ()),
    ],
)
def test_m6_the_manners_of_front_matter(front: str, title: str | None, tags: tuple[str, ...]) -> None:
    assert taken(f"---\n{front}\n---\n本文") == Pasted(title, tags, "本文", has_tags=bool(tags), has_comment=False)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "本文",
        "---\n\n本文\n\n---\n",
        "---\n本文\n---\n",
        "---\ntitle: 題\n",
        "a\n---\ntitle: 題\n---\n",
        "---\nemoji: x\n---\n本文",
        "---\ntitle: " + "長" * 121 + "\n---\n本文",
    ],
)
def test_m6_what_is_none_or_cannot_be_taken_stays_as_it_is(source: str) -> None:
    assert taken(source) is None


def test_m6_a_title_that_was_given_is_kept_and_the_other_one_stays_in_the_text() -> None:
    found = taken("---\ntitle: 題\ntags: [a]\n---\n本文", takes_title=False)

    assert found == Pasted(None, ("a",), "<!--\ntitle: 題\n-->\n\n本文", has_tags=True, has_comment=True)


def test_m6_tags_without_room_stay_in_the_text() -> None:
    found = taken("---\ntitle: 題\ntags: [a, b]\n---\n本文", tags=tuple("cdefghijk"))

    assert found == Pasted("題", (), "<!--\ntags: [a, b]\n-->\n\n本文", has_tags=False, has_comment=True)


def test_m6_what_could_end_the_comment_stays_as_front_matter() -> None:
    found = taken("---\ntitle: 題\nx: a --> b\n---\n本文")

    assert found == Pasted("題", (), "---\nx: a --> b\n---\n\n本文", has_tags=False, has_comment=False)


def test_m6_saving_takes_the_front_matter(cast: Cast) -> None:
    note = note_of(cast)

    answer = save(cast.browser(cast.botan), note, head_of(note), ZENN)

    assert answer.status_code == 303
    assert head_of(note).title == "SLO を読む: 第4章"
    assert queries.tags_of([note.id])[note.id] == ["sre", "監視"]
    assert head_of(note).source.endswith("本文\n")
    assert "emoji" in head_of(note).source
    assert "emoji" not in head_of(note).public_html


@pytest.mark.parametrize(
    ("title", "front", "said"),
    [
        ("Goals", "title: 題\ntags: [a]", "タイトルとタグを取り込みました。"),
        (
            "Goals",
            "title: 題\nemoji: x",
            "タイトルを取り込みました。残りの項目は、社外に出ないコメントにしてあります。",
        ),
        ("Mine", "title: 題\ntags: [a]", "タグを取り込みました。残りの項目は、社外に出ないコメントにしてあります。"),
    ],
)
def test_m6_only_what_was_taken_is_said_to_be(cast: Cast, title: str, front: str, said: str) -> None:
    note = note_of(cast)
    browser = cast.browser(cast.botan)

    save(browser, note, head_of(note), f"---\n{front}\n---\n本文", title=title)

    assert f"本文の先頭にあった{said}</" in browser.get(f"/notes/{note.id}/").text


def test_m6_the_preview_shows_the_text_as_it_will_be_kept(cast: Cast) -> None:
    data = {"title": "Goals", "source": ZENN, "base": "1", "tags": "", "tags_before": ""}

    page = cast.browser(cast.botan).post("/notes/preview", data=data).text

    assert ("本文" in page, "SLO を読む" in page, "<h2" in page) == (True, False, False)
