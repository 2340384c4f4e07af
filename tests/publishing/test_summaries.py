"""The first words of a note on one line."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studyhub.demo.reading.notes import Text, texts
from studyhub.notes.parsing.characters import FULL_WIDTH_PUNCTUATION, JAPANESE
from studyhub.notes.text import markdown
from studyhub.publishing.summaries import SUMMARY_CHARS, summary
from tests.tools import ROOT


def of(source: str) -> str:
    return summary(markdown.render(source, prefix="x"))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("平均ではなく**「分布」**で見る。", "平均ではなく「分布」で見る。"),
        ("これは`p99`の話。\n\n次の段落。", "これはp99の話。次の段落。"),
        ("## 学んだこと\n\n平均ではない。", "平均ではない。"),
        ("- 指標を選ぶ\n- 目標を決める", "指標を選ぶ、目標を決める"),
        ("> 引用する\n\n続ける", "引用する、続ける"),
        ("- 「分布」\n- （平均）", "「分布」（平均）"),
        ("- 手順\n- 「作る」", "手順、「作る」"),
        ("- 直す(沼田)\n- 数える", "直す(沼田)、数える"),
        ("担当は早川\n場所は会議室", "担当は早川、場所は会議室"),
        ("SLO を決める。\n\nError budget も。", "SLO を決める。Error budget も。"),
        ("Read it.\n\nUse it **well**.\nAgain.", "Read it. Use it well. Again."),
        ("Use SLOs.\n\n平均ではない。", "Use SLOs. 平均ではない。"),
        ("脚注[^1]つき。\n\n[^1]: 説明", "脚注つき。"),
        ("前\n\n```\ncode\n```\n\n| a |\n|---|\n| b |\n\n後", "前、後"),
        ("- [ ] 開く\n- [x] 閉じる", "開く、閉じる"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("## 題だけ", ""),
        ("", ""),
    ],
)
def test_blocks_and_lines_are_joined_as_their_language_joins_them(source: str, words: str) -> None:
    assert of(source) == words


BEGINNINGS = sorted((ROOT / "templates" / "notes" / "beginnings").glob("[a-z]*.md"))


@pytest.mark.parametrize("path", BEGINNINGS, ids=lambda path: str(path.name))
def test_what_a_note_begins_with_and_nobody_wrote_over_is_none_of_its_words(path: Path) -> None:
    lines = re.sub("{%.*?%}", "", path.read_text(encoding="utf-8")).split("\n")

    assert of("\n".join(line for line in lines if "{{" not in line or line.startswith("#"))) == ""


def test_long_text_ends_in_an_ellipsis() -> None:
    cut = of("長い文。" * 200)

    assert (len(cut), cut[-1]) == (SUMMARY_CHARS, "…")


def test_html_cut_within_a_tag_leaves_nothing_of_it() -> None:
    assert "href" not in summary("<p>" + '<a href="https://example.com/">あ</a>' * 1000, chars=10_000)


@pytest.mark.parametrize("text", texts(), ids=lambda text: text.title)
def test_summary_of_a_demo_note_has_no_space_between_japanese(text: Text) -> None:
    words = of(text.source)

    assert words
    assert not re.search(rf"[{FULL_WIDTH_PUNCTUATION}] | [{FULL_WIDTH_PUNCTUATION}]", words)
    between = re.findall(rf"[{JAPANESE}] [{JAPANESE}]", words)
    assert all(written in text.source.replace("`", "") for written in between)


PIECES = st.sampled_from(
    [*"\n 。「」(a", "<p>", "</p>", "<br>", "<h2>", "</h2>", "<pre>", "</pre>", "<em>", "</em>", "&amp;"]
)
HTML = st.lists(PIECES | st.text("あいうabc、。 \n", max_size=40), max_size=120).map("".join)


@given(HTML, st.integers(1, 100), st.integers(2, 300))
@example("<em></em>" * 12 + "ab ", 80, 200)
def test_words_are_the_same_however_much_is_read_for_them(piece: str, times: int, chars: int) -> None:
    html = piece * times
    whole = summary(html, chars=100_000)

    assert summary(html, chars=chars) == (whole if len(whole) <= chars else f"{whole[: chars - 1].rstrip()}…")
