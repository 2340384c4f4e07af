"""Read again by another parser, what was written says what the note's page says."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from studyhub.notes.text.markdown import render
from studyhub.publishing.blogs.hugo import HUGO
from studyhub.publishing.blogs.plain import PLAIN
from studyhub.publishing.markdown.markdown_writer import write_markdown
from tests.publishing.posts import FRAGMENTS, HOSTILE, NOTES, is_odd
from tests.publishing.shape import PREFIX, shape

# Another tool: without our rules, and with HTML switched on, so that whatever is let through becomes active.
OTHER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OTHER.use(footnote_plugin, inline=True).use(tasklists_plugin)


def assert_reads_alike(source: str) -> None:
    written = write_markdown(source, PLAIN)
    tokens = OTHER.parse(written)
    active = [child.content for token in tokens for child in token.children or [] if child.type == "html_inline"]

    assert [token.type for token in tokens if token.type == "html_block"] == []
    assert [content for content in active if content != "<br>" and "task-list-item-checkbox" not in content] == []
    assert shape(OTHER.render(written)) == shape(render(source, prefix=PREFIX))


@pytest.mark.parametrize("name", NOTES)
def test_note_reads_alike_elsewhere(name: str) -> None:
    assert_reads_alike(NOTES[name])


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_note_reads_alike_elsewhere(name: str) -> None:
    assert_reads_alike(HOSTILE[name])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join))
def test_any_markdown_reads_alike_elsewhere(source: str) -> None:
    assume(not is_odd(source))
    assert_reads_alike(source)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_reads_alike_elsewhere(source: str) -> None:
    assert_reads_alike(source)


def test_emphasis_in_emphasis_around_a_line_end_alone_says_nothing() -> None:
    assert_reads_alike("***<br>***")


def test_bold_beside_brackets_is_helped_by_an_entity() -> None:
    assert write_markdown("これは**「重要」**な点", PLAIN) == "これは&#8203;**「重要」**&#8203;な点\n"


def test_bold_that_every_tool_sees_is_left_alone() -> None:
    assert write_markdown("これは **重要** な点", PLAIN) == "これは **重要** な点\n"


def test_a_link_within_a_key_within_what_may_be_a_link_is_the_only_one() -> None:
    written = write_markdown("[<kbd>[a](https://x.y/)</kbd>](#z)", PLAIN)

    assert written == "\\[[a](<https://x.y/>)\\](#z)\n"


def test_internal_block_is_not_written() -> None:
    assert write_markdown("前\n\n:::internal\n秘密\n:::\n\n後", PLAIN) == "前\n\n後\n"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("{{< x >}}", "{{</* x */>}}"),
        ("{{% x %}}", "{{%/* x */%}}"),
        ("{{< x", "{{\u200b< x"),
        ("{{ .Title }}", "{{ .Title }}"),
    ],
)
def test_shortcode_in_code_is_shown_and_not_run_by_hugo(code: str, shown: str) -> None:
    assert write_markdown(f"`{code}`", HUGO) == f"`{shown}`\n"


def test_written_text_has_no_control_characters() -> None:
    written = write_markdown("a\x07b\x85c\x7fd\r\ne &#12;", HUGO)

    assert written == "abcd  \ne\n"
