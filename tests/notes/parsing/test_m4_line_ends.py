"""M4: what becomes of line ends, of wrapped text, and of the signs that turn the direction of reading."""

import time

import pytest

from studyhub.notes.parsing.file_names import Info, read
from studyhub.notes.text import markdown, wrapping
from tests.cast import Cast
from tests.notes.notebook import head_of, note_of, save

WRAPPED = (
    "サービスレベル目標は、利用者が気にするものを測って決める値\n"
    "であり、一〇〇パーセントにしてはならない。それは高くつき、\n"
    "そして誰も気づかない。\n"
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("日本語\nです", "日本語<br>\nです"),
        ("one\ntwo", "one<br>\ntwo"),
        ("one  \ntwo", "one<br>\ntwo"),
        ("one\\\ntwo", "one<br>\ntwo"),
        ("**one**\ntwo", "<strong>one</strong><br>\ntwo"),
        ("one<br>two", "one<br>\ntwo"),
    ],
)
def test_m4_a_line_end_is_a_line_end(source: str, expected: str) -> None:
    assert markdown.render(source, prefix="n") == f"<p>{expected}</p>\n"


def test_m4_a_heading_of_two_lines_is_one_line_with_the_id_it_had() -> None:
    assert markdown.render("見出し\nつづき\n===", prefix="n") == '<h2 id="n-見出しつづき">見出しつづき</h2>\n'


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ("ruby:app.rb", Info("ruby", "app.rb")),
        ("ts=", Info("ts", "")),
        ("ts=12", Info("ts", "")),
        ("diff", Info("diff", "")),
        ("diff js:src/index.js", Info("diff", "src/index.js")),
        ("js {1,3}", Info("js", "")),
        (":Makefile", Info("", "Makefile")),
        ("yaml:docker compose.yml", Info("yaml", "docker compose.yml")),
        ("C++", Info("C++", "")),
        ("", Info("", "")),
    ],
)
def test_m4_language_and_file_name_are_read(info: str, expected: Info) -> None:
    assert read(info) == expected


def test_m4_text_that_was_wrapped_is_known_and_joined() -> None:
    assert wrapping.looks_wrapped(WRAPPED)
    assert wrapping.unwrapped(WRAPPED) == WRAPPED.replace("\n", "") + "\n"


@pytest.mark.parametrize(
    "source",
    [
        "日時: 5/14\n場所: 会議室\n担当: 早川\n",
        "```\n" + WRAPPED + "```\n",
        "a\nb",
        "",
    ],
)
def test_m4_other_lines_are_not_offered_to_be_joined(source: str) -> None:
    assert not wrapping.looks_wrapped(source)


def test_m4_joining_keeps_code_lists_hidden_parts_and_meant_line_ends() -> None:
    source = "a\nb  \nc\n\n```\nx\ny\n```\n\n> q\n> r\n\n- l\n  m\n\n:::internal\ns\n:::\n\n<!-- h\ni -->\n"

    assert wrapping.unwrapped(source) == (
        "a b  \nc\n\n```\nx\ny\n```\n\n> q r\n\n- l m\n\n:::internal\ns\n:::\n\n<!-- h\ni -->\n"
    )


def test_m4_the_longest_text_is_joined_soon() -> None:
    began = time.thread_time()

    assert wrapping.unwrapped("あいうえお\n" * 9_000) == "あいうえお" * 9_000 + "\n"

    assert time.thread_time() - began < 10


def test_m4_the_editor_offers_to_join_and_does(cast: Cast) -> None:
    note = note_of(cast, WRAPPED)
    browser = cast.browser(cast.botan)
    assert "折り返しの改行をつなげる" in browser.get(f"/notes/{note.id}/edit").text

    answer = save(browser, note, head_of(note), WRAPPED, unwrap="1")

    assert WRAPPED.replace("\n", "") in answer.text
    assert head_of(note).source == WRAPPED


def test_m4_signs_that_turn_the_direction_are_removed_from_titles(cast: Cast) -> None:
    note = note_of(cast)

    save(cast.browser(cast.botan), note, head_of(note), "text", title="a\u202eb\u2066c")

    assert head_of(note).title == "abc"
