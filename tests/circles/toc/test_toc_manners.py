"""Manners in which tables of contents are pasted that a book does not print: what is a chapter in each, by hand."""

import pytest

from studyhub.circles.toc import LineKind, read_toc

COUNTED_UNDER_A_ROOT = """\
  1. The Quiet Pager
  2. Preface
  3. Part I. Stability
    1. 1. Living in Production
    2. 2. Case Study
    3. 3. Stabilize
  4. Part II. Capacity
    1. 4. Case Study Again
    2. 5. Antipatterns
"""
COUNTED_UNDER_A_ROOT_READ = [
    "1|Living in Production||Stability",
    "2|Case Study||Stability",
    "3|Stabilize||Stability",
    "4|Case Study Again||Capacity",
    "5|Antipatterns||Capacity",
]

COUNTED_IN_ONE_RUN = """\
   1. 夜の本
   2.  はじめに
   3.  1章 灯り
   4.   1.1 電球
   5.   1.2 蝋燭
   6.  2章 停電
   7.   2.1 手順
   8.   2.2 連絡
   9.  3章 復旧
  10.   3.1 順番
  11.   3.2 記録
  12.  付録A 用語
"""
COUNTED_IN_ONE_RUN_READ = ["1|灯り||", "2|停電||", "3|復旧||"]

COUNTED_WITHOUT_INDENTATION = """\
1. Reading
1. Slowly
2. Aloud
2. Writing
1. By hand
3. Counting
"""
COUNTED_WITHOUT_INDENTATION_READ = ["1|Reading||", "2|Writing||", "3|Counting||"]

SHORT_THEN_DETAILED = """\
目次
第1章 灯り
第2章 停電
第3章 復旧
詳細目次
第1章 灯り
1.1 電球
1.2 蝋燭
第2章 停電
2.1 手順
第3章 復旧
3.1 順番
"""
SHORT_THEN_DETAILED_READ = ["1|灯り||", "2|停電||", "3|復旧||"]

SHORT_THEN_DETAILED_WITH_PAGES = """\
Brief Contents
Chapter 1: Ground 1
Chapter 2: Walls 21
Chapter 3: Roof 41
Contents in Detail
Chapter 1: Ground 1
Stones 3
Mortar 9
Chapter 2: Walls 21
Brick 22
Chapter 3: Roof 41
Tiles 44
"""
SHORT_THEN_DETAILED_WITH_PAGES_READ = ["1|Ground|1|", "2|Walls|21|", "3|Roof|41|"]

SUMMARY = """\
# Summary

[はじめに](README.md)

- [道具](tools.md)
  - [机](tools/desk.md)

## 実践

- [朝会](morning.md)
- [夜勤](night.md)
  - [交代](night/turn.md)

-----------

[謝辞](thanks.md)
"""
SUMMARY_READ = ["|道具||", "|朝会||実践", "|夜勤||実践"]

LINKS_IN_LINES = """\
1. [Alerts](01-alerts.md) [open dir]
2. [Graphs](02-graphs.md) [open dir]
3. **[On call](03-on-call.md)** ([slides](3.pdf), [video](3.mp4))
"""
LINKS_IN_LINES_READ = ["1|Alerts||", "2|Graphs||", "3|On call||"]

LABELS_BESIDE_LINKS = """\
- Chapter 1. [Alerts](01.md)
- **Chapter 2.** Graphs <a id="two"></a>
- Chapter 3. [Nested #[derive]](03.md) — https://example.com/3
"""
LABELS_BESIDE_LINKS_READ = ["1|Alerts||", "2|Graphs||", "3|Nested #[derive]||"]

PAGES_AFTER_ONE_SPACE = """\
第1章 集合 1
集まりとは
第2章 写像 15
第3章 関係 24
順序
同値
第4章 自然数 33
"""
PAGES_AFTER_ONE_SPACE_READ = ["1|集合|1|", "2|写像|15|", "3|関係|24|", "4|自然数|33|"]

PAGES_IN_BRACKETS = """\
Introduction (1)
Anchor (9)
Buoy(21)
Compass (35)
"""
PAGES_IN_BRACKETS_READ = ["|Anchor|9|", "|Buoy|21|", "|Compass|35|"]

PAGES_GLUED = """\
第1章 集合1
第2章 写像15
第3章 関係24
第4章 自然数33
"""
PAGES_GLUED_READ = ["1|集合|1|", "2|写像|15|", "3|関係|24|", "4|自然数|33|"]

TITLES_THAT_END_IN_GLUED_NUMBERS = """\
1. 入門Python3
2. 実践Java21
3. HTTP2
"""
TITLES_THAT_END_IN_GLUED_NUMBERS_READ = ["1|入門Python3||", "2|実践Java21||", "3|HTTP2||"]

SHEET = (
    "章\tタイトル\tページ\t担当\n"
    "1\t監視とは\t3\t早川\n"
    "2\t集める\t17\t湊\n"
    "3\t2020年を見る\t29\t早川\n"
    "付録A\t用語\t41\t\n"
)
SHEET_READ = ["1|監視とは|3|", "2|集める|17|", "3|2020年を見る|29|"]

SHEET_OF_SESSIONS = (
    "1\t12/3\t第1章 監視とは\t早川\n2\t12/10\t第2章 集める\t湊\n3\t12/17\t第3章 見る\t早川\n4\t1/7\t第4章 知らせる\t\n"
)
SHEET_OF_SESSIONS_READ = ["1|監視とは||", "2|集める||", "3|見る||", "4|知らせる||"]

PIPES = """\
| No. | Title | Page |
|----:|:------|-----:|
| 1 | Alerts | 3 |
| 1.1 | Noise | 5 |
| 2 | Graphs | 19 |
| 2.1 | Lines | 20 |
"""
PIPES_READ = ["1|Alerts|3|", "2|Graphs|19|"]

ONE_LINE = "はじめに／第1章 灯り／第2章 停電／コラム 蝋燭／第3章 復旧／索引\n"
ONE_LINE_READ = ["1|灯り||", "2|停電||", "3|復旧||"]

ONE_LINE_OF_BLANKS = (
    "Preface Part 1 Ground 1 Chapter 1 Stones 3 Chapter 2 Mortar 17 Part 2 Sky 29 Chapter 3 Clouds 31 Index 50\n"
)
ONE_LINE_OF_BLANKS_READ = ["1|Stones|3|Ground", "2|Mortar|17|Ground", "3|Clouds|31|Sky"]

ONE_LINE_OF_NUMBERS = "preface 1. stones 1.1 heavy 1.2 light exercises 2. mortar 2.1 wet 3. brick 3.1 red 3.2 grey\n"
ONE_LINE_OF_NUMBERS_READ = ["1|stones||", "2|mortar||", "3|brick||"]

ONE_LINE_OF_BARE_NUMBERS = (
    "Preface 1 Why Stones? 1.1 Heavy 1.2 Two Kinds 2 Mortar 2.1 Wet 2.2 10 Mixtures 3 Brick 3.1 Red\n"
)
ONE_LINE_OF_BARE_NUMBERS_READ = ["1|Why Stones?||", "2|Mortar||", "3|Brick||"]

SECTIONS_BEHIND_THEIR_CHAPTER = "第1章 灯り 1.1 電球 1.2 蝋燭\n第2章 停電 2.1 手順 2.2 連絡\n"
SECTIONS_BEHIND_THEIR_CHAPTER_READ = ["1|灯り||", "2|停電||"]

PARTS_WITHOUT_A_WORD = """\
まえがき
安定性
第1章 灯り
第2章 停電
容量
第3章 計る
第4章 足す
第5章 減らす
あとがき
"""
PARTS_WITHOUT_A_WORD_READ = ["1|灯り||安定性", "2|停電||安定性", "3|計る||容量", "4|足す||容量", "5|減らす||容量"]

ONE_SECTION_INDENTED = """\
第1章 灯り
電球
　蝋燭
まとめ
第2章 停電
手順
連絡
第3章 復旧
順番
"""
ONE_SECTION_INDENTED_READ = ["1|灯り||", "2|停電||", "3|復旧||"]

BROKEN_WITH_PAGES = """\
第1章 長い長い題が紙の幅に
収まらないとき 1
1.1 折り返す 3
第2章 短い題 17
2.1 幅を測ってから折り返しの
位置を決める 19
第3章 終わり 29
"""
BROKEN_WITH_PAGES_READ = ["1|長い長い題が紙の幅に収まらないとき|1|", "2|短い題|17|", "3|終わり|29|"]

BROKEN_IN_ENGLISH = """\
1. A Long Title That Does Not Fit into the
width of a page
2. Short
3. One with a hy-
phen in it
"""
BROKEN_IN_ENGLISH_READ = [
    "1|A Long Title That Does Not Fit into the width of a page||",
    "2|Short||",
    "3|One with a hyphen in it||",
]

LABELS_ON_LINES_OF_THEIR_OWN = """\
CHAPTER 1
はじめての当番
CHAPTER 2
引き継ぎ
　三行で書く
CHAPTER 3
Conclusion
"""
LABELS_ON_LINES_OF_THEIR_OWN_READ = ["1|はじめての当番||", "2|引き継ぎ||", "3|Conclusion||"]

PAGES_ON_LINES_OF_THEIR_OWN = """\
第1章 灯り
1
第2章 停電
15
第3章 復旧
32
"""
PAGES_ON_LINES_OF_THEIR_OWN_READ = ["1|灯り|1|", "2|停電|15|", "3|復旧|32|"]

NOTES_AND_APPENDICES = """\
序章 夜
第1章 灯り
第2章 停電
付録(手順のひな形)
注釈
図版出典
"""
NOTES_AND_APPENDICES_READ = ["|序章 夜||", "1|灯り||", "2|停電||"]

TICKED = """\
✅ 第1章 灯り
☑️ 第2章 停電
🔲 第3章 復旧
- [x] コラム 蝋燭
"""
TICKED_READ = ["1|灯り||", "2|停電||", "3|復旧||"]

EMOJI_NUMBERS = """\
1️⃣ Alerts
2️⃣ Graphs 📈
🔥 3️⃣ On call
"""
EMOJI_NUMBERS_READ = ["1|Alerts||", "2|Graphs||", "3|On call||"]

NEXT_ABOVE = """\
Next: 1. Alerts, Previous: Preface, Up: Top
1. Alerts
   - Noise
   - Sleep
2. Graphs
   - Lines
次へ: 3. On call
3. On call
"""
NEXT_ABOVE_READ = ["1|Alerts||", "2|Graphs||", "3|On call||"]

NEXT_ABOVE_NAMES = "Next: Alerts\nAlerts\n    Noise\nGraphs\n    Lines\n"
NEXT_ABOVE_NAMES_READ = ["|Alerts||", "|Graphs||"]

ONE_LINE_WITHOUT_BLANKS = "第1章 灯りの基礎第2章 停電と型第3章 復旧第4章 記録付録A 用語集索引\n"
ONE_LINE_WITHOUT_BLANKS_READ = ["1|灯りの基礎||", "2|停電と型||", "3|復旧||", "4|記録||"]

PIPES_WITHIN = "章 | タイトル | 担当\n1 | 監視とは | 早川\n2 | 集める | 湊\n3 | 見る | 早川\n"
PIPES_WITHIN_READ = ["1|監視とは||", "2|集める||", "3|見る||"]

COMMAS = "1,監視とは,3\n2,集める,17\n3,見る,29\n"
COMMAS_READ = ["1|監視とは|3|", "2|集める|17|", "3|見る|29|"]

REMARKS_BEFORE = "[済] 第1章 灯り\n[済] 第2章 停電\n第3章 復旧\n"
REMARKS_BEFORE_READ = ["1|灯り||", "2|停電||", "3|復旧||"]

DAYS_BEFORE = "12/3 第1章 灯り\n12/10(木) 第2章 停電\n12月17日 第3章 復旧\n"
DAYS_BEFORE_READ = ["1|灯り||", "2|停電||", "3|復旧||"]

BROKEN_AT_THE_EDGE = "第1章 なるほど、SREチームを作り\nたいのですね\n第2章 停電\n第3章 復旧\n"
BROKEN_AT_THE_EDGE_READ = ["1|なるほど、SREチームを作りたいのですね||", "2|停電||", "3|復旧||"]

DETAILED_THEN_SHORT = """\
第1章 灯り
1.1 電球
1.2 蝋燭
第2章 停電
2.1 手順
2.2 連絡
章の一覧
第1章 灯り
第2章 停電
"""
DETAILED_THEN_SHORT_READ = ["1|灯り||", "2|停電||"]

NAMES_THEN_DETAILED = """\
Contents at a Glance
Alerts
Graphs
On Call
Contents
Alerts 1
  Noise 3
  Sleep 5
Graphs 9
  Lines 12
On Call 21
  Pager 22
"""
NAMES_THEN_DETAILED_READ = ["|Alerts|1|", "|Graphs|9|", "|On Call|21|"]

STOPS_BEHIND_LABELS = "CHAPTER.1 灯り\nCHAPTER.2 停電\nCHAPTER.3 復旧\n"
STOPS_BEHIND_LABELS_READ = ["1|灯り||", "2|停電||", "3|復旧||"]

BARS_BEHIND_NUMBERS = "01｜灯り\n02｜停電\n03｜復旧\n"
BARS_BEHIND_NUMBERS_READ = ["01|灯り||", "02|停電||", "03|復旧||"]

NUMBERS_ON_LINES_OF_THEIR_OWN = "1\n灯り\n2\n停電\n3\n復旧\n"
NUMBERS_ON_LINES_OF_THEIR_OWN_READ = ["1|灯り||", "2|停電||", "3|復旧||"]

VERSIONS = "1. Java 8\n2. Java 11\n3. Java 17\n"
VERSIONS_READ = ["1|Java 8||", "2|Java 11||", "3|Java 17||"]

NAMES_BEFORE_TITLES = "回\t担当\tタイトル\n1\t早川\t監視とは\n2\t湊\t集める\n3\t片桐\t見る\n"
NAMES_BEFORE_TITLES_READ = ["1|監視とは||", "2|集める||", "3|見る||"]

BOXES_BEHIND_NUMBERS = "1. [x] Alerts\n2. [ ] Graphs\n3. [ ] On call\n"
BOXES_BEHIND_NUMBERS_READ = ["1|Alerts||", "2|Graphs||", "3|On call||"]

NUMBERS_BEGIN_ANEW_IN_PARTS = "基礎編\n1. 灯り\n2. 停電\n応用編\n1. 復旧\n2. 記録\n"
NUMBERS_BEGIN_ANEW_IN_PARTS_READ = ["1|灯り||基礎編", "2|停電||基礎編", "1|復旧||応用編", "2|記録||応用編"]

CHAPTERS_NAMED_IN_TITLES = "第1章 はじめに\n第2章 第1章を振り返る\n第3章 TCP/IPと第1章の間\n"
CHAPTERS_NAMED_IN_TITLES_READ = ["1|はじめに||", "2|第1章を振り返る||", "3|TCP/IPと第1章の間||"]

ONE_LINE_WITH_WORDS_OF_THE_BACK = "Chapter 1 Using Resources Chapter 2 Index Notes Chapter 3 Reading References Index\n"
ONE_LINE_WITH_WORDS_OF_THE_BACK_READ = ["1|Using Resources||", "2|Index Notes||", "3|Reading||"]

SESSIONS_BEFORE = "第1回（4/7）第1章 灯り\n第2回（4/14）第2章 停電\n第3回（4/21）第3章 復旧\n"
SESSIONS_BEFORE_READ = ["1|灯り||", "2|停電||", "3|復旧||"]

RANGES_OF_PAGES = "- 第1章: 灯り (p.1〜p.20)\n- 第2章: 停電 (p.21〜p.44)\n- 第3章: 復旧 (p.45〜p.60)\n"
RANGES_OF_PAGES_READ = ["1|灯り|1|", "2|停電|21|", "3|復旧|45|"]

TAGS = "<ul>\n<li>第1章 灯り</li>\n<li>第2章 停電</li>\n</ul>\n"
TAGS_READ = ["1|灯り||", "2|停電||"]

LETTERS_SET_APART = "1  Alerts    1\n   1.1  Noise . . . 2\n2  Graphs    9\nA  Proofs    41\nEpilogue  51\n"
LETTERS_SET_APART_READ = ["1|Alerts|1|", "2|Graphs|9|"]

MANNERS = {
    "one line with words of the back": (ONE_LINE_WITH_WORDS_OF_THE_BACK, ONE_LINE_WITH_WORDS_OF_THE_BACK_READ),
    "sessions before": (SESSIONS_BEFORE, SESSIONS_BEFORE_READ),
    "ranges of pages": (RANGES_OF_PAGES, RANGES_OF_PAGES_READ),
    "tags": (TAGS, TAGS_READ),
    "letters set apart": (LETTERS_SET_APART, LETTERS_SET_APART_READ),
    "versions": (VERSIONS, VERSIONS_READ),
    "names before titles": (NAMES_BEFORE_TITLES, NAMES_BEFORE_TITLES_READ),
    "boxes behind numbers": (BOXES_BEHIND_NUMBERS, BOXES_BEHIND_NUMBERS_READ),
    "numbers begin anew in parts": (NUMBERS_BEGIN_ANEW_IN_PARTS, NUMBERS_BEGIN_ANEW_IN_PARTS_READ),
    "chapters named in titles": (CHAPTERS_NAMED_IN_TITLES, CHAPTERS_NAMED_IN_TITLES_READ),
    "one line without blanks": (ONE_LINE_WITHOUT_BLANKS, ONE_LINE_WITHOUT_BLANKS_READ),
    "pipes within": (PIPES_WITHIN, PIPES_WITHIN_READ),
    "commas": (COMMAS, COMMAS_READ),
    "remarks before": (REMARKS_BEFORE, REMARKS_BEFORE_READ),
    "days before": (DAYS_BEFORE, DAYS_BEFORE_READ),
    "broken at the edge": (BROKEN_AT_THE_EDGE, BROKEN_AT_THE_EDGE_READ),
    "detailed, then short": (DETAILED_THEN_SHORT, DETAILED_THEN_SHORT_READ),
    "names, then detailed": (NAMES_THEN_DETAILED, NAMES_THEN_DETAILED_READ),
    "stops behind labels": (STOPS_BEHIND_LABELS, STOPS_BEHIND_LABELS_READ),
    "bars behind numbers": (BARS_BEHIND_NUMBERS, BARS_BEHIND_NUMBERS_READ),
    "numbers on lines of their own": (NUMBERS_ON_LINES_OF_THEIR_OWN, NUMBERS_ON_LINES_OF_THEIR_OWN_READ),
    "counted under a root": (COUNTED_UNDER_A_ROOT, COUNTED_UNDER_A_ROOT_READ),
    "counted in one run": (COUNTED_IN_ONE_RUN, COUNTED_IN_ONE_RUN_READ),
    "counted without indentation": (COUNTED_WITHOUT_INDENTATION, COUNTED_WITHOUT_INDENTATION_READ),
    "short, then detailed": (SHORT_THEN_DETAILED, SHORT_THEN_DETAILED_READ),
    "short, then detailed, with pages": (SHORT_THEN_DETAILED_WITH_PAGES, SHORT_THEN_DETAILED_WITH_PAGES_READ),
    "summary": (SUMMARY, SUMMARY_READ),
    "links in lines": (LINKS_IN_LINES, LINKS_IN_LINES_READ),
    "labels beside links": (LABELS_BESIDE_LINKS, LABELS_BESIDE_LINKS_READ),
    "pages after one space": (PAGES_AFTER_ONE_SPACE, PAGES_AFTER_ONE_SPACE_READ),
    "pages in brackets": (PAGES_IN_BRACKETS, PAGES_IN_BRACKETS_READ),
    "pages glued": (PAGES_GLUED, PAGES_GLUED_READ),
    "titles that end in glued numbers": (TITLES_THAT_END_IN_GLUED_NUMBERS, TITLES_THAT_END_IN_GLUED_NUMBERS_READ),
    "sheet": (SHEET, SHEET_READ),
    "sheet of sessions": (SHEET_OF_SESSIONS, SHEET_OF_SESSIONS_READ),
    "pipes": (PIPES, PIPES_READ),
    "one line": (ONE_LINE, ONE_LINE_READ),
    "one line of blanks": (ONE_LINE_OF_BLANKS, ONE_LINE_OF_BLANKS_READ),
    "one line of numbers": (ONE_LINE_OF_NUMBERS, ONE_LINE_OF_NUMBERS_READ),
    "one line of bare numbers": (ONE_LINE_OF_BARE_NUMBERS, ONE_LINE_OF_BARE_NUMBERS_READ),
    "sections behind their chapter": (SECTIONS_BEHIND_THEIR_CHAPTER, SECTIONS_BEHIND_THEIR_CHAPTER_READ),
    "parts without a word": (PARTS_WITHOUT_A_WORD, PARTS_WITHOUT_A_WORD_READ),
    "one section indented": (ONE_SECTION_INDENTED, ONE_SECTION_INDENTED_READ),
    "broken, with pages": (BROKEN_WITH_PAGES, BROKEN_WITH_PAGES_READ),
    "broken in English": (BROKEN_IN_ENGLISH, BROKEN_IN_ENGLISH_READ),
    "labels on lines of their own": (LABELS_ON_LINES_OF_THEIR_OWN, LABELS_ON_LINES_OF_THEIR_OWN_READ),
    "pages on lines of their own": (PAGES_ON_LINES_OF_THEIR_OWN, PAGES_ON_LINES_OF_THEIR_OWN_READ),
    "notes and appendices": (NOTES_AND_APPENDICES, NOTES_AND_APPENDICES_READ),
    "ticked": (TICKED, TICKED_READ),
    "emoji numbers": (EMOJI_NUMBERS, EMOJI_NUMBERS_READ),
    "next above": (NEXT_ABOVE, NEXT_ABOVE_READ),
    "next above names": (NEXT_ABOVE_NAMES, NEXT_ABOVE_NAMES_READ),
}


def chapters(text: str) -> list[str]:
    """The chapters of a text, as number, title, page and part."""
    return [
        f"{line.number or ''}|{line.title}|{line.page or ''}|{line.part or ''}"
        for line in read_toc(text)
        if line.kind is LineKind.CHAPTER
    ]


@pytest.mark.parametrize("name", MANNERS)
def test_chapters_are_found_in_whatever_manner_they_are_pasted(name: str) -> None:
    text, expected = MANNERS[name]

    assert chapters(text) == expected
