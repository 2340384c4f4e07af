"""Tables of contents as books print them: every line with its kind, number, title and page, written by hand."""

import pytest

from studyhub.circles.toc import TocLine, read_toc

KANJI = """\
序
序章　なぜ記録するのか　　　１
第一部　書く
第一章　朝の日誌　　　１２
第二章　夜の日誌　　　３４
第二部　読む
第十一章　三年後の自分へ　　　１０１
終章　白紙の頁　　　１２０
あとがき　　　１３１
"""
KANJI_READ = """
front||序|
chapter||序章　なぜ記録するのか|1
part|一|書く|
chapter|一|朝の日誌|12
chapter|二|夜の日誌|34
part|二|読む|
chapter|十一|三年後の自分へ|101
chapter||終章　白紙の頁|120
back||あとがき|131
"""

WORDS_IN_CAPITALS = """\
PREFACE\tix
PART ONE: GROUND
CHAPTER ONE: The Pager\t3
CHAPTER TWO - A Quiet Week\t21
PART TWO: SKY
CHAPTER TWENTY-ONE. Web 2.0\t40
AFTERWORD\t77
INDEX\t81
"""
WORDS_IN_CAPITALS_READ = """
front||PREFACE|
part|ONE|GROUND|
chapter|ONE|The Pager|3
chapter|TWO|A Quiet Week|21
part|TWO|SKY|
chapter|TWENTY-ONE|Web 2.0|40
back||AFTERWORD|77
back||INDEX|81
"""

NUMBERS_WITHOUT_STOP = """\
1 Getting Started 1
1.1 Tools 3
1.2 10 Things to Install 9
2 Logs at Scale 2 17
2.1 Formats 18
3 Year 2020 in Review 41
Bibliography 60
"""
NUMBERS_WITHOUT_STOP_READ = """
chapter|1|Getting Started|1
section|1.1|Tools|3
section|1.2|10 Things to Install|9
chapter|2|Logs at Scale 2|17
section|2.1|Formats|18
chapter|3|Year 2020 in Review|41
back||Bibliography|60
"""

TITLES_ENDING_IN_NUMBERS = """\
1. Web 2.0
2. Observability at Scale 2
3. Looking back at 2020
4. Java 21
5. 入門 第3版
6. 最初の五分
7. Plan C
8. 100
"""
TITLES_ENDING_IN_NUMBERS_READ = """
chapter|1|Web 2.0|
chapter|2|Observability at Scale 2|
chapter|3|Looking back at 2020|
chapter|4|Java 21|
chapter|5|入門 第3版|
chapter|6|最初の五分|
chapter|7|Plan C|
chapter|8|100|
"""

LEADERS = """\
まえがき …… iii
1章 サーバー……………… 1
1.1 レイヤー ───── 4
1.2 それを計測しない場合は……  7
2章 ログ ..... p.15
2.1 整形 . . . . . 16ページ
3章 監視 ____ (29)
4章 メトリクス｜45
付録 参考資料 ・・・ 52-60
索引 -----
"""
LEADERS_READ = """
front||まえがき|
chapter|1|サーバー|1
section|1.1|レイヤー|4
section|1.2|それを計測しない場合は……|7
chapter|2|ログ|15
section|2.1|整形|16
chapter|3|監視|29
chapter|4|メトリクス|45
appendix||参考資料|52
back||索引|
"""

UNNUMBERED = """\
Introduction
Sharpening the Question
    Why we ask
    Acknowledgments to the reader
The Long Night
    What the graphs said
    Summary
Morning
Acknowledgments
About the Author
"""
UNNUMBERED_READ = """
front||Introduction|
chapter||Sharpening the Question|
section||Why we ask|
section||Acknowledgments to the reader|
chapter||The Long Night|
section||What the graphs said|
section||Summary|
chapter||Morning|
back||Acknowledgments|
back||About the Author|
"""

UNNUMBERED_WITH_NUMBERED_SECTIONS = """\
はじめに
静かなアラート
  1. 音を消す前に
  2. 残す音を選ぶ
朝の引き継ぎ
  1. 三行で書く
  2. 声に出す
おわりに
"""
UNNUMBERED_WITH_NUMBERED_SECTIONS_READ = """
front||はじめに|
chapter||静かなアラート|
section|1|音を消す前に|
section|2|残す音を選ぶ|
chapter||朝の引き継ぎ|
section|1|三行で書く|
section|2|声に出す|
back||おわりに|
"""

MARKDOWN = """\
# The Small Pager Book

## Contents

- [Foreword](#foreword)
- **Part I: Ground**
  - [Chapter 1: Alerts](#alerts)
    - [1.1 Noise](#noise)
    - Column: A bell at sea
  - [ ] Chapter 2: Column-oriented Stores
- **Part II: Sky**
  - Chapter 3: Clouds
- Chapter 4: Conclusion
- Appendix A: Checklists
"""
MARKDOWN_READ = """
front||The Small Pager Book|
front||Contents|
front||Foreword|
part|I|Ground|
chapter|1|Alerts|
section|1.1|Noise|
column||A bell at sea|
chapter|2|Column-oriented Stores|
part|II|Sky|
chapter|3|Clouds|
chapter|4|Conclusion|
appendix|A|Checklists|
"""

HEADINGS = """\
# 第1章 準備
## 1-1 道具をそろえる
### 机
## 【コラム】古い端末
# 第2章 本番
## 2-1 朝会
# 付録
# 参考文献
"""
HEADINGS_READ = """
chapter|1|準備|
section|1-1|道具をそろえる|
section||机|
column||古い端末|
chapter|2|本番|
section|2-1|朝会|
appendix||付録|
back||参考文献|
"""

LESSONS = """\
本書の使い方
基礎編
Lesson 1 声をかける
Lesson 2 手を挙げる
コラム1　会議室の温度
応用編
Lesson 3 10分で終える
Day 2 Operations
謝辞
"""
LESSONS_READ = """
front||本書の使い方|
part||基礎編|
chapter|1|声をかける|
chapter|2|手を挙げる|
column|1|会議室の温度|
part||応用編|
chapter|3|10分で終える|
chapter||Day 2 Operations|
back||謝辞|
"""

ITEMS_IN_CHAPTERS = """\
1章　名前
　項目1　短い名前を疑う
　項目2　長い名前も疑う
2章　関数
　項目3　一息で読む
　　・引数の順
　項目4　戻り値を決める
"""
ITEMS_IN_CHAPTERS_READ = """
chapter|1|名前|
section|1|短い名前を疑う|
section|2|長い名前も疑う|
chapter|2|関数|
section|3|一息で読む|
section||引数の順|
section|4|戻り値を決める|
"""

CIRCLED = """\
① 観る
② 聴く
③ 話す
　コラム：沈黙の使い方
⑫ 終わる
"""
CIRCLED_READ = """
chapter|1|観る|
chapter|2|聴く|
chapter|3|話す|
column||沈黙の使い方|
chapter|12|終わる|
"""

PARENTHESES = """\
(1) First light
(2) 5 Whys
2) is odd
§3 Third rail
"""
PARENTHESES_READ = """
chapter|1|First light|
chapter|2|5 Whys|
chapter|2|is odd|
chapter|3|Third rail|
"""

FLAT_WITH_PLAIN_SECTIONS = """\
第1章 夜明け
鳥の声
窓を開ける
まとめ
第2章 昼
はじめに
影の長さ
まとめ
参考文献
索引
"""
FLAT_WITH_PLAIN_SECTIONS_READ = """
chapter|1|夜明け|
section||鳥の声|
section||窓を開ける|
section||まとめ|
chapter|2|昼|
section||はじめに|
section||影の長さ|
section||まとめ|
back||参考文献|
back||索引|
"""

ROMAN_PARTS = """\
I. Foundations
1. Stones
2. Mortar
II. Walls
3. Brick
4. Glass
A. Tools
B. Words
"""
ROMAN_PARTS_READ = """
part|I|Foundations|
chapter|1|Stones|
chapter|2|Mortar|
part|II|Walls|
chapter|3|Brick|
chapter|4|Glass|
appendix|A|Tools|
appendix|B|Words|
"""

NESTED_LIST = """\
1. Reading
   1. Slowly
   2. Aloud
2. Writing
   1. By hand
3. Party of Chaos
"""
NESTED_LIST_READ = """
chapter|1|Reading|
section|1|Slowly|
section|2|Aloud|
chapter|2|Writing|
section|1|By hand|
chapter|3|Party of Chaos|
"""

RUN_TOGETHER = """\
第1章はじめての当番
1.1当番とは
1.2．NETの監視
第2章：引き継ぎ
2.1.1三行で書く
２．２　数字で　　話す
第３章　．ＮＥＴ入門
補章　その後
"""
RUN_TOGETHER_READ = """
chapter|1|はじめての当番|
section|1.1|当番とは|
section|1.2|NETの監視|
chapter|2|引き継ぎ|
section|2.1.1|三行で書く|
section|2.2|数字で 話す|
chapter|3|．ＮＥＴ入門|
chapter||補章　その後|
"""

TALKS = """\
第1回 集まる
第2回 読む
第3回 第1回を振り返る
懇親会
"""
TALKS_READ = """
chapter|1|集まる|
chapter|2|読む|
chapter|3|第1回を振り返る|
chapter||懇親会|
"""

UNDER_ITS_TITLE = """\
夜のデータセンター
    第1部 灯り
        1 最初の電球
        2 二つ目の電球
    第2部 闇
        3 停電
"""
UNDER_ITS_TITLE_READ = """
front||夜のデータセンター|
part|1|灯り|
chapter|1|最初の電球|
chapter|2|二つ目の電球|
part|2|闇|
chapter|3|停電|
"""

MIXED_LANGUAGES = """\
第0章　準備しよう
　0-1　環境構築
　　COLUMN　HTTP/3とは
　　Column HTTP/2の普及
　Section 0.2 エディタ
第1章　HTTPの基本
　練習問題
Appendix　コマンド一覧
INDEX
"""
MIXED_LANGUAGES_READ = """
chapter|0|準備しよう|
section|0-1|環境構築|
column||HTTP/3とは|
column||HTTP/2の普及|
section|0.2|エディタ|
chapter|1|HTTPの基本|
section||練習問題|
appendix||コマンド一覧|
back||INDEX|
"""

WEEKS_AS_PARTS = """\
Week 1: Ground
1. Stones
2. Mortar
Week 2: Walls
3. Brick
4. Party walls
"""
WEEKS_AS_PARTS_READ = """
part|1|Ground|
chapter|1|Stones|
chapter|2|Mortar|
part|2|Walls|
chapter|3|Brick|
chapter|4|Party walls|
"""

TYPESET = """\
preface xi
about this book xv
PART 1 FOUNDATIONS 1
1 ■ What is a pager? 3
1.1 Bells 4
2 ■ Ten alerts 21
2.1 Summary 39
appendix A Installing 201
appendix B Python 3 211
index 221
"""
TYPESET_READ = """
front||preface|
front||about this book|
part|1|FOUNDATIONS|1
chapter|1|What is a pager?|3
section|1.1|Bells|4
chapter|2|Ten alerts|21
section|2.1|Summary|39
appendix|A|Installing|201
appendix|B|Python 3|211
back||index|221
"""

SECTIONS_IN_PARTS = """\
Foreword
Part I
    1 Ground
        1.1 Stones
        2.0 時代の石
    2 Walls
        2.1 Brick
        10 Bricks a Day
    Interlude
    3 Roof
Part II
    第二の人生
    4 Garden
        4.1 Weeds
"""
SECTIONS_IN_PARTS_READ = """
front||Foreword|
part|I|Part I|
chapter|1|Ground|
section|1.1|Stones|
section||2.0 時代の石|
chapter|2|Walls|
section|2.1|Brick|
section||10 Bricks a Day|
chapter||Interlude|
chapter|3|Roof|
part|II|Part II|
chapter||第二の人生|
chapter|4|Garden|
section|4.1|Weeds|
"""

TABLES = {
    "sections in parts": (SECTIONS_IN_PARTS, SECTIONS_IN_PARTS_READ),
    "mixed languages": (MIXED_LANGUAGES, MIXED_LANGUAGES_READ),
    "weeks as parts": (WEEKS_AS_PARTS, WEEKS_AS_PARTS_READ),
    "typeset": (TYPESET, TYPESET_READ),
    "kanji numerals": (KANJI, KANJI_READ),
    "words in capitals": (WORDS_IN_CAPITALS, WORDS_IN_CAPITALS_READ),
    "numbers without a stop": (NUMBERS_WITHOUT_STOP, NUMBERS_WITHOUT_STOP_READ),
    "titles ending in numbers": (TITLES_ENDING_IN_NUMBERS, TITLES_ENDING_IN_NUMBERS_READ),
    "leaders": (LEADERS, LEADERS_READ),
    "unnumbered": (UNNUMBERED, UNNUMBERED_READ),
    "unnumbered with numbered sections": (UNNUMBERED_WITH_NUMBERED_SECTIONS, UNNUMBERED_WITH_NUMBERED_SECTIONS_READ),
    "Markdown": (MARKDOWN, MARKDOWN_READ),
    "headings": (HEADINGS, HEADINGS_READ),
    "lessons": (LESSONS, LESSONS_READ),
    "items in chapters": (ITEMS_IN_CHAPTERS, ITEMS_IN_CHAPTERS_READ),
    "circled": (CIRCLED, CIRCLED_READ),
    "parentheses": (PARENTHESES, PARENTHESES_READ),
    "flat with plain sections": (FLAT_WITH_PLAIN_SECTIONS, FLAT_WITH_PLAIN_SECTIONS_READ),
    "roman parts": (ROMAN_PARTS, ROMAN_PARTS_READ),
    "nested list": (NESTED_LIST, NESTED_LIST_READ),
    "run together": (RUN_TOGETHER, RUN_TOGETHER_READ),
    "talks": (TALKS, TALKS_READ),
    "under its title": (UNDER_ITS_TITLE, UNDER_ITS_TITLE_READ),
}


def row(line: TocLine) -> str:
    return f"{line.kind}|{line.number or ''}|{line.title}|{line.page or ''}"


@pytest.mark.parametrize("name", TABLES)
def test_table_is_read_as_printed(name: str) -> None:
    text, expected = TABLES[name]

    lines = read_toc(text)

    assert [row(line) for line in lines] == expected.strip().splitlines()
