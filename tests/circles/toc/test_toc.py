"""What holds for every table of contents."""

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyhub.circles.toc import (
    BYTES_MAX,
    LINES_MAX,
    LineKind,
    TocLine,
    TocTooLong,
    page_counts,
    read_toc,
)

SAMPLES = Path(__file__).parents[2] / "data" / "toc"
ADVERSE_SECONDS = 2.0

SIGNS = "第章部1２IⅣA.…・ー #①§()\u3000\t\n\r\x00"
WORDS = [
    "1. ",
    "2. ",
    "／",
    "|",
    "| 1 | a |\n",
    "1\ta\t3\n",
    "[a](b)",
    "✅",
    "Next: ",
    "第2章 ",
    "1.1 ",
    "2 a ",
    "Chapter ",
    "Part ",
    "付録",
    "コラム",
    "Column:",
    "はじめに",
    "索引",
    "- ",
    "p.",
    "12",
    "ページ",
    "xi",
]
PIECES = st.sampled_from([*SIGNS, *WORDS])

ADVERSE_SIGNS = " .・…-1第I一ー([#【\x00"
ADVERSE_PIECES = [" .", "1.", "1-", "[](", "\t1", "はじめに", "Chapter ", "第 ", "1 章", "Column ", " a"]
ADVERSE_LABELS = [
    *[" 1. a", " 第1章 a", "／第1章 a", "第1章 第2章 ", "1.1 a ", "x 1 1.1 ", " 2 a 2.1 ", "Part 1 Chapter 1 a "],
    *[
        "／",
        "|",
        "`",
        "*",
        "<",
        "✅",
        "「",
        "|a",
        "\ta",
        "1\ta\t3\t",
        "[a](b) ",
        "[a",
        "](",
        "<a ",
        "<!-- ",
        "http://",
        " :a_b:",
        " [x]",
        "1️⃣",
        "-> `a`",
        ";a",
        "(a;b)",
        "(;",
        "目次",
        "'a",
    ],
]
ADVERSE_LINES = ["謝辞", "Lesson 1", "1 a", "A. b", "a 1", "1.1", " ", "x  9", "\u3000", "  ・a"]
ADVERSE_LINES += [
    "1. 1. a",
    "  1. a",
    "| 1 | a | 3 |",
    "1\ta\t3\tb",
    "Chapter 1\na",
    "a\n1",
    "第1章 a\n第2章 b\n第3章 c",
]
ADVERSE_LINES += [
    "# a\n- [b](c)",
    "a (1)",
    "a1",
    "「a",
    "a、",
    "第1章 a-\nb 1",
    "I a",
    "ONE\na",
    "---",
    "Next: a",
    "✅ a [x]",
    "第1部 a(b;c)\n\n",
    "a)",
    "a(",
    "# Day 1: a\n- [b](c)",
    "1. (a)",
    "|  | 1章 a |",
    "7",
    "第1回 4/7 a",
    "① 4/7：a",
]


def sample(name: str) -> list[TocLine]:
    return read_toc((SAMPLES / name).read_text(encoding="utf-8"))


def chapters(lines: list[TocLine]) -> list[tuple[str | None, str, str | None]]:
    return [(line.number, line.title, line.part) for line in lines if line.kind is LineKind.CHAPTER]


def test_sample_seeking_sre_has_every_chapter_in_its_place() -> None:
    lines = sample("seeking-sre-ja.txt")

    assert chapters(lines) == [
        ("1", "SREにおけるコンテキストとコントロール", "SREの導入"),
        ("2", "サイトリライアビリティエンジニアの面接", "SREの導入"),
        ("3", "なるほど、SREチームを作りたいのですね", "SREの導入"),
        ("4", "インシデントのメトリクスを用いたSREの大規模な改善", "SREの導入"),
        ("5", "サードパーティとの協力を円滑に進める重要性", "SREの導入"),
        ("6", "専任SREチームなしでSREの原則を適用する方法", "SREの導入"),
    ]
    assert [line.kind for line in lines[:4]] == [LineKind.FRONT, LineKind.FRONT, LineKind.FRONT, LineKind.PART]
    assert {line.kind for line in lines[4:]} == {LineKind.CHAPTER, LineKind.SECTION}
    assert lines[16].title == "障害対策の好循環:それを計測しない場合は……"
    assert lines[-1].number == "6.5"


def test_sample_sre_book_has_every_chapter_in_its_place() -> None:
    lines = sample("sre-book-en.txt")

    read = chapters(lines)
    assert [number for number, _, _ in read] == [str(number) for number in range(1, 35)]
    assert [part for _, _, part in read] == (
        ["Introduction"] * 2 + ["Principles"] * 7 + ["Practices"] * 18 + ["Management"] * 5 + ["Conclusions"] * 2
    )
    assert [read[index][1] for index in (0, 14, 26, 33)] == [
        "Introduction",
        "Postmortem Culture: Learning from Failure",
        "Reliable Product Launches at Scale",
        "Conclusion",
    ]
    assert [line.number for line in lines if line.kind is LineKind.PART] == ["I", "II", "III", "IV", "V"]
    assert [line.title for line in lines if line.kind is LineKind.FRONT] == ["Foreword", "Preface"]
    appendices = [line for line in lines if line.kind is LineKind.APPENDIX]
    assert [line.number for line in appendices] == ["A", "B", "C", "D", "E", "F"]
    assert appendices[1].title == "A Collection of Best Practices for Production Services"
    assert {line.part for line in appendices} == {None}


def test_sample_ddia_has_every_chapter_in_its_place() -> None:
    lines = sample("ddia-ja.md")

    assert chapters(lines) == [
        ("1", "信頼性、スケーラビリティ、メンテナンス性に優れたアプリケーション", "データシステムの基礎"),
        ("2", "データモデルとクエリ言語", "データシステムの基礎"),
        ("3", "ストレージと抽出", "データシステムの基礎"),
    ]
    assert (lines[0].kind, lines[0].title) == (LineKind.FRONT, "データ指向アプリケーションデザイン")
    summaries = [line for line in lines if line.title == "まとめ"]
    assert [line.kind for line in summaries] == [LineKind.SECTION, LineKind.SECTION]


def test_sample_with_pages_counts_the_pages_of_every_chapter() -> None:
    lines = sample("made-up-pages-ja.txt")

    counted = [
        (line.number, line.title, line.page, pages, line.part)
        for line, pages in zip(lines, page_counts(lines), strict=True)
        if line.kind in (LineKind.CHAPTER, LineKind.APPENDIX)
    ]
    assert counted == [
        ("1", "静かな夜のための準備", 1, 20, "ふだんの備え"),
        ("2", "しきい値の決め方", 21, 20, "ふだんの備え"),
        ("3", "引き継ぎという技術", 41, 26, "ふだんの備え"),
        ("4", "最初の五分", 67, 22, "障害のさなかに"),
        ("5", "声に出して考える", 89, 24, "障害のさなかに"),
        ("6", "やめる勇気――切り戻しの判断", 113, 28, "障害のさなかに"),
        ("7", "責めない振り返り", 141, 28, "あとから学ぶ"),
        ("8", "小さな改善を続ける", 169, 28, "あとから学ぶ"),
        ("9", "チームを越えて学ぶ", 197, 22, "あとから学ぶ"),
        ("A", "振り返りのひな形", 219, 8, None),
        ("B", "用語集", 227, 6, None),
    ]
    assert [(line.title, line.page) for line in lines[:2]] == [("はじめに", None), ("本書の読み方", None)]
    assert [line.number for line in lines if line.kind is LineKind.SECTION] == ["1.1", "1.2", "5.1"]
    assert [line.title for line in lines if line.kind is LineKind.COLUMN] == ["深夜二時の数字"]
    assert [(line.title, line.page) for line in lines[-2:]] == [("参考文献", 233), ("索引", 241)]


def test_page_counts_are_unknown_where_a_page_is_missing_or_falls() -> None:
    lines = read_toc("1章 甲 ...... 9\n2章 乙\n3章 丙 ...... 30\n4章 丁 ...... 30\n5章 戊 ...... 20\n")

    assert page_counts(lines) == [None, None, 1, None, None]


def test_lines_keep_their_text_and_number() -> None:
    lines = read_toc("\ufeff第1章 甲\r\n\r\n　 1.1 乙\r第2章 丙")

    assert [(line.line_number, line.text) for line in lines] == [
        (1, "\ufeff第1章 甲"),
        (3, "　 1.1 乙"),
        (4, "第2章 丙"),
    ]
    assert [line.title for line in lines] == ["甲", "乙", "丙"]


@pytest.mark.parametrize("text", ["あ" * (BYTES_MAX // 3 + 1), "a\n" * (LINES_MAX + 1)])
def test_too_long_a_text_is_refused(text: str) -> None:
    with pytest.raises(TocTooLong):
        read_toc(text)


def test_as_long_a_text_as_allowed_is_read() -> None:
    assert len(read_toc("a\n\n" * LINES_MAX)) == LINES_MAX
    assert len(read_toc("a" * BYTES_MAX)) == 1


def written(text: str) -> str:
    """A text without its blanks."""
    return "".join(text.split())


@settings(deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=80).map("".join)))
def test_nothing_is_ever_lost_or_moved(text: str) -> None:
    lines = read_toc(text)

    assert written("".join(line.text for line in lines)) == written(text)
    assert [line.line_number for line in lines] == sorted(line.line_number for line in lines)
    assert all(line.title and line.depth > 0 for line in lines)
    assert len(page_counts(lines)) == len(lines)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["Cs", "Cc", "Nd", "Zs"]), max_size=60))
def test_surrogates_and_control_characters_do_not_raise(text: str) -> None:
    assert len(read_toc(text)) <= len(text)


BEGINNINGS = ["", "第", "1章", "Chapter", "a", "【", "Column", "第1部 a("]
CHAPTERS = ["", "1章 a ", "Chapter 1 a "]
ADVERSE = [(beginning, piece) for beginning in BEGINNINGS for piece in [*ADVERSE_SIGNS, *ADVERSE_PIECES]]
ADVERSE += [(beginning, piece) for beginning in CHAPTERS for piece in ADVERSE_LABELS]


@pytest.mark.parametrize(("beginning", "piece"), ADVERSE)
def test_reading_time_stays_low_on_one_adverse_line(beginning: str, piece: str) -> None:
    text = beginning + piece * ((BYTES_MAX - 30) // len(piece.encode())) + "x"
    began = time.thread_time()

    with suppress(TocTooLong):
        read_toc(text)

    assert time.thread_time() - began < ADVERSE_SECONDS


@pytest.mark.parametrize("line", ADVERSE_LINES)
def test_reading_time_stays_low_on_many_adverse_lines(line: str) -> None:
    began = time.thread_time()

    read_toc(f"{line}\n" * (LINES_MAX // (1 + line.count("\n"))))

    assert time.thread_time() - began < ADVERSE_SECONDS
