"""M5 for notes nobody thought of."""

from hypothesis import assume, given
from hypothesis import strategies as st

from studyhub.notes.parsing.characters import legal
from studyhub.notes.text import internal, markdown
from studyhub.notes.text.lines import folded
from studyhub.publishing.blogs.plain import PLAIN
from studyhub.publishing.markdown.markdown_writer import write_markdown
from tests.notes.parsing.parsed import parsed
from tests.publishing.test_markdown_writer import OTHER

CANARY = "CANARY"

OPENINGS = st.sampled_from(
    [
        ":::internal",
        ":::Internal",
        "::: INTERNAL 数字",
        "：：：internal",
        ":：:ｉｎｔｅｒｎａｌ",
        "::::internal",
        ":::{internal}",
    ]
)
CONTAINERS = st.sampled_from(
    [("", ""), ("> ", "> "), ("> > ", "> > "), ("- ", "  "), ("1. ", "   "), ("> - ", ">   "), ("  ", "  ")]
)
SECRET_BODIES = st.lists(
    st.sampled_from(
        [
            [CANARY],
            ["", CANARY],
            ["```", ":::", CANARY, "```"],
            ["~~~ x", ":::", "```", CANARY, "~~~"],
            ["> " + CANARY, "> :::", "> " + CANARY],
            ["- " + CANARY, "", "      :::", "- " + CANARY],
            [":::message", CANARY, ":::", CANARY],
            [":::internal", CANARY, "::::", CANARY],
            [CANARY + " :::"],
            ["::", CANARY],
            [":::details 題", CANARY, ":::", CANARY],
            [":::message", ":::note warn", CANARY, ":::", CANARY, ":::", CANARY],
            ["<!--", ":::", CANARY, ":::::", "-->", CANARY],
            ["<!-- a --> b", CANARY],
            ["<details>", "<summary>a</summary>", "", CANARY, "", "</details>", CANARY],
            ["$$", CANARY, "$$"],
        ]
    ),
    min_size=1,
    max_size=4,
)
PUBLIC_BODIES = st.sampled_from(
    [
        ["PUBLIC"],
        ["# PUBLIC", "", "PUBLIC"],
        ["- PUBLIC", "- PUBLIC"],
        ["> PUBLIC", "> > PUBLIC"],
        ["```", ":::internal", "PUBLIC", ":::", "```"],
        ["~~~~", "```", "：：：internal", "~~~", "PUBLIC", "~~~~"],
        ["> ```", "> :::internal", "> PUBLIC", "> ```"],
        ["1. PUBLIC", "", "   ```", "   :::", "   ```"],
        ["| PUBLIC | b |", "|---|---|", "| PUBLIC | d |"],
        ["PUBLIC `:::internal` PUBLIC"],
        ["PUBLIC[^1]", "", "[^1]: PUBLIC"],
        [":::message", "PUBLIC", ":::"],
        ["::::details PUBLIC", ":::note info", "PUBLIC", ":::", "::::"],
        ["> :::tip", "> PUBLIC", "> :::"],
        ["<details>", "<summary>PUBLIC</summary>", "", "PUBLIC", "", "</details>"],
        ["```html", "<!-- PUBLIC -->", "```"],
        ["PUBLIC `<!-- PUBLIC -->` PUBLIC"],
        ["```mermaid", "PUBLIC --> b", "```"],
        ["$$", "PUBLIC", "$$"],
    ]
)


@st.composite
def secret_blocks(draw: st.DrawFn) -> list[str]:
    """An internal block, with its end, in a quote, a list or neither."""
    first, following = draw(CONTAINERS)
    opening = draw(OPENINGS)
    body = [line for part in draw(SECRET_BODIES) for line in part]
    end = draw(st.sampled_from(["::::", "：：：：", "::::  "]))
    return [first + opening, *(following + line for line in body), following + end]


public = PUBLIC_BODIES.map(lambda lines: (False, lines))
secret = secret_blocks().map(lambda lines: (True, lines))
ends = st.sampled_from(["\n", "\r\n"])


@given(st.lists(public | secret, max_size=8), ends)
def test_no_secret_leaves_and_no_public_word_is_lost(blocks: list[tuple[bool, list[str]]], end: str) -> None:
    source = end.join(line for _, lines in blocks for line in [*lines, ""])
    public_words = sum("\n".join(lines).count("PUBLIC") for is_secret, lines in blocks if not is_secret)

    left = internal.cut(source)

    assert CANARY not in left
    assert left.count("PUBLIC") == public_words


@given(st.lists(public | secret, max_size=6), secret_blocks())
def test_nothing_after_a_block_without_an_end_leaves(blocks: list[tuple[bool, list[str]]], last: list[str]) -> None:
    before = "".join(line + "\n" for _, lines in blocks for line in [*lines, ""])
    unclosed = "\n".join([*last[:-1], "", "CANARY", "", "# CANARY"])

    assert CANARY not in internal.cut(before + unclosed)


LINES = st.sampled_from(
    [
        "",
        "text",
        "```",
        "````",
        "~~~",
        "```js",
        "```a`b",
        ":::",
        "::::",
        ":::note",
        "- item",
        "1. item",
        "2. item",
        "> quote",
        "    code",
        "  ```",
        "   ~~~",
        "    ```",
        "> ```",
        "- ```",
        "> :::",
        "  :::",
        "---",
        "===",
        "| a | b |",
        "|---|---|",
        "`",
        "``",
        "[^1]: note",
        "[a]: /b",
        "\\",
        "<div>",
        "<!--",
        "\t```",
        ">",
        "-",
        ">```",
        "- > ```",
        "     - x",
        ":::message",
        ":::details t",
        "::::note info",
        "> :::message",
        "- :::tip",
        "<details>",
        "<summary>s</summary>",
        "</details>",
        "-->",
        "<!-- a -->",
        "a <!-- b",
        "b --> c",
        "`<!--`",
        "$$",
        "A --> B",
        ":::internl",
    ]
)
PREFIXES = st.sampled_from(["", "> ", ">", "- ", "  ", "   ", "    ", "1. ", "> - ", "- > ", "\t", "> > "])
MARKERS = st.sampled_from([":::internal", "：：：Internal", "::::internal", "::: internal x", "text :::internal"])


@st.composite
def marked_secrets(draw: st.DrawFn) -> str:
    """An opening, and a secret on the next line."""
    prefix, next_prefix = draw(PREFIXES), draw(PREFIXES)
    return f"{prefix}{draw(MARKERS)}\n{next_prefix}{CANARY}"


@st.composite
def commented_secrets(draw: st.DrawFn) -> str:
    """A secret in a comment, on its line or on lines of its own."""
    prefix = draw(PREFIXES)
    words = draw(st.sampled_from(["{}", "\n{}\n", "\n\n{}", " a --> b\n", "\n```\nA --> {}\n```\n{}\n", "\n> {}\n"]))
    before, after = draw(st.sampled_from(["", "text ", "`", "\\\\"])), draw(st.sampled_from(["", " text", "`"]))
    return f"{prefix}{before}<!--{words.replace('{}', CANARY)}-->{after}"


soup = st.lists(LINES | marked_secrets(), max_size=25).map("\n".join)
comment_soup = st.lists(LINES | marked_secrets() | commented_secrets(), max_size=15).map("\n".join)


@given(soup)
def test_in_any_soup_what_follows_a_marker_is_cut_or_code(source: str) -> None:
    page = parsed(markdown.render(source, prefix="n"))

    assert [text for text in page.xpath("//text()[not(ancestor::code)]") if CANARY in text] == []


@given(soup)
def test_in_any_soup_every_secret_that_stays_hinders_approval_or_is_pointed_out_as_code(source: str) -> None:
    left = internal.survivors(source)

    assert CANARY not in internal.cut(source) or left.refused or left.shown


@given(comment_soup)
def test_in_any_soup_nothing_leaves_that_stood_after_a_marker_or_in_a_comment_but_as_code(source: str) -> None:
    assume(not internal.has_marker(source))
    written = write_markdown(source, PLAIN)

    for page in (markdown.render(source, prefix="n"), OTHER.render(written)):
        assert [text for text in parsed(page).xpath("//text()[not(ancestor::code)]") if CANARY in text] == []


@given(comment_soup)
def test_in_any_soup_no_comment_is_left_outside_of_code_that_may_leave(source: str) -> None:
    assume(not internal.has_marker(source))
    page = parsed(markdown.render(source, prefix="n"))

    assert [text for text in page.xpath("//text()[not(ancestor::code)]") if "<!--" in text] == []


@given(comment_soup)
def test_in_any_soup_what_is_named_as_shown_is_a_line_with_a_marker(source: str) -> None:
    lines = legal(source).split("\n")

    for number in internal.survivors(source).shown:
        assert "internal" in folded(lines[number - 1])


@given(comment_soup)
def test_cutting_twice_cuts_no_more(source: str) -> None:
    assert internal.cut(internal.cut(source)) == internal.cut(source)


@given(st.text() | soup)
def test_the_parts_are_the_whole_note(source: str) -> None:
    assert "".join(part.text for part in internal.split(source)) == legal(source)


@given(comment_soup)
def test_inside_every_secret_is_shown(source: str) -> None:
    text, _ = internal.unmarked(source)

    assert text.count(CANARY) == source.count(CANARY)
    assert text.count("\n") == source.count("\n")


@given(st.text(alphabet=st.characters(exclude_characters="<:：︓﹕∶꞉ː˸∷⩴")))
def test_a_note_without_colons_and_brackets_is_left_as_it_is(source: str) -> None:
    assert internal.cut(source) == legal(source)
    assert not internal.has_marker(source)
