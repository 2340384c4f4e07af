"""M5: which markers refuse approval, on which line, and which are only shown."""

import pytest

from studyhub.notes.releases import releasing
from studyhub.notes.text import internal
from tests.cast import NOON, Cast
from tests.notes.notebook import shared_note


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("a\n:::internl\nX\n:::\n", (2, 4)),
        (":::internal\nX\n:::\n\nb\n\n`:::internal`\n", (7,)),
        ("a\n<!-- x\ny -->\nb\n:::foo\n", (5,)),
        (":::message\na\n", (1,)),
        (":::message\na\n:::\n:::\n", (4,)),
        ("：：：message\na\n：：：\n", (1, 3)),
        (":::message\n:::internl\nX\n:::\n:::\n", (2, 4)),
        ("a \\:\\:\\:internal\n", (1,)),
        ("    :::internl\n    X\n", (1,)),
        ("> :::foo\n> a\n", (1,)),
        ("- :::foo\n  a\n", (1,)),
        ("::::details\n:::internal\nX\n::::\nb\n", (1,)),
    ],
)
def test_m5_a_marker_that_survives_refuses_and_names_its_line(source: str, lines: tuple[int, ...]) -> None:
    assert internal.survivors(source).refused == lines
    assert internal.has_marker(source)


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("```\n:::internal\na\n:::\n```\n", (2,)),
        ("~~~md\n：：：internal\n~~~\n", (2,)),
        ("> ```\n> :::internal\n> ```\n", (2,)),
        ("- a\n\n  ```\n  :::internal\n  ```\n", (4,)),
        ("````\n```\n:::internal\n```\n````\n", (3,)),
        (":::message\n```\n:::internal\n```\n:::\n", (3,)),
        ("<details>\n\n```\n:::Internal\n```\n\n</details>\n", (4,)),
        (":::internal\nX\n:::\n\n```\n:::internal\n```\n", (6,)),
    ],
)
def test_m5_a_marker_in_a_closed_fence_is_text_and_pointed_out(source: str, lines: tuple[int, ...]) -> None:
    left = internal.survivors(source)

    assert (left.refused, left.shown) == ((), lines)


@pytest.mark.parametrize(
    "source",
    [
        # The end of the first fence was forgotten: what was meant to be hidden stands in code.
        "```\na\n\n:::internal\nX\n:::\n\n```\nb\n```\n",
        "```\na\n\n:::internal\nX\n:::\n\n```js\nb\n```\n",
        "~~~\na\n\n:::internal\nX\n:::\n\n~~~\nb\n~~~\n",
        "> ```\n> a\n>\n> :::internal\n> X\n> :::\n>\n> ```\n> b\n> ```\n",
        "```\na\n<!-- X -->\n```\nb\n```\n",
        # Code within what was to be hidden ends it, and another end makes them even.
        "```\na\n\n:::internal\nX\n```\nX\n```\nX\n:::\n\n```\n",
        "```\na\n<!--\nX\n```\nX\n```\nX\n-->\n```\n",
    ],
)
def test_m5_a_fence_whose_end_may_have_been_forgotten_is_not_believed(source: str) -> None:
    assert internal.has_marker(source)


@pytest.mark.parametrize(
    "source",
    [
        "a <!-- X --> b",
        "<!--\nX\n-->\nb",
        "a\n<!--\n\nX\n\n-->\nb",
        "<!-- a --> b\n<!-- X",
        "- <!-- X -->\n- b",
        "> <!-- X\n> X -->\n> b",
        "<!--> X -->",
        "<!--\n```mermaid\nA --> X\n```\nX\n-->\nb",
        "<!-<!-- a -->- X -->",
        "[a](https://example.com '<!-- X -->')",
        "| a<!-- X --> | b |\n|---|---|\n",
        "# b <!-- X -->",
        "```<!-- X -->\nb\n```",
        "    <!-- X -->",
        "<!--\n:::internal\n-->\nX\n:::\nb",
        ":::internal\n<!--\n:::\n-->\nX\n:::\nb",
        ":::message\n<!--\n:::\nX\n-->\n:::\n",
    ],
)
def test_m5_and_m6_what_is_hidden_in_a_comment_is_cut(source: str) -> None:
    assert "X" not in internal.cut(source)


@pytest.mark.parametrize(
    "source", ["`<!-- X -->`", "``a <!-- X --> b``", "```html\n<!-- X -->\n```", "\\<!-- X -->", "&lt;!-- X -->"]
)
def test_m6_a_comment_that_is_shown_as_text_stays(source: str) -> None:
    assert internal.cut(source) == source
    assert not internal.has_marker(source)


def test_m6_text_around_a_comment_stays_as_it_is() -> None:
    assert internal.cut("a<!-- x -->b\n<!-- y -->\n> c\n> <!--\n> z\n> -->\n> d\n") == "ab\n\n> c\n>\n> d\n"


def test_m5_the_request_says_the_line_of_the_whole_note(cast: Cast) -> None:
    note = shared_note(cast, "a\n\n:::internal\nX\n:::\n\n`:::internal`\n")

    with pytest.raises(releasing.InternalLeft) as left:
        releasing.request(note, by=cast.aki, now=NOON)

    assert left.value.lines == (7,)


def test_m5_the_page_names_the_line(cast: Cast) -> None:
    note = shared_note(cast, "a\n\n:::internl\nX\n:::\n")
    browser = cast.browser(cast.aki)

    browser.post(f"/notes/{note.id}/releases")

    said = browser.get(f"/notes/{note.id}/").text
    assert "3、5行目に、社内限りの部分の印かもしれない「:::」か「&lt;!--」が残っているため" in said


def test_m5_a_text_that_shows_a_marker_in_code_may_be_asked_out(cast: Cast) -> None:
    note = shared_note(cast, "a\n\n```\n:::internal\n:::\n```\n")

    release = releasing.request(note, by=cast.aki, now=NOON)

    assert internal.survivors(release.public_source, release.dialect).shown == (4,)
