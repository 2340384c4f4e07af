"""What the beginning of a line calls it: a part, a chapter by some manner of numbering, a column, an appendix."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from studyhub.circles.toc.marks import fold, normal

ONE_TO_NINE = "ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE"
TEN_TO_NINETEEN = "TEN|ELEVEN|TWELVE|THIRTEEN|FOURTEEN|FIFTEEN|SIXTEEN|SEVENTEEN|EIGHTEEN|NINETEEN"
TENS = "(?:TWENTY|THIRTY|FORTY|FIFTY)"
WORD_NUMBER = rf"(?i:{TENS}(?:[- ](?:{ONE_TO_NINE}))?|{TEN_TO_NINETEEN}|{ONE_TO_NINE})(?![A-Za-z])"

ROMAN = r"(?:[\u2160-\u217f]{1,4}|(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![A-Za-z]))"
KANJI = "[〇零一二三四五六七八九十百]{1,6}"
JAPANESE_NUMBER = rf"(?:[0-9]{{1,4}}|{ROMAN}|{KANJI}|[A-Z](?![A-Za-z]))"
ARABIC = r"[0-9]{1,4}(?!\.?[0-9]|[A-Za-z])"
# "PARTY" is no part Y: letters need a blank before them, digits do not.
ENGLISH_NUMBER = (
    rf"(?:\s*(?:{ARABIC}|[\u2160-\u217f]{{1,4}})|\.?\s+(?:{ARABIC}|{ROMAN}|{WORD_NUMBER}|[A-Z](?![A-Za-z'])))"
)
ENGLISH_COUNT = rf"(?:\s*#?{ARABIC}|\s+{WORD_NUMBER})"
OPENING = r"(?:[【\[〔]\s*)?"

UNIT_WORDS = (
    "lesson|day|week|item|recipe|step|unit|lecture|session|episode|rule|tip|module|hour|pattern|kata|topic|section"
)
UNIT_WORDS_JA = "レッスン|項目|レシピ|ステップ|ユニット|ルール|パターン|トピック|エピソード"
COUNTED_JA = "回|講|話|課|日(?!本)|週|条|夜|幕|時限|時間目|日目|週目"

# A stop right behind the label parts it from the title; one after a blank begins the title (".NET").
SEPARATOR = re.compile(r"(?:\s*[】\]〕])?[.、,:;)|]*\s*(?:[-–—―─‐|■●▶•·]+\s+|:+|――|[—―](?=\S))?\s*")

# "Chapter 1: 'Introduction'", "Chapter 2 (Preliminaries)".
SURROUNDED = re.compile(r"""'[^']+'|"[^"]+"|“[^“”]+”|\([^()]+\)""")

# Of the longest text that is read, and as many again without their pages.
KEPT = 4096


class Role(StrEnum):
    """How a line is labelled, which is not yet what it is: "1." may open a chapter or a section."""

    PART = "part"
    CHAPTER = "chapter"
    NAMED_CHAPTER = "named chapter"
    APPENDIX = "appendix"
    COLUMN = "column"
    SECTION = "section"
    DOTTED = "dotted"
    UNIT = "unit"
    PLAIN = "plain"
    BARE = "bare"
    CIRCLED = "circled"
    ROMAN = "roman"
    BARE_ROMAN = "bare roman"
    LETTER = "letter"
    FRONT = "front"
    BACK = "back"
    EITHER = "either"
    CLOSING = "closing"
    ASIDE = "aside"
    NONE = "none"


@dataclass(frozen=True)
class Label:
    """The label of a line. `number` is as printed in plain characters; `word` is what a unit is called."""

    role: Role
    number: str | None
    title: str
    word: str = ""


NUMBERED = [
    (Role.PART, rf"{OPENING}第\s*(?P<n>{JAPANESE_NUMBER})\s*[部編篇](?!分|門|品|屋|署|隊)"),
    (Role.PART, rf"{OPENING}(?P<n>[0-9]{{1,2}}|{ROMAN})\s*部(?=[\s:：]|\Z)"),
    (Role.PART, rf"{OPENING}(?:(?i:part)\.?(?P<n>{ENGLISH_NUMBER})|パート\s*(?P<m>{JAPANESE_NUMBER}))"),
    (Role.CHAPTER, rf"{OPENING}第\s*(?P<n>{JAPANESE_NUMBER})\s*章"),
    (Role.CHAPTER, rf"{OPENING}(?P<n>{JAPANESE_NUMBER})\s*章"),
    (Role.CHAPTER, rf"{OPENING}(?:(?i:chapter)\.?(?P<n>{ENGLISH_NUMBER})|(?i:chap|ch)\.?\s*(?P<m>{ARABIC}))"),
    (Role.SECTION, rf"第\s*(?P<n>{JAPANESE_NUMBER})\s*[節項]"),
    (Role.APPENDIX, rf"{OPENING}(?:付録|附録|補遺)\s*(?P<n>[0-9]{{1,3}}|{ROMAN}|{KANJI}|[A-Z](?![A-Za-z]))"),
    (Role.APPENDIX, rf"{OPENING}(?i:appendix)(?P<n>{ENGLISH_NUMBER})"),
    (Role.APPENDIX, rf"{OPENING}(?:(?:付録|附録|補遺)(?=[\s:：】\](]|\Z)|(?i:appendix)(?=[\s:\-–—]|\Z))"),
    (Role.COLUMN, rf"{OPENING}コラム\s*(?P<n>[0-9]{{1,3}}(?:[-.][0-9]{{1,3}})?)(?![0-9])"),
    (Role.COLUMN, rf"{OPENING}コラム(?=[\s:：】\]\-―—「『|]|\Z)"),
    (Role.COLUMN, rf"{OPENING}(?i:column)\s*(?P<n>[0-9]{{1,3}}(?:[-.][0-9]{{1,3}})?)(?=[\s:：.\-–—】\]]|\Z)"),
    (
        Role.COLUMN,
        r"[【\[〔]\s*(?i:column)\s*(?=[】\]〕])|(?i:column)(?=\s*[:：])|COLUMN(?=\s)|(?i:column)(?=\s+[-–—|]\s|\s.*[ぁ-ヿ一-鿿]|\Z)",
    ),
    (Role.UNIT, rf"{OPENING}(?P<w>(?i:{UNIT_WORDS}))(?P<n>{ENGLISH_COUNT})"),
    (Role.UNIT, rf"{OPENING}(?P<w>{UNIT_WORDS_JA})\s*(?P<n>[0-9]{{1,4}}|{KANJI})"),
    (Role.UNIT, rf"{OPENING}第\s*(?P<n>{JAPANESE_NUMBER})\s*(?P<w>{COUNTED_JA})"),
    (Role.UNIT, r"(?P<n>[0-9]{1,3})\s*(?P<w>日目|週目|時間目)"),
    (
        Role.DOTTED,
        r"(?:§|(?i:section)\s)?\s*(?P<n>(?:[0-9]{1,3}|[A-Z])(?:[.．][0-9]{1,3}){1,5}|[0-9]{1,2}(?:[-–][0-9]{1,2}){1,4})(?![0-9A-Za-z%])",
    ),
    (Role.PLAIN, r"(?P<n>[0-9]{1,3})(?:[.)](?=\D)|[.)]\Z|[、。:：](?!\d)|\s?\|(?=\s?\S))"),
    (Role.PLAIN, rf"(?P<n>(?i:{TEN_TO_NINETEEN}|{ONE_TO_NINE}))[.:：](?=\s)"),
    (Role.PLAIN, r"[(\[](?P<n>[0-9]{1,3})[)\]]|(?:No\.|#|§)\s*(?P<m>[0-9]{1,3})(?![0-9])"),
    (Role.BARE, r"(?P<n>[0-9]{1,3})(?=\s)"),
    (Role.CIRCLED, r"(?P<n>[\u2460-\u2473\u2776-\u277f\u24ff\u24f5-\u24fe\u3251-\u325f])"),
    (Role.ROMAN, rf"(?P<n>{ROMAN})[.):：](?=\s)|(?P<m>[\u2160-\u217f]{{1,4}})(?=[.\s　])"),
    (Role.BARE_ROMAN, rf"(?P<n>{ROMAN})(?=\s+\S)"),
    (Role.LETTER, r"(?P<n>[A-Z])(?:[.):：](?=\s)|\s+(?=[-–—]\s)|(?=\s{2}\s{0,9}\S))"),
]

END = r"(?=\s*(?:[:：(（—―|–]|\s-\s|https?://|\Z))"
FRONT_WORDS = (
    r"はじめに|始めに|初めに|まえがき|前書き|序|序文|序言|緒言|推薦の言葉|.{0,40}目次|本書[のをにで]\S{1,20}|本書について|この本の\S{1,12}|献辞"
    r"|刊行に(?:あたって|寄せて)|プロローグ|\S{0,20}(?:まえがき|前書き|序文|推薦の言葉|推薦のことば|推薦文|推薦の辞)"
    r"|\S{0,20}(?:に寄せて|によせて)|(?i:(?:table of )?contents|introduction|foreword|(?:\w+(?:'s|’s) )?preface"
    r"|prologue|dedication|praise for .{1,80}|about this book|how to (?:read|use) this book|who should read this book)"
)
BACK_WORDS = (
    r"おわりに|終わりに|あとがき|後書き|\S{0,20}(?:あとがき|後書き)|参考(?:文献|図書|資料)(?:一覧)?|引用文献|索引|用語集|奥付"
    r"|むすび|結び|結びに|エピローグ|(?:著者|訳者|監訳者)(?:紹介|プロフィール|略歴)"
    r"|[注註](?:釈|解|記)?|[原訳脚]注|注と文献|(?:図版)?出典(?:一覧)?|(?:訳者|監訳者|文庫版)?解説|初出一覧"
    r"|(?i:(?:subject |author )?index(?:es)?|indices|bibliography|references|glossary|(?:end)?notes|sources"
    r"|(?:image |photo )?credits|(?:\w+(?:'s|’s) )?afterword|epilogue|postscript|colophon|further reading|works cited"
    r"|resources|(?:answers|solutions|hints)(?: to .{1,30})?)"
)
EITHER_WORDS = (
    r"謝辞|凡例|著者について|執筆者紹介"
    r"|(?i:acknowledge?ments?|about the (?:authors?|editors?|translators?)|list of .{1,40})"
)
CLOSING_WORDS = (
    r"(?:この章の|本章の|第\S{1,4}章の)?(?:まとめ|要約|概要|ねらい)|(?:章末|演習|練習)問題|課題|参考(?:文献|資料)"
    r"|(?i:(?:chapter )?summary|exercises?|key takeaways|further reading|review questions|references)"
)
# Front matter even in a list that numbers it.
NEVER_CHAPTER = re.compile(r"(?:まえがき|前書き|序文|(?i:preface|foreword))\Z")
NAMED_CHAPTER_WORDS = r"(?:序章|終章|補章|結章|特別章|番外章|間章)"

MATTER = [
    (Role.FRONT, re.compile(rf"(?:{FRONT_WORDS}){END}")),
    (Role.BACK, re.compile(rf"(?:{BACK_WORDS}){END}")),
    (Role.EITHER, re.compile(rf"(?:{EITHER_WORDS}){END}")),
    (Role.CLOSING, re.compile(rf"(?:{CLOSING_WORDS}){END}")),
    (Role.NAMED_CHAPTER, re.compile(NAMED_CHAPTER_WORDS)),
    (Role.FRONT, re.compile(r"(?:プロローグ|(?i:prologue))(?=\s)")),
    (Role.BACK, re.compile(r"(?:エピローグ|(?i:epilogue))(?=\s)")),
]
PATTERNS = [(role, re.compile(pattern)) for role, pattern in NUMBERED]


@lru_cache(KEPT)
def read_label(body: str) -> Label:
    """The label at the beginning of a line (without page number), and the title after it.

    Every manner of reading asks it of the same lines: answers are kept until the text is read (`reading.read_toc`).
    """
    text = fold(body)
    for role, pattern in PATTERNS:
        if found := pattern.match(text):
            label = numbered(role, found, body)
            is_front = role in (Role.PLAIN, Role.BARE) and NEVER_CHAPTER.match(label.title[:20])
            return Label(Role.FRONT, None, label.title) if is_front else label
    # No such word is longer; the rest of a long line need not be read.
    role = next((role for role, pattern in MATTER if pattern.match(text[:200])), Role.NONE)
    return Label(role, None, tidy(body))


def numbered(role: Role, found: re.Match[str], body: str) -> Label:
    groups = found.re.groupindex
    group = next((name for name in ("n", "m") if name in groups and found[name]), None)
    number = normal(body[found.start(group) : found.end(group)]).strip(".#") if group else None
    word = found["w"].lower() if "w" in groups else ""
    return Label(role, number, title_after(found, body) or tidy(body), word)


def title_after(found: re.Match[str], body: str) -> str:
    """The title behind the label and what parts them."""
    rest = SEPARATOR.match(fold(body), found.end())
    title = tidy(body[rest.end() if rest else found.end() :])
    opened = found[0][0] in "【[〔"
    if opened and title[-1:] in ("】", "]", "］", "〕") and not any(sign in title for sign in "【[［〔"):
        return title[:-1].rstrip()
    return title[1:-1].strip() if SURROUNDED.fullmatch(fold(title)) else title


def tidy(text: str) -> str:
    """The text trimmed, any run of blanks made one; a lone ideographic space stays as the book has it."""
    return re.sub(r"[\s\x00]{2,}|[^\S\u3000]", " ", text.strip()).strip()
