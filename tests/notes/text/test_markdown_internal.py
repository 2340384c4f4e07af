"""What is internal on the pages inside the organisation, and nowhere else."""

from lxml.html import HtmlElement

from studyhub.notes.text import markdown
from tests.notes.parsing.parsed import parsed

LABEL = "社内限り — 公開される版には含まれませんInside only — left out of every published version"


def inside(source: str) -> HtmlElement:
    return parsed(markdown.render_inside(source, prefix="note-12"))


def frames(source: str) -> list[str]:
    return [frame.text_content().replace("\n", "") for frame in inside(source).xpath("//div[@class='internal']")]


def test_inside_an_internal_block_stands_in_a_labelled_frame() -> None:
    assert frames("a\n:::internal\n秘密\n\n- b\n:::\nc") == [f"{LABEL}秘密b"]


def test_the_label_is_there_in_both_languages() -> None:
    label = inside(":::internal\na\n:::").xpath("//p[@class='internal-label']/span/@lang")

    assert label == ["ja", "en"]


def test_a_block_within_a_list_item_keeps_the_list_whole() -> None:
    page = inside("1. a\n   :::internal\n   秘密\n   :::\n2. b")

    assert len(page.xpath("//ol")) == 1
    assert len(page.xpath("//ol/li")) == 2
    assert page.xpath("//ol/li[1]/div[@class='internal']/p[2]/text()") == ["秘密"]


def test_a_block_over_two_list_items_has_a_frame_in_each() -> None:
    page = inside("- a\n- :::internal\n  b\n- c\n\n:::\nd")

    assert [item.text_content().strip() for item in page.xpath("//ul/div")] == []
    assert frames("- a\n- :::internal\n  b\n- c\n\n:::\nd") == [f"{LABEL}b", f"{LABEL}c"]


def test_a_footnote_of_the_note_is_found_from_within_a_block() -> None:
    page = inside(":::internal\na[^1]\n:::\n\n[^1]: note")

    assert page.xpath("//div[@class='internal']//sup/a/@href") == ["#fn-note-12-1"]
    assert page.xpath("//section//div[@class='internal']") == []


def test_a_block_without_an_end_goes_to_the_end_of_the_note() -> None:
    assert frames("a\n\n:::internal\nb\n\nc") == [f"{LABEL}bc"]


def test_the_title_and_the_words_beside_a_marker_are_kept() -> None:
    assert frames("::: internal 数字\na\n:::") == [f"{LABEL}数字a"]


def test_two_blocks_are_two_frames() -> None:
    assert frames(":::internal\na\n:::\n:::internal\nb\n:::") == [f"{LABEL}a", f"{LABEL}b"]


def test_no_frame_comes_from_the_source() -> None:
    source = '<div class="internal">a</div> <span lang="ja">b</span>'

    assert markdown.render_inside(source, prefix="n") == f"<p>{source.replace('<', '&lt;').replace('>', '&gt;')}</p>\n"


def test_outside_nothing_of_a_block_is_left() -> None:
    assert markdown.render("a\n:::internal\n秘密\n:::\nb", prefix="n") == "<p>a</p>\n<p>b</p>\n"
