"""How notes are written as HTML: M1 to M4 of the publishing criteria."""

from pathlib import Path

import pytest

from studyhub.notes.parsing.dialects import FIRST
from studyhub.notes.text import markdown
from tests.notes.parsing.parsed import parsed

SAMPLES = sorted((Path(__file__).parents[2] / "data/notes").glob("*.md"))


def rendered(source: str) -> str:
    return markdown.render(source, prefix="note-12").strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("これは**「重要」**な点", "これは<strong>「重要」</strong>な点"),
        ("**警告！**を", "<strong>警告！</strong>を"),
        ("**テスト(test)**の", "<strong>テスト(test)</strong>の"),
        ("これは*「重要」*な点", "これは<em>「重要」</em>な点"),
        ("前の~~「消す」~~と", "前の<s>「消す」</s>と"),
        ("스크립트**(script)**라고", "스크립트<strong>(script)</strong>라고"),
        ("葛\U000e0100**「城」**市", "葛\U000e0100<strong>「城」</strong>市"),
        ("日本 ** 語 ** です", "日本 ** 語 ** です"),
        ("日本_「語」_です", "日本_「語」_です"),
        ('a**"b"**c', 'a**"b"**c'),
    ],
)
def test_emphasis_beside_cjk_characters(source: str, expected: str) -> None:
    assert rendered(source) == f"<p>{expected}</p>"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_no_sample_note_shows_asterisks_or_what_is_internal(sample: Path) -> None:
    source = sample.read_text(encoding="utf-8")
    secret = source.partition(":::internal\n")[2].partition("\n:::")[0]

    page = rendered(source)
    text = parsed(page).text_content()

    assert len(secret) > 20
    assert secret[:20] not in text
    assert "**" not in text
    assert ":::" not in text


def test_there_are_five_sample_notes() -> None:
    assert len(SAMPLES) == 5


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("日本語\nです", "日本語です"),
        ("です。\nAPI は", "です。API は"),
        ("API\n「は」", "API「は」"),
        ("これは\nAPI です", "これは\nAPI です"),
        ("one\ntwo", "one\ntwo"),
        ("これは**重要**\nです", "これは<strong>重要</strong>です"),
        ("한국어\n문장", "한국어\n문장"),
        ("日本語  \nです", "日本語<br>\nです"),
        ("日本語\\\nです", "日本語<br>\nです"),
    ],
)
def test_in_the_first_dialect_a_line_end_within_japanese_is_nothing(source: str, expected: str) -> None:
    assert markdown.render(source, prefix="n", dialect=FIRST).strip() == f"<p>{expected}</p>"


def test_headings_begin_below_the_heading_of_the_page() -> None:
    assert rendered("# A\n\n## B\n\n###### C") == (
        '<h2 id="note-12-a">A</h2>\n<h3 id="note-12-b">B</h3>\n<h6 id="note-12-c">C</h6>'
    )


def test_headings_that_begin_low_move_up() -> None:
    assert rendered("### A\n\n#### B") == '<h2 id="note-12-a">A</h2>\n<h3 id="note-12-b">B</h3>'


def test_heading_ids_keep_japanese_and_are_unique() -> None:
    page = parsed(rendered("# まとめ\n\n# まとめ\n\n# まとめ 1\n\n# **次回** (`7/24`)\n\n# !?"))

    ids = [heading.get("id") for heading in page.iter("h2")]

    assert ids == [
        "note-12-まとめ",
        "note-12-まとめ-1",
        "note-12-まとめ-1-1",
        "note-12-次回-724",
        "note-12-section",
    ]


def test_footnotes_carry_the_prefix_in_both_directions() -> None:
    page = parsed(rendered("a[^x] b[^x]\n\n[^x]: note"))

    assert page.xpath("//sup/a/@href") == ["#fn-note-12-1", "#fn-note-12-1"]
    assert page.xpath("//sup/a/@id") == ["fnref-note-12-1", "fnref-note-12-1:1"]
    assert page.xpath("//section//li/@id") == ["fn-note-12-1"]
    assert page.xpath("//section//a/@href") == ["#fnref-note-12-1", "#fnref-note-12-1:1"]


def test_a_link_to_a_heading_of_the_note_finds_it() -> None:
    page = parsed(rendered("# A b\n\n[x](#a-b)"))

    assert page.xpath("//a/@href") == ["#note-12-a-b"]
    assert page.xpath("//h2/@id") == ["note-12-a-b"]


def test_tasks_are_boxes_labelled_by_their_text_that_nobody_can_tick() -> None:
    assert rendered("- [ ] `a` b\n- [x] c\n- [x](https://example.com)\n- [ ]") == (
        "<ul>\n"
        '<li class="task"><label><input type="checkbox" disabled=""> <code>a</code> b</label></li>\n'
        '<li class="task"><label><input type="checkbox" disabled="" checked=""> c</label></li>\n'
        '<li><a href="https://example.com">x</a></li>\n'
        "<li>[ ]</li>\n"
        "</ul>"
    )


def test_tables_are_aligned_by_class() -> None:
    page = parsed(rendered("| a | b |\n|:-:|--:|\n| 1 | ~~2~~ |"))

    assert page.xpath("//th/@class") == ["align-center", "align-right"]
    assert page.xpath("//td/@class") == ["align-center", "align-right"]
    assert page.xpath("//td/s/text()") == ["2"]
    assert page.xpath("//@style") == []


def test_code_keeps_its_bytes_and_language_and_can_be_scrolled_by_keyboard() -> None:
    code = "\tx = '<b>' &amp; \"日本\"\n\n  :::\n"

    page = parsed(rendered(f"```c++ title\n{code}```"))

    assert page.xpath("//code")[0].text == code
    assert page.xpath("//code/@class") == ["language-c++"]
    assert page.xpath("//pre/@tabindex") == ["0"]


def test_a_language_that_is_no_word_is_left_out() -> None:
    assert rendered('```"><script>\nx\n```') == '<pre tabindex="0"><code>x\n</code></pre>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("![図](images/x.png)", "図"),
        ('![](images/x.png "四月")', "四月"),
        ("![](images/%E5%9B%B3.png)", "図.png"),
        ("![図](https://example.com/x.png)", '<a href="https://example.com/x.png">図</a>'),
        ("[![図](https://example.com/x.png)](https://a.example/)", '<a href="https://a.example/">図</a>'),
        ("![図](data:image/png;base64,AAAA)", "図"),
        ("![図](//example.com/x.png)", "図"),
    ],
)
def test_an_image_is_shown_by_its_caption(source: str, expected: str) -> None:
    assert rendered(source) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "&#106;avascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///x",
        "//example.com",
        "/\\example.com",
        "https:\\\\example.com",
        "https:///example.com",
        "notes/3",
        "/notes/3",
        "?x",
        "ftp://example.com",
    ],
)
def test_a_link_that_leads_elsewhere_keeps_only_its_words(address: str) -> None:
    assert rendered(f"[words](<{address}>)") == "<p>words</p>"


@pytest.mark.parametrize("address", ["https://example.com/a?b#c", "http://example.com", "mailto:aki@example.com"])
def test_web_and_mail_addresses_are_links(address: str) -> None:
    assert rendered(f"[words]({address})") == f'<p><a href="{address}">words</a></p>'
    assert (
        rendered(f"<{address}>")
        == f'<p><a href="{address}">{address.removeprefix("mailto:") if 0 else address}</a></p>'
    )


def test_control_characters_never_come_out() -> None:
    controls = "".join(map(chr, [*range(9), 0xB, 0xC, *range(0xE, 0x20), *range(0x7F, 0xA0), 0xD800, 0xFFFE, 0xFFFF]))
    entities = "".join(f"&#{ord(character)};" for character in controls)

    page = rendered(
        f"a{controls}b{entities}\n\n[x](https://example.com '{controls}{entities}')\n\n```\n{controls}\n```"
    )

    assert not set(controls) & set(page)


def test_the_tree_for_writers_has_neither_images_nor_html_nor_what_is_internal() -> None:
    source = "- [x] a ![b](c.png) <b>\n\n:::internal\n秘密\n:::\n"

    inline = next(token for token in markdown.parse(source) if token.type == "inline")
    children = inline.children or []

    assert [child.type for child in children] == ["task_open", "text", "text", "text", "task_close"]
    assert children[0].meta == {"checked": True}
    assert "".join(child.content for child in children) == "a b <b>"
    assert not [token for token in markdown.parse(source) if "秘密" in token.content]
