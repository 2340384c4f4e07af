"""Notes written to break the page or the server."""

from functools import partial

import pytest

from studyhub.notes.parsing import sanitizing
from studyhub.notes.text import markdown
from studyhub.notes.text.internal import has_marker
from tests.notes.parsing.parsed import parsed
from tests.own_time import timed

# An ordinary note takes 1; the slowest of these took 2.6, and one whose time grows with its square takes 100.
AS_LONG = 8
ORDINARY = """## 第1章 SLO

SLOは**目標**である。詳しくは[資料](https://example.com/a)。

- 一つ
- `two`

| a | b |
|---|---|
| 1 | 2 |

"""
MAX_BYTES = markdown.MAX_SOURCE_BYTES


def full(pattern: str) -> str:
    """The pattern repeated up to the longest note."""
    source = (pattern * (MAX_BYTES // len(pattern.encode()) + 1)).encode()[:MAX_BYTES].decode("utf-8", "ignore")
    return "".join(source.splitlines(keepends=True)[: markdown.MAX_SOURCE_LINES])


REPEATED = [
    "![",
    "[",
    "](",
    "[a](",
    "![a](",
    "*",
    "**a ",
    "*a ",
    "~~a ",
    "`",
    "`a``b",
    "> ",
    ">",
    "- ",
    "1. ",
    "<",
    "&",
    "\\",
    "[^",
    "[^a]: ",
    "[^a]: b\n",
    "[a]: b\n",
    "#\n",
    "# まとめ\n",
    "|",
    "|-",
    "- [ ] a\n",
    "a\n",
    "\n",
    "日本\n",
    "**日本**",
    "```\n",
    "=\n",
    ":::internal\n:::\n",
    ":::internal\n",
    ":::a\n",
    ":",
    "：：：",
    ":::internal ",
    "```\n:::internal\n```\n",
    "```\n:::\n:::internal\n```\n:::\n",
    "> - 1. ",
    "1",
    "[a][",
    "<a",
    "<!--",
    "<!-- a -->",
    "<!-- a -->\n",
    "`<!--`",
    "```\n<!--\n```\n",
    "<!--\n```\n-->\n```\n",
    "https://example.com/a_b ",
    "https://",
    "http://a.b/(((",
    "http://a.b/)))",
    ":::message\n",
    ":::message\na\n:::\n",
    "- :::message\n",
    "> :::details a\n",
    "<details>\n",
    "<details>\n</details>\n",
    "<kbd>",
    "<kbd><sub>",
    ":smile:",
    ":a",
    "@[a](",
    "@[youtube](abcdef)",
    "@[card](https://a.b/",
    "$",
    "$$",
    "$a",
    "$$\n",
    "$a$",
    "```ruby:a\n```\n",
]
BUILT = {
    "emphasis in emphasis": "*a " * 20_000 + "b*" * 20_000,
    "Japanese emphasis in emphasis": "*日" * 12_000 + "*" * 12_000,
    "image in image": "![" * 16_000 + "a" + "](b)" * 16_000,
    "link in link": "[" * 16_000 + "a" + "](b)" * 16_000,
    "brackets in brackets": "[" * 50_000 + "]" * 50_000,
    "footnote marks that never close": "[^a]: x\n\n" + "[^" * 50_000,
    "wide tables of short rows": full("|a" * 128 + "|\n" + "|-" * 128 + "|\n" + "a\n" * 500 + "\n"),
    "one very wide table": ("|a" * 10_000 + "|\n" + "|-" * 10_000 + "|\n" + "a\n" * 9_000)[:MAX_BYTES],
    "rising runs of backticks": "".join("`" * n + " " for n in range(1, 445)),
    "a block with many blanks": ":::" + " " * 100_000,
    "boxes in boxes": "".join(":" * (3 + n) + "message\n" for n in range(440, 0, -1)),
    "one long address": "https://example.com/" + "a" * 100_000,
    "an address of brackets": "https://example.com/" + ")" * 100_000,
    "an address of ends of sentences": "https://example.com/" + "." * 100_000,
    "comments that never end, in code": "`<!--` " * 14_000,
    "rising runs of backticks around comments": "".join("`" * n + "<!--" for n in range(1, 440)),
    "a title of a box": ":::message " + "*a " * 30_000 + "\n:::\n",
    "a name of a file": "```ruby:" + "a" * 100_000 + "\n```\n",
    "front matter": "---\n" + "title: [a, b]\n" * 7_000 + "---\n",
    "front matter without an end": "---\n" + "a: b\n" * 9_000,
}
HOSTILE = {**{repr(pattern): full(pattern) for pattern in REPEATED}, **BUILT}


def render(source: str) -> str:
    return markdown.render_inside(source, prefix="n")


@pytest.fixture(scope="module")
def usual() -> float:
    """Seconds that an ordinary note of the full length takes to render, on this machine at this moment."""
    return timed(partial(render, full(ORDINARY)))[1]


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_full_note_is_rendered_hardly_slower_than_an_ordinary_one_and_stays_small(source: str, usual: float) -> None:
    page, seconds = timed(partial(render, source[:MAX_BYTES]))

    assert seconds < AS_LONG * usual
    assert len(page) < markdown.MAX_HTML_CHARS


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_full_note_is_searched_for_markers_in_the_time_of_a_page(source: str, usual: float) -> None:
    assert timed(partial(has_marker, source[:MAX_BYTES]))[1] < AS_LONG / 2 * usual


@pytest.mark.parametrize(
    "source",
    [
        "a" * (MAX_BYTES + 1),
        "あ" * (MAX_BYTES // 3 + 1),
        "\n" * (markdown.MAX_SOURCE_LINES + 1),
        "[a]: http://b.c/" + "x" * 50_000 + "\n\n" + "[a]" * 12_000,
        "[^a]: x\n\n" + "[^a]" * 25_000,
    ],
    ids=["bytes", "Japanese bytes", "lines", "one address many times", "one footnote many times"],
)
def test_a_note_that_is_or_becomes_too_long_is_refused(source: str) -> None:
    with pytest.raises(markdown.SourceTooLong):
        markdown.render(source, prefix="n")


def test_a_note_of_exactly_the_longest_length_is_rendered() -> None:
    assert markdown.render("a" * MAX_BYTES, prefix="n") == f"<p>{'a' * MAX_BYTES}</p>\n"


def test_emphasis_in_emphasis_stops_somewhere_and_the_rest_stays_text() -> None:
    page = parsed(markdown.render("*a " * 1_000 + "b*" * 1_000, prefix="n"))

    assert len(page.xpath("//em")) == 20
    assert page.text_content().count("*") == 2 * 980


def test_rows_beyond_the_bound_of_a_table_stay_text() -> None:
    page = parsed(markdown.render("|a|a|a|a|\n|-|-|-|-|\n" + "|x\n" * 9_900, prefix="n"))

    cells = len(page.xpath("//td | //th"))

    assert 19_000 < cells <= 20_000
    assert page.text_content().count("x") == 9_900


SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "[a](javascript:alert(1))",
    "[a](java\nscript:alert(1))",
    "[a](<java\tscript:alert(1)>)",
    "[a](&#x6A;avascript&colon;alert(1))",
    "![a](javascript:alert(1))",
    '![a](https://x.example/"onerror="alert(1))',
    "<javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    '[a](https://x.example "\\" onmouseover=alert(1) \\"")',
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:alert(1))",
    "```<script>\nalert(1)\n```",
    '```"onmouseover="alert(1)\nx\n```',
    "# <script>alert(1)</script>",
    '# "onclick=alert(1) x="',
    "[^<script>]\n\n[^<script>]: <script>alert(1)</script>",
    '[^"onclick="x]\n\n[^"onclick="x]: y',
    "| <script> |\n|---|\n| <img onerror=x> |",
    "- [x] <img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "`<script>alert(1)</script>`",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<a href='javascript:x'>y</a>",
    "<form action=//x.example><button>z</button></form>",
    "<style>*{x:y}</style>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=x>",
    ":::internal <script>alert(1)</script>\n<script>alert(1)</script>\n:::",
    "<div hx-get=/x hx-trigger=load>",
    "[a](//x.example)",
    "<base href=//x.example>",
    "\x00<script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</script>",
    "[a](\x01javascript:alert(1))",
    "［a］（javascript:alert(1)）",
    "@[card](javascript:alert(1))",
    "@[youtube](javascript:alert)",
    '@[card](https://x.example/"onclick=alert(1))',
    "javascript://x.example/%0aalert(1)",
    'https://x.example/"onmouseover=alert(1)',
    "https://x.example/<script>alert(1)</script>",
    "<details ontoggle=alert(1) open>\nx\n</details>",
    "<details>\n<summary onclick=alert(1)>x</summary>\ny\n</details>",
    "<details>\n<summary><img src=x onerror=alert(1)></summary>\n<script>alert(1)</script>\n</details>",
    ":::details <img src=x onerror=alert(1)>\n<script>alert(1)</script>\n:::",
    ':::message" onclick=alert(1)\nx\n:::',
    ':::note warn" onclick=alert(1)\nx\n:::',
    "<kbd onclick=alert(1)>x</kbd> <kbd><img src=x onerror=alert(1)></kbd>",
    "<sup><script>alert(1)</script></sup>",
    "<br onclick=alert(1)>",
    "<br/onclick=alert(1)>",
    "a <!-- <script>alert(1)</script> --> b",
    "<!-- <img src=x onerror=alert(1)> -->",
    "```ruby:<img src=x onerror=alert(1)>\nx\n```",
    '```:"><script>alert(1)</script>\nx\n```',
    "$<script>alert(1)</script>$",
    "$$\n<img src=x onerror=alert(1)>\n$$",
    "<div>x</div><span>y</span><iframe src=https://x.example></iframe>",
    '---\ntitle: "<script>alert(1)</script>"\n---\n',
]
ACTIVE = {
    "script",
    "img",
    "svg",
    "iframe",
    "form",
    "button",
    "style",
    "base",
    "math",
    "object",
    "embed",
    "link",
    "meta",
}


@pytest.mark.parametrize("source", SCRIPTS)
def test_nothing_active_comes_out(source: str) -> None:
    for page in (markdown.render(source, prefix="n"), markdown.render_inside(source, prefix="n")):
        assert active_parts(page) == []


@pytest.mark.parametrize("page", SCRIPTS)
def test_the_sanitiser_alone_lets_nothing_active_through(page: str) -> None:
    assert active_parts(sanitizing.INSIDE.clean(page)) == []


def test_the_search_for_active_parts_finds_them() -> None:
    page = "<a href='javascript:x' onclick=y>z</a><img src=//x.example><p hx-get=/x style=a>"

    assert active_parts(page) == ["a href", "a onclick", "img", "img src", "p hx-get", "p style"]


def active_parts(page: str) -> list[str]:
    """Elements and attributes that could do something, in the page as a browser would take it apart."""
    found = []
    for element in parsed(page).iter():
        assert isinstance(element.tag, str)
        found += [element.tag] if element.tag in ACTIVE else []
        found += [f"{element.tag} {name}" for name, value in element.items() if is_active(name, value)]
    return found


def is_active(name: str, value: str) -> bool:
    if name in ("href", "src", "action"):
        return not value.startswith(("https://", "http://", "mailto:", "#"))
    return name.startswith(("on", "hx-", "style"))
