"""Page numbers at the ends of lines, told apart from titles that happen to end in a number."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from studyhub.circles.toc.labels import KEPT, UNIT_WORDS, UNIT_WORDS_JA, Role, read_label
from studyhub.circles.toc.marks import fold

DOTS = ".・･·‥…⋯_-─━―—ー|"
ENOUGH_ALONE = "‥…⋯|"
BLANKS = " \t"
# A line may end in leaders whose number is missing; two ellipses are how a Japanese sentence trails off.
TRAILING_DOTS = 4
TRAILING_ELLIPSES = 3
TOKEN_CHARS = 24

PAGE = re.compile(
    r"(?P<mark>pp?\.?[ ]?|P\.?[ ]?)?(?P<open>[(\[])?(?:pp?\.[ ]?)?"
    r"(?:(?P<page>[0-9]{1,4})(?:[-–~〜](?:p\.)?[0-9]{1,4})?|(?P<roman>[ivxlc]+|[IVXLC]+))"
    r"(?P<close>[)\]])?(?P<unit>[ ]?(?:ページ|頁))?\Z"
)
ROMAN = re.compile(r"(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})\Z", re.IGNORECASE)
# What stands before the number is then a label, not a title: the number belongs to it.
BARE_LABEL = re.compile(
    rf"(?i:chapter|chap\.?|ch\.?|part|appendix|column|section|no\.?|{UNIT_WORDS})?\Z|第\Z|#\Z|§\Z"
    rf"|(?:付録|附録|コラム|パート|{UNIT_WORDS_JA})\Z"
)

GLUED = re.compile(r"[^\W\d_](?P<page>[0-9]{1,4})\Z")
GLUED_BRACKETS = re.compile(r"[^\s(\[][(\[](?P<page>[0-9]{1,4})[)\]]\Z")

MOST = 0.6
# Where only chapters have pages, or pages are glued to titles, fewer exceptions are believed.
NEARLY_ALL = 0.8
BESIDE_CHAPTERS = {Role.PART, Role.APPENDIX, Role.NAMED_CHAPTER, Role.FRONT, Role.BACK, Role.EITHER}
CHAPTERS = (Role.CHAPTER, Role.UNIT, Role.PLAIN, Role.BARE)
FEWEST = 3
MEAN_STEP = 2


class Certainty(IntEnum):
    """How sure it is that a number at the end of a line is a page."""

    WEAK = 0  # one space before it
    LIKELY = 1  # set apart by a tab or several spaces
    CERTAIN = 2  # leaders before it, or marked as a page


@dataclass(frozen=True)
class Ending:
    """A number at the end of a line; `page` is None for roman numerals; the title ends at `title_end`."""

    title_end: int
    page: int | None
    certainty: Certainty


def split_pages(bodies: Sequence[str]) -> list[tuple[str, int | None]]:
    """Each line without its page number and leaders, and that page; None where it has none or a roman one."""
    endings = [ending(body) for body in bodies]
    believed = believable(bodies, endings)
    if not believed:
        endings = [
            found or ending_behind_title(fold(body).rstrip(), GLUED)
            for body, found in zip(bodies, endings, strict=True)
        ]
        believed = rising_chapters(bodies, endings, NEARLY_ALL)
    return [
        (body[: found.title_end], found.page) if found and index in believed else (without_leaders(body), None)
        for index, (body, found) in enumerate(zip(bodies, endings, strict=True))
    ]


@lru_cache(KEPT)
def ending(body: str) -> Ending | None:
    """What may be a page number at the end of one line; kept until the text is read (`reading.read_toc`)."""
    text = fold(body).rstrip()
    token = last_token(text)
    if token is None:
        return ending_behind_title(text, GLUED_BRACKETS)
    before = text[: token.start()]
    title_end, certainty = gap(before)
    if certainty is None:
        return None
    if (token["mark"] or token["unit"]) and before[-1:] in BLANKS + DOTS:
        certainty = Certainty.CERTAIN
    if BARE_LABEL.match(text[:title_end]) or not is_page(token, certainty):
        return None
    return Ending(title_end, int(token["page"]) if token["page"] else None, certainty)


def ending_behind_title(text: str, pattern: re.Pattern[str]) -> Ending | None:
    """A number with no blank before it: in brackets, or glued to the last letter."""
    tail = text[-TOKEN_CHARS:]
    found = pattern.search(tail)
    if found is None or int(found["page"]) == 0:
        return None
    end = len(text) - len(tail) + found.start() + 1
    return None if BARE_LABEL.match(text[:end]) else Ending(end, int(found["page"]), Certainty.WEAK)


def last_token(text: str) -> re.Match[str] | None:
    """The longest page-like end of the text that does not begin inside a word or number."""
    for start in range(max(len(text) - TOKEN_CHARS, 1), len(text)):
        if text[start - 1] in BLANKS + DOTS and text[start] not in BLANKS and (found := PAGE.match(text, start)):
            return found
    return None


def is_page(token: re.Match[str], certainty: Certainty) -> bool:
    if bool(token["open"]) != bool(token["close"]):
        return False
    if token["page"]:
        return int(token["page"]) > 0
    # "Plan C" and "Part I" end in capitals: those need leaders.
    return (certainty is Certainty.CERTAIN or token["roman"].islower()) and ROMAN.match(token["roman"]) is not None


def gap(before: str) -> tuple[int, Certainty | None]:
    """Where the title ends in what stands before a number, and what the gap between them says."""
    end = title_length(before)
    between = before[end:]
    dots = between.translate(dict.fromkeys(map(ord, BLANKS)))
    blanks = len(between) - len(between.rstrip(BLANKS))
    set_apart = blanks >= 2 or between.endswith("\t")
    if dots == "……" and set_apart and between.startswith(dots):
        return end + len(dots), Certainty.LIKELY
    if len(dots) >= 2 or (dots and dots in ENOUGH_ALONE):
        return end, Certainty.CERTAIN
    if not blanks:
        return end, None
    return len(before.rstrip(BLANKS)), Certainty.LIKELY if set_apart else Certainty.WEAK


def title_length(text: str) -> int:
    """The length of the text without leaders and blanks at its end, but with the long vowel of サーバー."""
    end = len(text.rstrip(DOTS + BLANKS))
    is_vowel = end > 0 and text[end : end + 1] == "ー" and text[end + 1 : end + 2] != "ー"
    return end + 1 if is_vowel else end


def without_leaders(body: str) -> str:
    """The text without a long run of leaders that leads nowhere."""
    text = fold(body)
    end = title_length(text)
    dots = [sign for sign in text[end:] if sign in DOTS]
    is_leader = len(dots) >= TRAILING_DOTS or dots.count("…") >= TRAILING_ELLIPSES
    return body[:end] if end and is_leader else body


def believable(bodies: Sequence[str], endings: Sequence[Ending | None]) -> set[int]:
    """The lines whose endings are page numbers, for pages rise through a book.

    Numbers after a single space count only when most lines have one, or nearly all chapters, and they rise as pages do,
    by two a line or more; "Day 1, Day 2, Day 3" and one "at Scale 2" do not.
    """
    found = {index: ending for index, ending in enumerate(endings) if ending}
    roman = {index for index, ending in found.items() if ending.page is None}
    certain = {index for index, ending in found.items() if ending.certainty is Certainty.CERTAIN}
    pages = [(index, ending.page) for index, ending in found.items() if ending.page is not None]
    rising = longest_rising(pages)
    are_many = rises_like_pages([page for index, page in pages if index in rising], len(endings) - len(roman))
    if are_many and differ([bodies[index][: found[index].title_end] for index in rising]):
        return rising | certain | {index for index in roman if index < min(rising) or index in certain}
    set_apart = {index for index, ending in found.items() if ending.certainty > Certainty.WEAK}
    chapters = rising_chapters(bodies, endings, NEARLY_ALL)
    beside = {index for index in found if chapters and read_label(bodies[index]).role in BESIDE_CHAPTERS}
    trusted = [entry for entry in pages if entry[0] in set_apart | chapters | beside]
    return longest_rising(trusted) | certain | (roman & set_apart)


def rising_chapters(bodies: Sequence[str], endings: Sequence[Ending | None], least: float) -> set[int]:
    """The chapters, or all lines where none is labelled, whose endings rise as pages do under titles that differ."""
    titles_of = [body[: found.title_end] if found else body for body, found in zip(bodies, endings, strict=True)]
    roles = [read_label(title).role for title in titles_of]
    manner = next((role for role in CHAPTERS if role in roles), None)
    group = [index for index, role in enumerate(roles) if manner is None or role is manner]
    ends = {index: found for index in group if (found := endings[index]) and found.page is not None}
    rising = longest_rising([(index, found.page) for index, found in ends.items() if found.page is not None])
    pages = [found.page for index, found in ends.items() if index in rising and found.page is not None]
    is_so = rises_like_pages(pages, len(group), least) and differ([titles_of[index] for index in rising])
    return rising if is_so else set()


def differ(titles: Sequence[str]) -> bool:
    """Whether most titles differ without their labels; of "1. Java 8", "2. Java 11" the number belongs to the title."""
    return 2 * len({read_label(title).title for title in titles}) > len(titles)


def rises_like_pages(pages: Sequence[int], lines: int, least: float = MOST) -> bool:
    enough = len(pages) >= FEWEST and len(pages) >= least * lines
    return enough and pages[-1] - pages[0] >= MEAN_STEP * (len(pages) - 1)


def longest_rising(pages: Sequence[tuple[int, int]]) -> set[int]:
    """The indexes of the longest run of pages that never falls (patience sorting)."""
    tops: list[int] = []
    top_at: list[int] = []
    previous: list[int] = []
    for place, (_, page) in enumerate(pages):
        pile = bisect_right(tops, page)
        previous.append(top_at[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [page]
        top_at[pile : pile + 1] = [place]
    return set(trace(pages, previous, top_at[-1] if top_at else -1))


def trace(pages: Sequence[tuple[int, int]], previous: Sequence[int], place: int) -> list[int]:
    indexes = []
    while place >= 0:
        indexes.append(pages[place][0])
        place = previous[place]
    return indexes
