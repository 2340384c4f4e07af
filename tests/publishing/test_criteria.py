"""M1 to M6 and E5 of the publishing criteria, each judged by a site that Hugo built and by our own page."""

from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement

from studyhub.notes.text import internal
from studyhub.notes.text.markdown import render
from studyhub.publishing.blogs.hugo import HUGO, write_hugo
from studyhub.publishing.blogs.plain import PLAIN
from studyhub.publishing.markdown.escaping import Dialect
from studyhub.publishing.markdown.markdown_writer import write_markdown
from tests.publishing.posts import a_post
from tests.publishing.shape import PREFIX, shape
from tests.publishing.test_hugo import build

TEXTS = {
    "m1": "| a | b |\n|--:|---|\n| 1 | ~~2~~ |\n\n- [x] done\n- [ ] open\n\ntext[^a]\n\n[^a]: note\n\n1. *em*\n",
    "m2": "これは**「重要」**な点、**警告！**を、**テスト(test)**の、~~「旧」~~の。\n",
    "m3": (
        "<script>alert(1)</script> [a](javascript:alert(1)) [b](https://example.com) <mailto:aki@example.com>\n\n"
        "```ruby\nputs 1\n```\n"
    ),
    "m4": (
        '担当: 早川\n場所: 会議室\nです\n\n```ruby:app.rb\nx = "a_b"  # <b>\n```\n\n```ts=\nconst a = 1\n```\n\n'
        "```diff\n-a\n```\n\n## まとめ\n\n## まとめ\n"
    ),
    "m5": (
        "```\n:::internal\nshown\n:::\n```\n\n:::message\n箱\n:::\n\n:::details 題\n中\n:::\n\n"
        ":::note info\n注\n:::\n\n:::internal\nCANARY\n:::\n"
    ),
    "m6": (
        "見よ https://example.com/a_b、(https://example.com/c).\n\n"
        "一<br>二 <kbd>Ctrl</kbd> H<sub>2</sub>O 2<sup>10</sup>\n\n"
        "<details>\n<summary>題</summary>\n\n中\n</details>\n\n公開<!-- CANARY -->です :tada:\n\n"
        "@[youtube](dQw4w9WgXcQ)\n\n"
        "<div>x</div> <span>y</span>\n\n$a_1 * b_1 * c$\n\n$$\n\\sum_{i}\n= x_1 * y\n$$\n"
    ),
    "e5": "f(x) = a_b + c, C# (1) 10:00-11:00 #3 [x] {y} 1 < 2 & 3! a|b 1.5 $5 ^ = これは**「重要」**な点\n",
}


@pytest.fixture(scope="module")
def hugo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, HtmlElement]:
    posts = [a_post(number, source=source) for number, source in enumerate(TEXTS.values())]
    pages = build(tmp_path_factory.mktemp("criteria"), write_hugo(posts))
    return {name: parsed(pages[post.slug].body) for name, post in zip(TEXTS, posts, strict=True)}


def parsed(page: str) -> HtmlElement:
    return html.fromstring(f"<main>{page}</main>")


def ours(name: str) -> HtmlElement:
    return parsed(render(TEXTS[name], prefix=PREFIX))


def both(hugo: dict[str, HtmlElement], name: str) -> list[HtmlElement]:
    return [ours(name), hugo[name]]


@pytest.mark.parametrize("name", TEXTS)
def test_each_says_the_same_in_hugo(hugo: dict[str, HtmlElement], name: str) -> None:
    built = "".join(html.tostring(child, encoding="unicode") for child in hugo[name])

    assert shape(built) == shape(render(TEXTS[name], prefix=PREFIX))


def test_m1_tables_strikethrough_footnotes_and_tasks(hugo: dict[str, HtmlElement]) -> None:
    for page in both(hugo, "m1"):
        assert [cell.text_content() for cell in page.iter("td")] == ["1", "2"]
        assert len(page.xpath("//td/s | //td/del")) == 1
        assert len(page.xpath("//input[@type='checkbox']")) == 2
        assert len(page.xpath("//sup//a")) == 1


def test_m2_bold_beside_japanese(hugo: dict[str, HtmlElement]) -> None:
    for page in both(hugo, "m2"):
        assert [bold.text_content() for bold in page.iter("strong")] == ["「重要」", "警告！", "テスト(test)"]
        assert "*" not in page.text_content()


def test_m3_nothing_active_and_languages_kept(hugo: dict[str, HtmlElement]) -> None:
    for page in both(hugo, "m3"):
        assert page.xpath("//script") == []
        assert page.xpath("//a/@href") == ["https://example.com", "mailto:aki@example.com"]
        assert "<script>alert(1)</script>" in page.text_content()


def test_m4_line_ends_are_line_ends(hugo: dict[str, HtmlElement]) -> None:
    for page in both(hugo, "m4"):
        assert len(page.xpath("//p[1]/br")) == 2
    assert write_markdown(TEXTS["m4"], PLAIN).startswith("担当: 早川  \n場所: 会議室  \nです\n")


def test_m4_code_keeps_bytes_language_and_file_name(hugo: dict[str, HtmlElement]) -> None:
    for page in both(hugo, "m4"):
        assert [pre.text_content() for pre in page.iter("pre")] == ['x = "a_b"  # <b>\n', "const a = 1\n", "-a\n"]
        assert "app.rb" in page.text_content()
    assert [code.get("class") for code in ours("m4").xpath("//pre/code")] == [
        "language-ruby",
        "language-ts",
        "language-diff",
    ]


def test_m4_heading_ids_keep_japanese_and_are_unique() -> None:
    assert ours("m4").xpath("//h2/@id") == [f"{PREFIX}-まとめ", f"{PREFIX}-まとめ-1"]


def test_m5_markers_in_code_are_text_and_boxes_are_blocks(hugo: dict[str, HtmlElement]) -> None:
    for page in both(hugo, "m5"):
        assert [code.text_content() for code in page.iter("pre")] == [":::internal\nshown\n:::\n"]
        assert "CANARY" not in page.text_content()
        assert page.text_content().count(":::") == 2
    left = internal.survivors(TEXTS["m5"])
    assert (left.refused, left.shown) == ((), (2,))


def test_m6_what_people_type_is_what_readers_see(hugo: dict[str, HtmlElement]) -> None:
    addresses = ["https://example.com/a_b", "https://example.com/c", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"]
    for page in both(hugo, "m6"):
        assert page.xpath("//a/@href") == addresses
        assert "CANARY" not in html.tostring(page, encoding="unicode")
        assert "公開です 🎉" in page.text_content()
        assert "<div>x</div> <span>y</span>" in page.text_content()
        assert "$a_1 * b_1 * c$" in page.text_content()
        assert "\\sum_{i}" in page.text_content()
        assert page.xpath("//div | //span | //iframe") == []


def test_e5_only_what_acts_is_escaped(hugo: dict[str, HtmlElement]) -> None:
    for target in (PLAIN, HUGO):
        assert write_markdown(TEXTS["e5"], target) == (
            "f(x) = a_b + c, C# (1) 10:00-11:00 #3 [x] {y} 1 < 2 & 3! a|b 1.5 $5 ^ = "
            "これは&#8203;**「重要」**&#8203;な点\n"
        )
    assert "これは\u200b「重要」" in hugo["e5"].text_content()


@pytest.mark.parametrize(
    ("source", "target", "written"),
    [
        ("\"a\" -- b... 'c'", PLAIN, "\"a\" -- b... 'c'"),
        ("\"a\" -- b... 'c'", HUGO, "\\\"a\\\" \\-\\- b\\.\\.\\. \\'c\\'"),
        ("a\n\\# b\n\\- c", PLAIN, "a  \n\\# b  \n\\- c"),
        ("2 \\* 3, a\\*b", PLAIN, "2 * 3, a\\*b"),
        ("10~20", PLAIN, "10~20"),
        ("10~20 30~40", PLAIN, "10&#126;20 30&#126;40"),
        ("&amp;copy; a & b", PLAIN, "&amp;copy; a & b"),
        ("https://example.com/a_b", HUGO, "<https://example.com/a_b>"),
        ("https:\\//example.com", HUGO, "https\\://example.com"),
        ("aki@example.com と @aki", PLAIN, "aki&#64;example.com と @aki"),
        ("\\{{< x >}}", HUGO, "{\\{< x >}}"),
        ("a<br><br>b", PLAIN, "a  \n&#8203;  \nb"),
        ("| a |\n|---|\n| 1<br>2 |", PLAIN, "| a |\n| --- |\n| 1<br>2 |"),
        ("| a |\n|---|\n| 1<br>2 |", HUGO, "| a |\n| --- |\n| 1 2 |"),
        ("# C\\#", PLAIN, "## C\\#"),
        ("x<sup>2</sup> <kbd>Ctrl</kbd>", PLAIN, "x² `Ctrl`"),
    ],
)
def test_e5_each_sign_at_the_place_where_it_acts(source: str, target: Dialect, written: str) -> None:
    assert write_markdown(source, target) == f"{written}\n"


def test_e5_the_texts_of_engineers_hardly_need_an_escape() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "texts").glob("*.md")]

    written = "".join(write_markdown(text, PLAIN) for text in texts)

    assert written.count("\\") < len(written) / 100
