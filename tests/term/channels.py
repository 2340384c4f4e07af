"""What each channel says of the term, and what it must say by the model, in one shape."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from typing import Any

from tests.calendars.readers import Seen, by_icalendar, by_vobject
from tests.calendars.subscribed import my
from tests.chat.sink import WebhookSink
from tests.delivery.sink import Sink
from tests.term import words
from tests.term.hands import TITLE, Hands
from tests.term.model import CALLED_AHEAD, CORRECTED, SEATS, Session, Term

SOON, A_WEEK = timedelta(minutes=30), timedelta(days=7)
STATES = {"open": "未定", "cover wanted": "交代希望", "read together": "その場で読む"}
NOTES = {"draft": "下書き", "shared": "社内共有", None: ""}


def text(element: Any) -> str:
    """What stands there, in one line."""
    return " ".join(" ".join(element.itertext()).split())


# The circle's page


def plan_shown(hands: Hands, who: str) -> list[list[str]]:
    rows = hands.of[who].read(f"{hands.circle}?past=all").xpath("//*[@aria-labelledby='plan']//tbody/tr")
    return [[text(cell) for cell in row] for row in rows]


def plan_meant(term: Term, who: str, now: datetime) -> list[list[str]]:
    return [_row(term, one, who, now) for one in term.in_time()]


def _row(term: Term, one: Session, who: str, now: datetime) -> list[str]:
    off = one.state == "cancelled"
    number = f"第{one.called_off_number}回 中止" if off else f"第{term.number(one)}回"
    when = "延期" if one.state == "postponed" else f"{words.day(one.starts_at, now)} {words.hours(one.starts_at)}"
    going = f"{len(one.seated)} / {SEATS}" if one.came is None else f"{one.came}人出席"
    waits = " 補欠" if who in one.waiting and one.came is None else ""
    chapters = " ".join(_chapter(term, number) for number in one.chapters)
    return [number, when, chapters, "" if off else going + waits, NOTES[one.note]]


def _chapter(term: Term, number: int) -> str:
    one = term.chapters[number]
    dash = "—" if one.state != "read together" else ""
    return " ".join(filter(None, [f"{number}章 {one.title}", dash, one.presenter, STATES.get(one.state)]))


# Home


def home_shown(hands: Hands, who: str) -> dict[str, Any]:
    page = hands.of[who].read("/")
    # Somebody new finds other things first.
    first = page.xpath("(//main//section[starts-with(@aria-labelledby, 'now-') or @aria-labelledby='next'])[1]")
    headings = [one for part in first for one in part.xpath(".//*[self::h1 or self::h2 or self::h3]//a")]
    sessions = [text(one) for one in headings if one.get("href").startswith("/meetings/")]
    return {
        "first": sessions[0] if sessions else None,
        "waits": sorted(one.text_content() for one in page.xpath("//*[@aria-labelledby='waits']//li/div/p[1]")),
    }


def home_meant(term: Term, who: str, now: datetime) -> dict[str, Any]:
    mine = [one for one in term.in_time() if one.state == "scheduled" and who in one.places and now < one.ends_at]
    first = _first(mine, who, now)
    organizes = [
        *_covers(term, now),
        *_undated(term),
        *_unconfirmed(term, who, now),
        *_unshared(term, now),
        *_early(term, now),
    ]
    return {
        "first": words.session(term.number(first)) if first else None,
        "waits": sorted([*_wanted(term, who, now), *(organizes if who in term.organizers else [])]),
    }


def _first(sessions: Sequence[Session], who: str, now: datetime) -> Session | None:
    """That which runs or begins soon; else the next one that they have a seat in, else one they wait for."""
    first = sessions[0] if sessions else None
    if first is None or first.starts_at - SOON <= now:
        return first
    return next((one for one in sessions if who in one.seated), first)


def _wanted(term: Term, who: str, now: datetime) -> list[str]:
    can = [number for number, one in term.wanted(now) if term.can_take(who, number, one)]
    return [f"「{term.named(number)}」の担当を募集しています" for number in can[:2]]


def _covers(term: Term, now: datetime) -> list[str]:
    """On the day itself what is to be decided stands in the session's own sheet."""
    wanted = [(number, one) for number, one in term.chapters.items() if one.state == "cover wanted"]
    later = [(number, one) for number, one in wanted if now.date() < term.read_in(number).starts_at.date()]
    return [f"{one.presenter}さんが「{term.named(number)}」の担当の交代を希望しています" for number, one in later]


def _undated(term: Term) -> list[str]:
    postponed = [] if term.is_over else [one for one in term.sessions if one.state == "postponed"]
    return [f"{TITLE} 第{term.number(one)}回の日程が未定です" for one in postponed]


def _unconfirmed(term: Term, who: str, now: datetime) -> list[str]:
    """Until ten the next morning whoever was there is led to it above."""
    unsaid = [one for one in term.sessions if one.state == "scheduled" and one.came is None]
    over = [one for one in unsaid if one.ends_at <= now < one.ends_at + CORRECTED]
    asked = [one for one in over if who not in one.places or now >= one.next_morning]
    return [f"{TITLE} 第{term.number(one)}回の出席を確定してください" for one in asked]


def _unshared(term: Term, now: datetime) -> list[str]:
    drafts = [one for one in term.sessions if one.note == "draft" and one.ends_at <= now]
    titles = [term.chapters[one.chapters[0]].title for one in drafts]
    numbers = [term.number(one) for one in drafts]
    return [f"「第{number}回 {title}」がまだ共有されていません" for number, title in zip(numbers, titles, strict=True)]


def _early(term: Term, now: datetime) -> list[str]:
    """Of all that warns that the circle dies the most urgent; what the drafts of notes say stands above it."""
    if term.is_over:
        return []
    coming = [one for one in term.in_time() if one.state == "scheduled" and now < one.starts_at]
    wanted = [(number, one) for one in coming for number in one.chapters if term.chapters[number].state == "open"]
    if wanted and wanted[0][1].starts_at < now + CALLED_AHEAD and len(term.roles) > 1:
        return [f"{wanted[0][0]}章の担当が未定です" if len(wanted) == 1 else f"{len(wanted)}章分の担当が未定です"]
    held = [one for one in term.in_time() if one.state == "scheduled" and one.ends_at <= now]
    missing = [one for one in held if one.note is None and one.ends_at <= now - A_WEEK]
    if missing:
        return [f"第{term.number(missing[0])}回のノートがまだありません"]
    came = [one.came for one in held if one.came is not None][-3:]
    if len(came) == 3 and came[0] > came[1] > came[2] and came[2] * 3 <= came[0] * 2:
        return [f"出席が{' → '.join(map(str, came))}人と減り続けています"]
    return ["主催者が1人だけです"] if len(term.organizers) == 1 and len(term.roles) > 1 else []


# Calendars

Event = tuple[int, datetime, datetime, str]


def calendar_shown(hands: Hands, who: str) -> dict[Event, int]:
    """Its events, and how often each had changed; two libraries must understand the same."""
    plans = {f"{uid}@studyhub": plan for plan, uid in hands.uids.items()}
    events = understood(hands.of[who].browser.get(my(hands.people[who])).data)
    return {(plans[one.uid], one.start, one.end, one.status): one.sequence for one in events}


@cache
def understood(body: bytes) -> list[Seen]:
    """What two libraries read in a calendar that seldom changes."""
    events = by_icalendar(body)
    assert events == by_vobject(body)
    return events


def calendar_meant(term: Term, who: str) -> set[Event]:
    mine = [one for one in term.sessions if who in one.places or who in one.released]
    return {(one.plan, one.starts_at.astimezone(UTC), one.ends_at.astimezone(UTC), _status(one, who)) for one in mine}


def _status(one: Session, who: str) -> str:
    if one.state == "cancelled":
        return "CANCELLED"
    return "CONFIRMED" if one.state == "scheduled" and who in one.seated else "TENTATIVE"


# Messages


def inbox_shown(hands: Hands, who: str) -> Counter[str]:
    items = hands.of[who].read("/inbox/").xpath("//main//ul[@class='waits']/li/div/p[1]")
    return Counter(text(one).removesuffix(" 未読") for one in items)


def inbox_meant(term: Term, who: str, now: datetime) -> Counter[str]:
    return Counter(words.subject(told, now) for told, _at in term.delivered if told.to == who)


def mails_taken(sink: Sink, hands: Hands) -> Counter[tuple[str, str]]:
    names = {user.email: name for name, user in hands.people.items()}
    return Counter((names[to], said) for to, said in map(_head, sink.mails) if to in names)


@cache
def _head(mail: EmailMessage) -> tuple[str, str]:
    return str(mail["To"]), str(mail["Subject"])


def mails_meant(term: Term) -> Counter[tuple[str, str]]:
    return Counter((told.to, words.mail_subject(told, at)) for told, at in term.delivered)


def posts_taken(chat: WebhookSink) -> Counter[str]:
    """The first line of each."""
    return Counter(said.splitlines()[0] for said in chat.texts)
