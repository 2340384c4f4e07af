"""A table of contents that has lost its line ends: one line is cut where the labels in it count on."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from studyhub.circles.toc.brackets import bracket_places
from studyhub.circles.toc.labels import ARABIC, ONE_TO_NINE, TEN_TO_NINETEEN
from studyhub.circles.toc.marks import fold, normal

SLASHES = "／/|｜・•"
SEPARATORS = f"{SLASHES},、;；。"
BREAK = r"(?:(?<=\s)|(?<=[／/|｜・•,、;；。]))"
KANJI_DIGITS = "〇一二三四五六七八九"
WORDS = {word: value for value, word in enumerate(f"ZERO|{ONE_TO_NINE}|{TEN_TO_NINETEEN}".split("|"))}

CHAPTER = re.compile(
    rf"(?:\A|{BREAK})(?:第\s*(?P<n>[0-9]{{1,3}}|[一二三四五六七八九十]{{1,4}})\s*[章回講話]|(?P<m>[0-9]{{1,3}})章"
    rf"|(?i:chapter|chap\.?|lesson)\s*(?P<c>{ARABIC}|(?i:{TEN_TO_NINETEEN}|{ONE_TO_NINE})\b))"
)
# Cut in a line that has chapters anyway.
BESIDE = re.compile(
    rf"{BREAK}(?:第\s*(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}}|[\u2160-\u217f]{{1,3}}|[IVX]{{1,4}})\s*[部編](?![分門品屋])"
    r"|(?i:part)\s+(?:[0-9]{1,2}|[IVX]{1,4}|(?i:one|two|three|four|five|six|seven|eight|nine|ten))(?![0-9A-Za-z])"
    r"|(?:付録|附録|補遺|コラム|序章|終章)|(?i:appendix)\s+[A-Z0-9](?![A-Za-z]))"
)
# Cut behind the last chapter: before it the same words stand in titles.
BEHIND = re.compile(
    rf"{BREAK}(?:おわりに|あとがき|謝辞|参考文献|索引|注釈|Index|Bibliography|References|Glossary|Afterword|Epilogue)"
    r"(?=[\s／/|｜・•,、]|\Z)"
)
# The same without a blank before them, in a text that has lost its blanks too.
GLUED = re.compile(r"第(?P<n>[0-9]{1,3}|[一二三四五六七八九十]{1,4})章")
BESIDE_GLUED = re.compile(r"(?:付録|附録)(?=[A-Z0-9])|(?:おわりに|あとがき|参考文献|索引)\Z")
DOTTED = re.compile(rf"{BREAK}(?P<n>[0-9]{{1,3}})[.．-](?P<s>[0-9]{{1,3}})(?:[.．-][0-9]{{1,3}})*(?=[\s　ぁ-ヿ一-鿿])")
STOPPED = re.compile(rf"(?:\A|{BREAK})(?P<n>[0-9]{{1,3}})[.)．]\s*(?=[^\s0-9])")
BARE = re.compile(rf"(?:\A|{BREAK})(?P<n>[0-9]{{1,3}})\s+(?=[^\s0-9])")
FEWEST_CHAPTERS = 2
FEWEST_NUMBERS = 3
# So many blanks may stand between a slash and what follows it.
BLANKS_MAX = 5

Label: TypeAlias = tuple[int, int]


def cut_lines(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Each line, or the pieces of one that holds several; together they are the line."""
    for number, line in lines:
        text = fold(line)
        places = cuts(text) or bracket_places(text)
        for start, end in zip([0, *places], [*places, len(line)], strict=True):
            if line[start:end].strip():
                yield number, line[start:end]


def cuts(text: str) -> list[int]:
    """The places where a folded line is to be cut, rising; none for a line that is one."""
    if chapters := chapter_labels(text):
        places = [place for place, _ in chapters] + beside(text, 0, chapters[-1][0])
    elif chapters := glued_labels(text):
        places = [place for place, _ in chapters] + [found.start() for found in BESIDE_GLUED.finditer(text.rstrip())]
    elif chapters := stopped_labels(text) or bare_labels(text):
        places = [place for place, _ in chapters] + beside(text, chapters[0][0], chapters[-1][0])
    else:
        return []
    places += section_places(text, chapters) + slash_places(text, [place for place, _ in chapters])
    begin = len(text) - len(text.lstrip())
    return sorted({before_slash(text, place) for place in places if begin < place < len(text)})


def beside(text: str, first: int, last: int) -> list[int]:
    """Where parts and appendices begin from the place `first` on, and back matter behind the place `last`."""
    found = [*BESIDE.finditer(text, first), *BEHIND.finditer(text, last)]
    return [match.start() for match in found]


def before_slash(text: str, place: int) -> int:
    """The place of the slash that stands right before, else the place itself."""
    blanks = text[max(place - BLANKS_MAX, 0) : place]
    slash = len(blanks.rstrip()) - 1
    return place - len(blanks) + slash if slash >= 0 and blanks[slash] in SEPARATORS else place


def chapter_labels(text: str) -> list[Label]:
    """Chapters that count on, each with a title behind it; one alone when sections follow it in its line."""
    found = [(match.start(), value_of(match["n"] or match["m"] or match["c"])) for match in CHAPTER.finditer(text)]
    chain = counting_up(found)
    if len(chain) >= FEWEST_CHAPTERS and all(has_title(text, chain, CHAPTER)):
        return chain
    is_one = len(chain) == 1 and not text[: chain[0][0]].strip()
    return chain if is_one and len(section_places(text, chain)) >= FEWEST_CHAPTERS else []


def glued_labels(text: str) -> list[Label]:
    """Chapters that count on from the beginning of the line, with nothing but words between them."""
    chain = counting_on([(match.start(), value_of(match["n"])) for match in GLUED.finditer(text)])
    is_whole = len(chain) >= FEWEST_NUMBERS and not text[: chain[0][0]].strip()
    return chain if is_whole and all(has_title(text, chain, GLUED)) else []


def has_title(text: str, labels: Sequence[Label], manner: re.Pattern[str]) -> Iterator[bool]:
    """Whether words stand between each label and the next."""
    for (start, _), (end, _) in zip(labels, [*labels[1:], (len(text), 0)], strict=True):
        label = manner.match(text, start)
        yield label is not None and bool(text[label.end() : end].strip(f" \t:.{SLASHES}"))


def counting_on(found: Sequence[Label], first: int | None = None) -> list[Label]:
    """Those that count on by one from the first; others stand in titles."""
    chain: list[Label] = []
    for place, value in found:
        if value == (chain[-1][1] + 1 if chain else value if first is None else first):
            chain.append((place, value))
    return chain


def counting_up(found: Sequence[Label]) -> list[Label]:
    """Those that rise; one that leaves numbers out stands in a title where the number left out comes behind it."""
    latest = {value: place for place, value in found}
    chain: list[Label] = []
    for place, value in found:
        coming = chain[-1][1] + 1 if chain else value
        if value == coming or (value > coming and latest.get(coming, -1) < place):
            chain.append((place, value))
    return chain


def stopped_labels(text: str) -> list[Label]:
    """Numbers with a stop that count on from 0 or 1 through the line: "1. A 2. B 3. C"."""
    found = [(match.start(), int(match["n"])) for match in STOPPED.finditer(text)]
    chain = counting_on(found, first=0 if found and found[0][1] == 0 else 1)
    return chain if len(chain) >= FEWEST_NUMBERS else []


def bare_labels(text: str) -> list[Label]:
    """Numbers without a stop that count on, each the last before the first of its sections: "1 A 1.1 B 2 C 2.1 D"."""
    first_sections = {int(match["n"]): match.start() for match in DOTTED.finditer(text) if match["s"] == "1"}
    latest: dict[int, int] = {}
    for match in BARE.finditer(text):
        value = int(match["n"])
        if match.start() < first_sections.get(value, -1):
            latest[value] = match.start()
    chain = counting_on(sorted((place, value) for value, place in latest.items()))
    return chain if len(chain) >= FEWEST_NUMBERS else []


def section_places(text: str, chapters: Sequence[Label]) -> list[int]:
    """Where the sections of each chapter begin: dotted numbers that name it and count on."""
    places = []
    following = iter([*chapters[1:], (len(text) + 1, -1)])
    (_, value), (end, coming) = chapters[0], next(following)
    for match in DOTTED.finditer(text, chapters[0][0]):
        while match.start() >= end:
            value, (end, coming) = coming, next(following)
        if int(match["n"]) == value:
            places.append(match.start())
    return places


def slash_places(text: str, chapters: Sequence[int]) -> list[int]:
    """At every slash, where slashes part the chapters."""
    before = [text[max(place - BLANKS_MAX, 0) : place].rstrip()[-1:] for place in chapters[1:]]
    sign = before[0] if before else ""
    if not sign or sign not in SLASHES or set(before) != {sign}:
        return []
    return [place for place, letter in enumerate(text) if letter == sign]


def value_of(number: str) -> int:
    """What a number says: 3, 十二, TWELVE."""
    text = normal(number)
    if text.isdecimal():
        return int(text)
    if text.upper() in WORDS:
        return WORDS[text.upper()]
    tens, has_ten, ones = text.rpartition("十")
    return (10 * max(KANJI_DIGITS.find(tens), 1) if has_ten else 0) + max(KANJI_DIGITS.find(ones), 0) * bool(ones)
