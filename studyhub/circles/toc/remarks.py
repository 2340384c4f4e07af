"""What several lines say beside their titles: "[open dir]" behind them, "[done]" or a day before."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from studyhub.circles.toc.labels import Role, read_label
from studyhub.circles.toc.lines import SourceLine
from studyhub.circles.toc.marks import fold

BEHIND = re.compile(r"[ \t]*\[[^\[\]]{1,40}\]\Z")
BEHIND_CHARS = 45
BEFORE = re.compile(
    r"\[[^\[\]]{1,20}\]\s*|(?:[0-9]{4}[/.-])?[0-9]{1,2}/[0-9]{1,2}(?:\s{0,2}\(.\))?[:\s]\s*"
    r"|第[0-9]{1,3}回\s{0,2}(?:\([^()]{1,12}\))?[:\s]?\s*"
    r"|[0-9]{1,2}月[0-9]{1,2}日(?:\s{0,2}\(.\))?[:\s]?\s*"
)
# A session, and the day it is held on, which is no beginning of its title.
SESSION = re.compile(r"(?:第[0-9]{1,3}[回講]|[0-9]{1,3}[.):]|[\u2460-\u2473])\s*")
DAY = re.compile(
    r"\(?(?:[0-9]{4}[/.年-])?[0-9]{1,2}(?:/[0-9]{1,2}|月[0-9]{1,2}日)(?:\s{0,2}\(.\))?\)?(?:\s{0,3}:|\s)\s*(?=\S)"
)
LABELLED = {Role.PART, Role.CHAPTER, Role.NAMED_CHAPTER, Role.APPENDIX, Role.UNIT, Role.PLAIN}
ENOUGH = 2
# "第1回 1章〜2章" names chapters, and is none.
RANGES = "〜~-–・、,と"


def without_remarks(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines without what stands behind several titles in the same words, or before several labels or titles."""
    return without_remarks_before(without_days(without_remarks_behind(lines)))


def without_remarks_behind(lines: Sequence[SourceLine]) -> list[SourceLine]:
    remarks = [found[0] if (found := BEHIND.search(line.body[-BEHIND_CHARS:])) else "" for line in lines]
    count = Counter(remarks)
    return [
        replace(line, body=line.body[: -len(remark)])
        if remark and count[remark] >= ENOUGH and len(remark) < len(line.body)
        else line
        for line, remark in zip(lines, remarks, strict=True)
    ]


def without_days(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines without the day behind their number, where most that have a number have one."""
    sessions = [SESSION.match(fold(line.body)) for line in lines]
    days = [
        DAY.match(fold(line.body), session.end()) if session else None
        for line, session in zip(lines, sessions, strict=True)
    ]
    count = sum(day is not None for day in days)
    if count < ENOUGH or 2 * count < sum(session is not None for session in sessions):
        return list(lines)
    return [
        replace(line, body=line.body[: day.start()] + line.body[day.end() :]) if day else line
        for line, day in zip(lines, days, strict=True)
    ]


def without_remarks_before(lines: Sequence[SourceLine]) -> list[SourceLine]:
    rests = [rest_of(line.body) for line in lines]
    if sum(rest is not None for rest in rests) < ENOUGH:
        return list(lines)
    return [line if rest is None else replace(line, body=rest) for line, rest in zip(lines, rests, strict=True)]


def rest_of(body: str) -> str | None:
    """What stands behind a remark, a day or a session, if it has a label and the whole none but that; else None."""
    found = BEFORE.match(fold(body))
    if found is None or read_label(body).role not in (Role.NONE, Role.UNIT):
        return None
    rest = body[found.end() :]
    label = read_label(rest)
    is_range = label.title[:1] in RANGES or label.title == rest.strip()
    return rest if label.role in LABELLED and not is_range else None
