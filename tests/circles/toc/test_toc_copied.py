"""What pages and repositories write in their tables of contents beside the chapters: what is a chapter in each."""

import pytest

from studyhub.circles.toc import LineKind, read_toc

QUOTED_TITLES = "Chapter 1: 'Alerts'\nChapter 2: \"Graphs\"\nChapter 3: 'On' and 'off'\n第4章（停電）\n"
QUOTED_TITLES_READ = ["1|Alerts||", "2|Graphs||", "3|'On' and 'off'||", "4|停電||"]

CHAPTERS_IN_BRACKETS = """\
第1部 土台（灯り；停電（夜の話））
第2部 運用(復旧;
記録)
■第3部 道具(手順;連絡)
第4部 終わり(まとめ)
"""
CHAPTERS_IN_BRACKETS_READ = [
    "|灯り||土台",
    "|停電（夜の話）||土台",
    "|復旧||運用",
    "|記録||運用",
    "|手順||道具",
    "|連絡||道具",
]

LABELS_WITH_BRACKETS_ALONE = "1)\n2)\n3)\n"
LABELS_WITH_BRACKETS_ALONE_READ = ["1|1)||", "2|2)||", "3|3)||"]

GAPS_OF_NUMBERS_ALONE = "1 Alerts\n2\n3 Graphs\n4\n5\n6 On call\n"
GAPS_OF_NUMBERS_ALONE_READ = ["1|Alerts||", "3|Graphs||", "6|On call||"]

HALVES_OF_DAYS = """\
# Day 1: Morning
- [Introduction](a.md)
- [Alerts](b.md)
# Day 1: Afternoon
- [References](c.md)
- [Graphs](d.md)
- [Further reading](e.md)
"""
HALVES_OF_DAYS_READ = [
    "|Introduction||Day 1: Morning",
    "|Alerts||Day 1: Morning",
    "|References||Day 1: Afternoon",
    "|Graphs||Day 1: Afternoon",
]

CONTENTS_BELOW_THE_TITLE = "# 夜の本\n## 2023年度の目次\n- [灯り](a.md)\n- [停電](b.md)\n  - [手順](c.md)\n"
CONTENTS_BELOW_THE_TITLE_READ = ["|灯り||", "|停電||"]

REMARKS_BEHIND_LINKS = "- [Alerts](a_(1).md)\n- [Graphs]() (with lines)\n- [On call](c.md)\n"
REMARKS_BEHIND_LINKS_READ = ["|Alerts||", "|Graphs (with lines)||", "|On call||"]

DAYS_NOT_YET_KNOWN = """\
| 日 | 章 | 担当 |
|---|---|---|
| 4/7 | 1章 灯り | 早川 |
| | 2章 停電 | 湊 |
| | 3章 復旧 | |
"""
DAYS_NOT_YET_KNOWN_READ = ["1|灯り||", "2|停電||", "3|復旧||"]

HALF_DAYS_BESIDE_NUMBERS = """\
| No. | 日数 | 内容 |
|---|---|---|
| 1 | 1 | 灯り |
| 2 | - | 停電 |
| 3 | 0.5 | 復旧 |
| 4 | - | 記録 |
"""
HALF_DAYS_BESIDE_NUMBERS_READ = ["1|灯り||", "2|停電||", "3|復旧||", "4|記録||"]

DAYS_BEHIND_SESSIONS = """\
第1回 4/7(月) 灯り
第2回 2026/4/14：停電
第3回 4月21日 2/3の法則
第4回 予備日
"""
DAYS_BEHIND_SESSIONS_READ = ["1|灯り||", "2|停電||", "3|2/3の法則||", "4|予備日||"]

DAYS_BETWEEN_SESSIONS_AND_CHAPTERS = "第1回 4/7 第1章 灯り\n第2回 4/14 第2章 停電\n"
DAYS_BETWEEN_SESSIONS_AND_CHAPTERS_READ = ["1|灯り||", "2|停電||"]

TITLES_THAT_BEGIN_WITH_A_DAY = "1. 9/11 の夜\n2. 停電\n3. 復旧\n4. 12/31 まで\n5. 記録\n"
TITLES_THAT_BEGIN_WITH_A_DAY_READ = ["1|9/11 の夜||", "2|停電||", "3|復旧||", "4|12/31 まで||", "5|記録||"]

COPIED = {
    "days behind sessions": (DAYS_BEHIND_SESSIONS, DAYS_BEHIND_SESSIONS_READ),
    "days between sessions and chapters": (
        DAYS_BETWEEN_SESSIONS_AND_CHAPTERS,
        DAYS_BETWEEN_SESSIONS_AND_CHAPTERS_READ,
    ),
    "titles that begin with a day": (TITLES_THAT_BEGIN_WITH_A_DAY, TITLES_THAT_BEGIN_WITH_A_DAY_READ),
    "quoted titles": (QUOTED_TITLES, QUOTED_TITLES_READ),
    "chapters in brackets": (CHAPTERS_IN_BRACKETS, CHAPTERS_IN_BRACKETS_READ),
    "labels with brackets alone": (LABELS_WITH_BRACKETS_ALONE, LABELS_WITH_BRACKETS_ALONE_READ),
    "gaps of numbers alone": (GAPS_OF_NUMBERS_ALONE, GAPS_OF_NUMBERS_ALONE_READ),
    "halves of days": (HALVES_OF_DAYS, HALVES_OF_DAYS_READ),
    "contents below the title": (CONTENTS_BELOW_THE_TITLE, CONTENTS_BELOW_THE_TITLE_READ),
    "remarks behind links": (REMARKS_BEHIND_LINKS, REMARKS_BEHIND_LINKS_READ),
    "days not yet known": (DAYS_NOT_YET_KNOWN, DAYS_NOT_YET_KNOWN_READ),
    "half days beside numbers": (HALF_DAYS_BESIDE_NUMBERS, HALF_DAYS_BESIDE_NUMBERS_READ),
}


def chapters(text: str) -> list[str]:
    """The chapters of a text, as number, title, page and part."""
    return [
        f"{line.number or ''}|{line.title}|{line.page or ''}|{line.part or ''}"
        for line in read_toc(text)
        if line.kind is LineKind.CHAPTER
    ]


@pytest.mark.parametrize("name", COPIED)
def test_chapters_are_found_beside_what_pages_write_about_them(name: str) -> None:
    text, expected = COPIED[name]

    assert chapters(text) == expected
