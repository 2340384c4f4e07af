"""What whoever organises a circle can mend, and what is in order: as their first page says it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from lxml import html

from studyhub.circles import organizers
from studyhub.circles.models import CircleState, Format
from studyhub.meetings import circle_page
from studyhub.meetings.assigning import assignments, suggestions
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.changing import cancelling, postponing
from studyhub.meetings.handed_in import waiting
from studyhub.meetings.health.signals import Known, Sign, health
from studyhub.meetings.signing_up import joining
from studyhub.notes.releases import releasing
from studyhub.people.models import UserState
from tests.cast import NOON, Cast, query_count
from tests.meetings.scenes import after, chapter_of, go_to
from tests.notes.notebook import note_of


def said(cast: Cast, now: datetime = NOON) -> tuple[list[str], list[str]]:
    """What is to be mended and what is in order, as Aki reads it; nothing here has a place or scribe."""
    go_to(now)
    sheet = sheet_of(cast)
    lines = sheet.xpath("./ul[contains(@class, 'waits')]/li")
    mend = [" ".join(_words(part) for part in one.xpath(".//p | .//a | .//button")) for one in lines]
    settled = [_words(one) for one in sheet.xpath("./ul[@class='settled']/li")]
    return [line for line in mend if not any(word in line for word in ("場所", "書記", "主催者が1人"))], settled


def sheet_of(cast: Cast) -> Any:
    """会の調子, as Aki reads it."""
    page: Any = html.fromstring(cast.browser(cast.aki).get("/circles/sre/").text)
    [sheet] = page.xpath("//section[@aria-labelledby='health']")
    return sheet


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())


def make_sure(cast: Cast) -> None:
    """Every chapter has its presenter."""
    for meeting in cast.meetings:
        assignments.claim(meeting, chapter_of(meeting), cast.botan, now=NOON)


def test_a_circle_in_order_says_so(cast: Cast) -> None:
    make_sure(cast)
    for meeting in cast.meetings:
        meeting.place, meeting.scribe_id = "会議室さくら", cast.botan.id
    organizers.name(cast.circle, cast.botan, by=cast.aki, now=NOON)
    go_to(NOON)

    sheet = sheet_of(cast)

    assert sheet.get("class") == "sheet"
    assert "順調です。" in _words(sheet)
    assert {"2週間先までの担当は決まっています", "次の回の場所は決まっています"} <= set(said(cast)[1])


def test_open_chapters_are_asked_for_by_one_press_once_one_is_near(cast: Cast) -> None:
    mend, _settled = said(cast)
    assert mend == ["4章分の担当が未定です 12月2日(水)から12月23日(水)まで 4章分をまとめて依頼する"]

    cast.browser(cast.aki).post("/circles/sre/asking")

    assert said(cast)[0] == []


def test_a_chapter_that_is_open_in_more_than_two_weeks_can_wait(cast: Cast) -> None:
    for meeting in cast.meetings[:3]:
        assignments.claim(meeting, chapter_of(meeting), cast.botan, now=NOON)

    mend, settled = said(cast)

    assert mend == []
    assert "2週間先までの担当は決まっています" in settled


def test_who_looks_for_cover_is_named_with_what_decides_it(cast: Cast) -> None:
    make_sure(cast)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, "", now=NOON)

    mend, settled = said(cast)

    assert mend == ["Botanさんが「1章」の担当の交代を希望しています 12月2日(水) どうするか決める"]
    assert "交代の希望はありません" not in settled


def test_while_somebody_is_asked_to_stand_in_nothing_is_to_decide_here_or_at_home(cast: Cast) -> None:
    make_sure(cast)
    joining.join(cast.circle, cast.chika, now=NOON)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, "", now=NOON)
    asked = suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.chika, by=cast.aki, now=NOON)

    mend, settled = said(cast)

    assert (mend, list(waiting.covers(cast.aki, NOON))) == ([], [])
    assert not {"交代の希望はありません", "2週間先までの担当は決まっています"} & {*settled}

    asked.answer_until = NOON
    assert len(said(cast)[0]) == len(waiting.covers(cast.aki, NOON)) == 1


@pytest.mark.parametrize("days", [2, 4])
def test_notes_are_missed_three_days_after_the_end(cast: Cast, days: int) -> None:
    make_sure(cast)
    attending.confirm(cast.meeting, Sheet([]), by=cast.aki, now=after(cast.meeting))

    mend, _settled = said(cast, after(cast.meeting, days=days))

    assert mend == (["第1回のノートがまだありません 12月2日(水) ノートを書く"] if days > 3 else [])


def test_a_draft_is_said_until_it_is_shared(cast: Cast) -> None:
    make_sure(cast)
    attending.confirm(cast.meeting, Sheet([]), by=cast.aki, now=after(cast.meeting))
    note, now = note_of(cast), after(cast.meeting, days=4)
    assert said(cast, now)[0] == ["第1回のノートが下書きのままです 12月2日(水) 続きを書く"]

    releasing.share(note, by=cast.aki, now=now)

    mend, settled = said(cast, now)
    assert mend == []
    assert "終わった回のノートは共有済みです" in settled


def test_notes_are_called_begun_and_shared_only_where_it_is_so_of_every_session(cast: Cast) -> None:
    first, second = cast.meetings[:2]
    releasing.share(note_of(cast), by=cast.aki, now=after(first))

    _mend, before = said(cast, after(first, days=4))
    _mend, settled = said(cast, after(second))

    good = {"終わった回のノートは書き始められています", "終わった回のノートは共有済みです"}
    assert (good & {*before}, good & {*settled}) == (good, set())


def test_a_circle_without_a_session_to_come_or_other_people_is_told_so(cast: Cast) -> None:
    cancelling.call_off_all(cast.circle, "Over", by=cast.aki, now=NOON)
    joining.leave(cast.circle, cast.botan, now=NOON)

    mend, _settled = said(cast)

    assert mend == ["次の回が決まっていません 回を追加", "まだあなた以外の参加者がいません 招待する"]


def test_the_next_session_wants_a_place_and_a_scribe_in_its_week(cast: Cast) -> None:
    make_sure(cast)
    go_to(NOON - timedelta(days=7))
    assert "未定" not in _words(sheet_of(cast))

    go_to(NOON)

    words = _words(sheet_of(cast))
    assert "第1回の場所とリンクが未定です" in words
    assert "第1回の書記が未定です" in words
    cast.meeting.online_url, cast.meeting.scribe_id = "https://meet.example/sre", cast.botan.id
    assert "未定" not in _words(sheet_of(cast))


def test_a_scribe_who_is_gone_is_none(cast: Cast) -> None:
    cast.meeting.scribe_id, cast.botan.state = cast.botan.id, UserState.LEFT
    go_to(NOON)

    assert "第1回の書記が未定です" in _words(sheet_of(cast))


@pytest.mark.parametrize("format_", [Format.DISCUSSED, Format.READ_TOGETHER])
def test_where_nobody_presents_no_presenter_is_missed(cast: Cast, format_: Format) -> None:
    cast.circle.format = format_

    mend, settled = said(cast)

    assert mend == []
    assert "2週間先までの担当は決まっています" not in settled


@pytest.mark.parametrize("who", ["botan", "chika", "editor"])
def test_nobody_but_organisers_reads_it(cast: Cast, who: str) -> None:
    assert "会の調子" not in cast.browser(getattr(cast, who)).get("/circles/sre/").text


def test_nothing_is_said_of_a_circle_that_is_over(cast: Cast) -> None:
    cast.circle.move_to(CircleState.ENDED)

    assert "会の調子" not in cast.browser(cast.aki).get("/circles/sre/").text


@pytest.mark.parametrize("days", [0, 1.5, 8.5, 15.5, 22.5, 29])
def test_it_says_what_the_first_page_says(cast: Cast, days: float) -> None:
    for meeting in cast.meetings[:2]:
        assignments.claim(meeting, chapter_of(meeting), cast.botan, now=NOON)
    assignments.want_cover(cast.meetings[1], chapter_of(cast.meetings[1]), cast.botan, "", now=NOON)
    now = NOON + timedelta(days=days)

    mend, _settled = said(cast, now)

    assert any("交代を希望" in line for line in mend) == bool(waiting.covers(cast.aki, now))
    assert any("出席が未確定" in line for line in mend) == bool(waiting.attendance(cast.aki, now))


def test_it_asks_the_database_nothing(cast: Cast) -> None:
    make_sure(cast)
    now = after(cast.meeting, days=4)
    lines = circle_page.plan_lines(cast.circle, cast.aki, is_inside=True, now=now)
    known = Known(cast.circle.state, lines, drafts={}, noted=set(), people=2, organizers=2)

    with query_count(0):
        found = health(known, now=now)

    assert [one.sign for one in found.mend] == [Sign.PLACE, Sign.SCRIBE, Sign.ATTENDANCE, Sign.NOTE]


def test_whoever_is_alone_is_not_offered_to_ask_for_chapters(cast: Cast) -> None:
    joining.leave(cast.circle, cast.botan, now=NOON)

    mend, settled = said(cast)

    assert mend == ["まだあなた以外の参加者がいません 招待する"]
    assert "2週間先までの担当は決まっています" not in settled


def test_chapters_that_somebody_is_only_asked_for_are_not_called_settled(cast: Cast) -> None:
    for meeting in cast.meetings:
        suggestions.suggest(meeting, chapter_of(meeting), cast.botan, by=cast.aki, now=NOON)

    mend, settled = said(cast)

    assert (mend, "2週間先までの担当は決まっています" in settled) == ([], False)


def test_a_postponed_session_wants_a_date_and_its_chapter_is_not_said_to_be_in_none(cast: Cast) -> None:
    make_sure(cast)
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)

    mend, _settled = said(cast)

    assert mend == ["第1回の日程が未定です 参加登録した方が、新しい日程を待っています。 新しい日程を決める"]
    page: Any = html.fromstring(cast.browser(cast.aki).get("/circles/sre/").text)
    assert "1章 (日程未定)" in _words(page.xpath("//*[@class='under-spine']")[0])


def test_where_cover_is_looked_for_in_a_postponed_session_it_is_not_said_that_nobody_does(cast: Cast) -> None:
    make_sure(cast)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, "", now=NOON)
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)

    assert "交代の希望はありません" not in said(cast)[1]
