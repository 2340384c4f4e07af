"""M5: what is marked internal is cut before parsing, and where there is doubt more is cut, never less."""

import pytest

from studyhub.notes.text import internal
from studyhub.notes.text.internal import Part


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("a\n:::internal\nX\n:::\nb\n", "a\n\nb\n"),
        ("a\r\n:::internal\r\nX\r\n:::\r\nb", "a\n\nb"),
        (":::Internal\nX\n:::\nb", "\nb"),
        ("::: INTERNAL title\nX\n:::\nb", "\nb"),
        ("：：：internal\nX\n：：：\nb", "\nb"),
        (":：∶ｉｎｔｅｒｎａｌ\nX\n:::\nb", "\nb"),
        (":::{.internal}\nX\n:::\nb", "\nb"),
        (":::int\u200bernal\nX\n:::\nb", "\nb"),
        ("::::internal\nX\n:::\nX\n::::\nb", "\nb"),
        (":::internal\nX\n:::::\nb", "\nb"),
        (":::internal\nX\n:::  \nb", "\nb"),
        ("   :::internal\nX\n   :::\nb", "\nb"),
        ("> a\n> :::internal\n> X\n> :::\n> b", "> a\n>\n> b"),
        ("> > :::internal\n> > X\n> > :::\nb", ">>\nb"),
        ("- a\n  :::internal\n  X\n  :::\n- b", "- a\n\n- b"),
        ("- :::internal\n  X\n  :::\n- b", "\n- b"),
        ("10. :::internal\n    X\n:::\nb", "\nb"),
        ("> - [ ] a\n>   :::internal\n>   X\n>   :::\n> b", "> - [ ] a\n>\n> b"),
        (":::internal\nX\n:::\na\n:::internal\nX\n:::\nb", "\na\n\nb"),
    ],
)
def test_a_block_is_cut_and_the_text_around_it_stays(source: str, left: str) -> None:
    assert internal.cut(source) == left


@pytest.mark.parametrize(
    "source",
    [
        "a\n:::internal\n```\n:::\nX\n```\nX\n:::\nb",
        "a\n:::internal\n~~~\n:::\n```\nX\n~~~\nX\n:::\nb",
        "a\n:::internal\n> ```\n> :::\n> X\n> ```\nX\n:::\nb",
        "a\n:::internal\n- ```\n  :::\n  X\n  ```\nX\n:::\nb",
        "a\n:::internal\n```a`b\n```\n:::\nX\n```\nX\n:::\nb",
        "a\n:::internal\n````\n```\n:::\nX\n````\nX\n:::\nb",
        "a\n:::internal\n- c\n  :::\n- X\n:::\nb",
        "a\n:::internal\n- :::\n- X\n:::\nb",
        "a\n:::internal\n:::note\n- c\n:::\n  :::\n- X\n:::\nb",
        "a\n:::internal\n> :::\n> X\n:::\nb",
        "a\n:::internal\n:::message\nX\n:::\nX\n:::\nb",
        "a\n:::internal\n:::internal\nX\n:::\nX\n:::\nb",
        "a\n:::internal\n> :::internal\n> X\n> :::\nX\n:::\nb",
    ],
)
def test_what_only_looks_like_the_end_of_a_block_does_not_end_it(source: str) -> None:
    assert internal.cut(source) == "a\n\nb"


@pytest.mark.parametrize(
    "source",
    [
        "a\n:::internal\nX\n\nX",
        "a\n:::internal\n```\nX\n:::\nX",
        "a\n> :::internal\n> X\n\nX",
        "a\n> > :::internal\n> X\n\n> > :::\n> X",
        "a\n- :::internal\n  X\n\nX",
        "a\n:::internal\nX :::\nX",
        "a\n::::internal\nX\n:::\nX",
        "a\n:::internal\n\n    :::\nX",
        "a\n:::internal\n- c\n\n  :::\nX",
        "a\n\n    :::internal\n    X\n    :::\nX",
    ],
)
def test_a_block_without_a_clear_end_goes_to_the_end_of_the_note(source: str) -> None:
    left = internal.cut(source)

    assert "X" not in left
    assert left.startswith("a\n")


@pytest.mark.parametrize(
    "source",
    [
        "b :::internal X\nX\n:::\n",
        "| b | :::internal X |\n|---|---|\n",
        "# b :::internal\nX\n",
        "[^1]: :::internal\n    X\n",
    ],
)
def test_a_marker_in_the_middle_of_a_line_takes_the_line_with_it(source: str) -> None:
    assert "X" not in internal.cut(source)


@pytest.mark.parametrize(
    "source",
    [
        "```\n:::internal\na\n:::\n```\nb",
        "> ~~~\n> :::internal\n> ~~~\nb",
        "1. a\n\n   ```\n   :::internal\n   ```\n2. b",
        "Write `:::internal` and `:::` around it.",
    ],
)
def test_a_marker_that_is_clearly_code_stays(source: str) -> None:
    assert internal.cut(source) == source


def test_a_marker_in_a_fence_that_is_never_closed_is_taken_seriously() -> None:
    assert "X" not in internal.cut("a\n```\nb\n:::internal\nX\n:::\n")


def test_a_marker_in_a_fence_that_only_the_cut_list_item_made_one_is_taken_seriously() -> None:
    source = "- :::internal\n  X\n  :::\n\n    ```\n    :::internal\n    X\n    ```\n"

    assert "X" not in internal.cut(source)


def test_a_marker_on_the_line_that_opens_a_fence_is_taken_seriously() -> None:
    assert "X" not in internal.cut("``` :::internal\nX\n```\n")


@pytest.mark.parametrize(
    "source",
    [
        "a\n\\:\\:\\:internal\nX",
        "&#58;::internal",
        "`` `:::internal` ``",
        ":::internl\nX\n:::",
        "> - :::note\n",
        "a\n:::\nb",
    ],
)
def test_whatever_looks_like_a_marker_after_the_cut_hinders_approval(source: str) -> None:
    assert internal.has_marker(source)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "plain text",
        ":::internal\nX\n:::",
        "a\n：：：internal\nX",
        "C++ `std::internal::x` and Foo::Internal",
        "```yaml\n:::note\n:::\n```",
        "12:34:56 :smile: ::",
    ],
)
def test_nothing_else_hinders_approval(source: str) -> None:
    assert not internal.has_marker(source)


def test_split_says_which_lines_are_internal() -> None:
    assert internal.split("a\n> :::internal\n> X\n> :::\nb") == [
        Part("a\n", is_internal=False),
        Part("> :::internal\n> X\n> :::\n", is_internal=True),
        Part("b", is_internal=False),
    ]


def test_split_of_nothing_is_nothing() -> None:
    assert internal.split("") == []
