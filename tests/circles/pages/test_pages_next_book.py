"""Another book takes over the sessions to come."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from studyhub.circles import organizers, queries
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.meetings import queries as meeting_queries
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.changing import book_change, creating
from studyhub.meetings.changing.book_change import NewPlan
from studyhub.meetings.messages import KINDS
from studyhub.meetings.models import MeetingState, Signup
from studyhub.meetings.signing_up import joining
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.words.speaking import speaking
from tests.cast import NOON, Cast
from tests.circles.planning import BOOK, fields, sent


def next_plan(after_version: int = 1, meetings: int = 1) -> NewPlan:
    """Another book, with a chapter for each meeting."""
    starts = [NOON + timedelta(days=60 + number) for number in range(meetings)]
    chapters = [creating.NewChapter("はじまり", str(number)) for number in range(meetings)]
    planned = [
        creating.NewMeeting(start, start + timedelta(hours=1), chapters=(number,))
        for number, start in enumerate(starts)
    ]
    return NewPlan(after_version, creating.NewBook("次の本"), chapters, planned, reason="次の本に進みます")


def test_changing_the_book_skips_what_was_not_read(cast: Cast) -> None:
    after_first = NOON + timedelta(days=2)

    book_change.change_book(cast.circle, next_plan(), by=cast.aki, now=after_first)

    old = cast.circle.plans[0] if cast.circle.plans[0].version == 1 else cast.circle.plans[1]
    assert old.closed_at == after_first
    assert [chapter.skipped_at is not None for chapter in old.chapters] == [False, True, True, True]


def test_changing_the_book_frees_whoever_was_to_present(cast: Cast) -> None:
    chapter = queries.chapters(cast.circle.plans[0])[1]
    assignments.claim(cast.meetings[1], chapter, cast.botan, now=NOON)

    book_change.change_book(cast.circle, next_plan(), by=cast.aki, now=NOON)

    assert [one.state for one in db.session.scalars(select(Assignment))] == [AssignmentState.SKIPPED]


def test_changing_the_book_gives_it_the_sessions_to_come(cast: Cast) -> None:
    first = cast.meetings[0]
    before = (first.id, first.uid, first.sequence)

    book_change.change_book(cast.circle, next_plan(meetings=4), by=cast.aki, now=NOON)

    meetings = db.session.scalars(meeting_queries.of_circle(cast.circle)).all()
    assert [one.starts_at for one in meetings] == [NOON + timedelta(days=60 + number) for number in range(4)]
    assert (meetings[0].id, meetings[0].uid, meetings[0].sequence) == (before[0], before[1], before[2] + 1)
    assert signup_queries.active_signup(meetings[0], cast.botan) is not None


def test_changing_the_book_calls_off_the_sessions_left_over(cast: Cast) -> None:
    book_change.change_book(cast.circle, next_plan(meetings=1), by=cast.aki, now=NOON)

    meetings = db.session.scalars(meeting_queries.of_circle(cast.circle)).all()
    called_off = [one for one in meetings if one.state is MeetingState.CANCELLED]
    assert {one.cancel_reason for one in called_off} == {"次の本に進みます"}
    assert len(called_off) == len(meetings) - 1


def test_everybody_is_told_once_of_the_next_book_their_sessions_and_their_chapters(cast: Cast) -> None:
    joining.join(cast.circle, cast.chika, now=NOON)
    assignments.claim(cast.meetings[1], queries.chapters(cast.circle.plans[0])[1], cast.botan, now=NOON)
    db.session.execute(delete(OutboxMessage))

    book_change.change_book(cast.circle, next_plan(meetings=2), by=cast.aki, now=NOON)

    rows = select(OutboxMessage).where(OutboxMessage.channel == Channel.MAIL).order_by(OutboxMessage.recipient_id)
    told = {one.recipient_id: one for one in db.session.scalars(rows).all()}
    assert ([one.kind for one in told.values()], set(told)) == (["book_changed"] * 2, {cast.botan.id, cast.chika.id})
    lines = [said(told[user.id].payload) for user in (cast.botan, cast.chika)]
    assert lines[0] == [
        "次の本:次の本（SRE）",
        "次の本は「次の本」です。",
        "2027年1月30日(土)から2027年1月31日(日)まで、2回で読みます。",
        "第1回:12月2日(水) 19:00–20:30 → 2027年1月30日(土) 12:00–13:00",
        "第2回:12月9日(水) 19:00–20:30 → 2027年1月31日(日) 12:00–13:00",
        "12月16日(水) 19:00–20:30 の 第3回は中止になりました。",
        "12月23日(水) 19:00–20:30 の 第4回は中止になりました。",
        "担当の予定だった「2章 Chapter 2」は、読まないことになりました。",
    ]
    assert lines[1] == lines[0][:-1]


def said(payload: dict[str, Any]) -> list[str]:
    with speaking("ja", "Asia/Tokyo"):
        message = KINDS["book_changed"].render(payload, "ja")
    return [message.subject, *message.lines]


def test_sessions_of_the_next_book_are_not_taken_for_changed_by_hand(cast: Cast) -> None:
    book_change.change_book(cast.circle, next_plan(meetings=4), by=cast.aki, now=NOON)

    meetings = db.session.scalars(meeting_queries.of_circle(cast.circle)).all()
    assert [one.is_exception for one in meetings] == [False] * 4


def test_changing_the_book_adds_the_sessions_that_are_missing(cast: Cast) -> None:
    book_change.change_book(cast.circle, next_plan(meetings=6), by=cast.aki, now=NOON)

    last = db.session.scalars(meeting_queries.of_circle(cast.circle)).all()[-1]
    signed_up = db.session.scalars(select(Signup.user_id).where(Signup.meeting_id == last.id))
    assert (set(signed_up), last.number) == ({cast.aki.id, cast.botan.id}, 6)


def test_changing_the_book_twice_changes_it_once(cast: Cast) -> None:
    book_change.change_book(cast.circle, next_plan(), by=cast.aki, now=NOON)

    assert book_change.change_book(cast.circle, next_plan(), by=cast.aki, now=NOON) is None
    assert len(cast.circle.plans) == 2


def test_the_next_book_is_planned_like_the_first(cast: Cast) -> None:
    browser = cast.browser(cast.aki)
    lines = sent(browser, "/circles/new/chapters", fields(browser.get("/circles/sre/book/new").text) | BOOK)
    schedule = sent(browser, "/circles/new/schedule", fields(lines.text))

    answer = browser.post("/circles/new/circle", data=fields(schedule.text))

    assert answer.location == "/circles/sre/"
    plan = queries.open_plan(cast.circle)
    assert plan is not None
    assert (plan.book.title, plan.version) == (BOOK["title"], 2)
    assert db.session.scalars(queries.with_word(select(Circle), "静かな夜")).all() == [cast.circle]


def test_a_draft_of_the_next_book_serves_only_organisers(cast: Cast) -> None:
    browser = cast.browser(cast.aki)
    lines = sent(browser, "/circles/new/chapters", fields(browser.get("/circles/sre/book/new").text) | BOOK)
    schedule = fields(sent(browser, "/circles/new/schedule", fields(lines.text)).text)
    organizers.step_down(cast.circle, cast.aki, now=NOON)

    assert browser.post("/circles/new/circle", data=schedule).status_code == 403


def test_a_plan_that_comes_too_late_says_that_nothing_has_changed(cast: Cast) -> None:
    browser = cast.browser(cast.aki)
    lines = sent(browser, "/circles/new/chapters", fields(browser.get("/circles/sre/book/new").text) | BOOK)
    schedule = sent(browser, "/circles/new/schedule", fields(lines.text))
    book_change.change_book(cast.circle, next_plan(), by=cast.aki, now=NOON)

    browser.post("/circles/new/circle", data=fields(schedule.text))

    assert "今回は何も変えていません" in browser.get("/circles/sre/").text
