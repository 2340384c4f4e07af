"""What reminders say, in both languages."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from studyhub import clock
from studyhub.delivery.texts import Message
from studyhub.reminders import facts
from studyhub.reminders.facts import Before
from studyhub.reminders.messages import KINDS
from studyhub.words.speaking import speaking
from tests.reminders.looking import tokyo

CHAPTER = {"id": 1, "number": "19", "title": "Load Balancing", "page": 223, "pages": 22, "presenters": ["Itsuki"]}
MEETING = {
    "meeting_id": 56,
    "circle": "SRE本 輪読会",
    "number": 10,
    "title": "",
    "zone": "Asia/Tokyo",
    "starts_at": "2026-12-03T16:00:00+09:00",
    "ends_at": "2026-12-03T17:00:00+09:00",
    "place": "会議室さくら",
    "online_url": "",
}
BEFORE = {"title": "Cascading Failures", "presenters": ["Shiori"]}
PAYLOADS: dict[str, dict[str, Any]] = {
    "week_before": {**MEETING, "chapters": [{**CHAPTER, "is_mine": True, "before": BEFORE}], "is_scribe": False},
    "day_before": {**MEETING, "chapters": [{**CHAPTER, "is_mine": False}], "is_scribe": True},
    "hour_before": {**MEETING, "chapters": [{**CHAPTER, "is_mine": True}], "is_scribe": False},
    "note_unshared": MEETING,
    "release_waiting": {"note_id": 1, "release_id": 2, "title": "Goals", "circle": "SRE", "days": 3},
    "week_digest": {"sessions": [{**MEETING, "place_held": "confirmed"}]},
}


def say(app: Flask, kind: str, at: datetime, language: str = "ja") -> Message:
    clock.start_at(at)
    with speaking(language, "Asia/Tokyo"):
        return KINDS[kind].render(PAYLOADS[kind], language)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_said_in_both_languages(app: Flask, kind: str) -> None:
    at = tokyo("2026-12-02T16:00")

    japanese, english = (say(app, kind, at, language) for language in ("ja", "en"))

    assert any("ぁ" <= sign <= "ん" for sign in f"{japanese.subject}{japanese.lines}")
    own_words = f"{english.subject}{english.lines}".replace("SRE本 輪読会", "").replace("会議室さくら", "")
    assert not any("ぁ" <= sign <= "龠" for sign in own_words)


@pytest.mark.parametrize(
    ("at", "subject"),
    [
        ("2026-12-02T16:00", "明日:12月3日(木) 16:00 SRE本 輪読会 第10回"),
        ("2026-12-03T09:00", "今日:12月3日(木) 16:00 SRE本 輪読会 第10回"),
        ("2026-12-03T15:01", "あと1時間:12月3日(木) 16:00 SRE本 輪読会 第10回"),
        ("2026-12-03T15:40", "あと20分:12月3日(木) 16:00 SRE本 輪読会 第10回"),
        ("2026-12-04T09:00", "12月3日(木) 16:00 SRE本 輪読会 第10回"),
    ],
)
def test_the_subject_says_how_soon_and_which_session(app: Flask, at: str, subject: str) -> None:
    assert say(app, "day_before", tokyo(at)).subject == subject


def test_a_day_before_says_ones_own_part_first(app: Flask) -> None:
    assert say(app, "day_before", tokyo("2026-12-02T16:00")).lines == [
        "書記はあなたです。",
        "12月3日(木) 16:00–17:00",
        "会議室さくら",
        "19章 Load Balancing（発表:Itsukiさん）",
    ]


def test_a_day_before_says_what_is_read_together(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    together = {**CHAPTER, "presenters": [], "is_mine": False, "is_read_together": True}
    monkeypatch.setitem(PAYLOADS, "day_before", {**PAYLOADS["day_before"], "chapters": [together]})

    said = say(app, "day_before", tokyo("2026-12-02T16:00"))

    assert said.lines[-1] == "19章 Load Balancing（その場で読む）"


def test_a_week_before_says_what_to_read_and_who_was_before(app: Flask) -> None:
    said = say(app, "week_before", tokyo("2026-11-26T09:00"))

    assert said.subject == "12月3日(木)は「19章 Load Balancing」の発表をお願いします"
    assert said.about == "SRE本 輪読会 第10回"
    assert said.lines[2:4] == [
        "19章 Load Balancing（22ページ、223ページから）",
        "前の章「Cascading Failures」の担当:Shioriさん",
    ]


def test_who_presents_two_chapters_in_a_row_is_not_told_of_the_first_as_of_somebody_elses() -> None:
    before = {1: Before("Zero", ["Aki"]), 2: Before("One", ["Botan"])}
    mine = [{"id": 1, "title": "One", "is_mine": True}, {"id": 2, "title": "Two", "is_mine": True}]

    assert facts.of_others(before, mine) == {1: before[1]}


def test_the_subject_tells_whoever_reads_elsewhere_the_time_of_their_own_clock(app: Flask) -> None:
    clock.start_at(tokyo("2026-12-02T16:00"))

    with speaking("ja", "America/New_York"):
        said = KINDS["day_before"].render(PAYLOADS["day_before"], "ja")

    assert said.subject == "明日:12月3日(木) 02:00 SRE本 輪読会 第10回"


def test_the_digest_tells_whoever_reads_elsewhere_both_times(app: Flask) -> None:
    clock.start_at(tokyo("2026-11-30T09:00"))

    with speaking("en", "America/New_York"):
        [line] = KINDS["week_digest"].render(PAYLOADS["week_digest"], "en").lines

    assert line.startswith("Thu, Dec 3 16:00 (Asia/Tokyo; for you Thu, Dec 3 02:00) ")
