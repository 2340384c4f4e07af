"""What the page of a single session says to a reader, and what it must say by the model, in one shape."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tests.term import words
from tests.term.channels import NOTES, STATES, text
from tests.term.hands import Hands
from tests.term.model import CORRECTED, SEATS, Session, Term

SOON = timedelta(minutes=30)


class Page(NamedTuple):
    """Its heading with what stands beside it, when it is, the reader's own part, and what stands below, in order.

    `chapters` each have a name, whoever presents it and its state; `people` are a heading with names below it.
    """

    heading: str
    when: str
    mine: str
    chapters: list[tuple[str, str, str]]
    people: tuple[str, list[str]]
    waiting: str
    note: str


def shown(hands: Hands, who: str, plan: int) -> Page:
    page = hands.of[who].read(hands.meeting(plan))
    [head] = page.xpath("//main//div[@class='page-head']")
    people = _sheet(page, "who") + _sheet(page, "came")
    return Page(
        heading=_words(head, ".//h1 | .//h1/following-sibling::span"),
        when=_words(head, ".//h1/../following-sibling::p[1]"),
        mine=" ".join(_words(one, ".//p[1][span]") for one in _sheet(page, "me")),
        chapters=[_line(line) for one in _sheet(page, "chapters") for line in one.xpath("./ul/li")],
        people=(" ".join(_words(one, ".//h2") for one in people), [name for one in people for name in _names(one)]),
        waiting=" ".join(_words(one, "./p[contains(., '補欠')]") for one in people),
        note=" ".join(_words(one, ".//p//span[contains(@class, 'tag')]") for one in _sheet(page, "note")),
    )


def _sheet(page: Any, name: str) -> list[Any]:
    found: list[Any] = page.xpath(f"//main//section[@aria-labelledby='{name}']")
    return found


def _words(element: Any, path: str) -> str:
    return " ".join(text(one) for one in element.xpath(path))


def _line(line: Any) -> tuple[str, str, str]:
    return _words(line, "./div[1]/div[1]/p[1]"), _words(line, "./div[1]/div[1]/p[2]/b"), _words(line, "./div[2]")


def _names(people: Any) -> list[str]:
    return [text(one) for one in people.xpath(".//ul[@class='people']//a")]


def meant(term: Term, who: str, plan: int, now: datetime) -> Page:
    one = term.session(plan)
    is_held = one.state == "scheduled" and now >= one.ends_at
    return Page(
        heading=" ".join(filter(None, [_title(term, one), _beside(one, now)])),
        when=_when(one, now, is_held=is_held),
        mine=_mine(one, who, is_held=is_held),
        chapters=[_chapter(term, number, one) for number in one.chapters],
        people=_people(one, who, now),
        waiting=f"補欠 {len(one.waiting)}人" if one.waiting and one.came is None else "",
        note=NOTES[one.note],
    )


def _title(term: Term, one: Session) -> str:
    if one.state == "cancelled":
        return f"第{one.called_off_number}回（中止）"
    return f"第{term.number(one)}回 {term.chapters[one.chapters[0]].title}"


def _beside(one: Session, now: datetime) -> str:
    if one.state != "scheduled":
        return "延期" if one.state == "postponed" else ""
    if now >= one.ends_at:
        return "開催済み"
    if now >= one.starts_at:
        return "いま開催中"
    return "まもなく開始" if now >= one.starts_at - SOON else ""


def _when(one: Session, now: datetime, *, is_held: bool) -> str:
    if one.state == "postponed":
        return "日程を調整中です"
    day = f"{words.day(one.starts_at, now)} " if is_held else ""
    return f"{day}{words.hours(one.starts_at)}"


def _mine(one: Session, who: str, *, is_held: bool) -> str:
    if who in one.waiting:
        return f"補欠 {one.waiting.index(who) + 1}番目"
    if who not in one.seated:
        return ""
    if one.came is not None:
        return "出席"
    return "参加登録済み" if is_held else "✓ 参加します"


def _chapter(term: Term, number: int, one: Session) -> tuple[str, str, str]:
    chapter = term.chapters[number]
    has_presented = one.came is not None and chapter.state == "accepted"
    state = "発表済み" if has_presented else STATES.get(chapter.state, "引き受け済み")
    return f"{number}章 {chapter.title}", chapter.presenter or "", state


def _people(one: Session, who: str, now: datetime) -> tuple[str, list[str]]:
    """Who was there is told by name to those who were there themselves."""
    if one.state == "cancelled":
        return "", []
    if one.came is not None:
        return f"出席した人 {one.came}", sorted(one.seated) if who in one.seated else []
    is_unrecorded = one.state == "scheduled" and now >= one.ends_at + CORRECTED
    heading = "参加登録していた人" if is_unrecorded else "参加する人"
    return f"{heading} {len(one.seated)} / {SEATS}", sorted(one.seated)
