"""What webhooks are told, when, and what becomes of it where the chat does not answer well."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from studyhub import clock
from studyhub.chat import deciding, stopping, webhooks
from studyhub.chat.models import ChatForm, ChatPost, KnownSession, Webhook
from studyhub.chat.posting import ToChat
from studyhub.chat.webhooks import NewWebhook
from studyhub.circles.models import Circle, CircleState, Format, Visibility
from studyhub.db import db
from studyhub.delivery import ways
from studyhub.delivery.models import DeliveryState
from studyhub.departures import leaving
from studyhub.handing_in import parts_of_people
from studyhub.meetings.assigning import assignments
from studyhub.meetings.changing import cancelling
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.notes.edits import writing
from studyhub.notes.releases import releasing
from studyhub.people.models import UserState
from studyhub.reminders import standing
from tests.at_once import at_once
from tests.cast import NOON, Cast
from tests.chat.sink import WebhookSink
from tests.meetings.scenes import change, chapter_of, messages
from tests.reminders.looking import tokyo

DAY_BEFORE = "2026-12-01T16:00"


@pytest.fixture(autouse=True)
def talking(cast: Cast) -> None:
    """Nobody presents, so that nobody is looked for, but where a test wants it."""
    cast.circle.format = Format.DISCUSSED


def send(cast: Cast, now: datetime) -> None:
    """Be a worker that sends until nothing is left."""
    db.session.commit()
    while ways.go(ToChat(), cast.app.config["STUDYHUB_SETTINGS"], now):
        db.session.expire_all()


def look(cast: Cast, at: str | datetime) -> None:
    """Be a worker that looks at this moment, by the clocks of Tokyo, and sends."""
    now = tokyo(at) if isinstance(at, str) else at
    clock.start_at(now)
    db.session.flush()
    for tick in deciding.TICKS:
        tick(now)
        db.session.commit()
    send(cast, now)


def first_lines(chat: WebhookSink) -> list[str]:
    return [text.splitlines()[0] for text in chat.texts]


def test_the_day_before_a_session_is_told_once(cast: Cast, webhook: Webhook, chat: WebhookSink) -> None:
    look(cast, "2026-12-01T15:59")
    assert chat.texts == []

    look(cast, DAY_BEFORE)
    look(cast, "2026-12-01T16:01")

    (text,) = chat.texts
    assert text.splitlines()[0] == "明日 12月2日(水) 19:00–20:30 SRE 第1回"
    assert text.splitlines()[-1].endswith(f"/meetings/{cast.meeting.id}/")


def test_a_session_that_moved_meanwhile_is_told_by_its_new_time(
    cast: Cast, webhook: Webhook, chat: WebhookSink
) -> None:
    clock.start_at(tokyo(DAY_BEFORE))
    deciding.look(tokyo(DAY_BEFORE))
    change(cast, cast.meeting, starts_at=tokyo("2026-12-05T18:00"), ends_at=tokyo("2026-12-05T19:00"))

    send(cast, tokyo(DAY_BEFORE))
    look(cast, "2026-12-04T16:00")

    assert first_lines(chat) == ["明日 12月5日(土) 18:00–19:00 SRE 第1回"]


def test_of_a_circle_for_participants_only_the_link_alone_is_told(
    cast: Cast, webhook: Webhook, chat: WebhookSink
) -> None:
    cast.circle.visibility, cast.circle.format = Visibility.PARTICIPANTS, Format.PRESENTED
    note = writing.begin(cast.circle, cast.meeting, "秘密", "秘密", by=cast.aki, now=NOON)
    releasing.share(note, by=cast.aki, now=NOON)

    look(cast, DAY_BEFORE)

    (text,) = chat.texts
    assert text.splitlines()[0] == "会の予定があります"
    assert len(text.splitlines()) == 2


def test_whoever_halts_reminders_halts_chat(cast: Cast, webhook: Webhook, chat: WebhookSink) -> None:
    standing.halt(cast.circle, by=cast.aki, now=NOON)

    look(cast, DAY_BEFORE)

    assert chat.texts == []


def test_chapters_that_want_a_presenter_are_told_once_in_one_post(
    cast: Cast, webhook: Webhook, chat: WebhookSink
) -> None:
    cast.circle.format = Format.PRESENTED
    standing.halt(cast.circle, by=cast.aki, now=NOON)
    assignments.claim(cast.meetings[1], chapter_of(cast.meetings[1]), cast.botan, now=NOON)

    look(cast, "2026-12-01T20:30")
    look(cast, "2026-12-02T09:00")
    assert first_lines(chat) == []
    look(cast, "2026-12-03T09:00")
    look(cast, "2026-12-03T12:00")
    asked = chat.texts
    assignments.want_cover(cast.meetings[1], chapter_of(cast.meetings[1]), cast.botan, now=tokyo("2026-12-03T13:00"))
    look(cast, "2026-12-03T14:00")

    assert asked[0].splitlines()[:2] == ["12月16日(水) 19:00–20:30 SRE 第3回", "担当を募集しています:3章 Chapter 3"]
    assert [text.splitlines()[1] for text in chat.texts[len(asked) :]] == ["担当を募集しています:2章 Chapter 2"]


def test_of_a_circle_that_pauses_nobody_is_looked_for(cast: Cast, webhook: Webhook, chat: WebhookSink) -> None:
    cast.circle.format, cast.circle.state = Format.PRESENTED, CircleState.PAUSED

    look(cast, DAY_BEFORE)
    (day_before,) = chat.texts
    look(cast, "2026-12-03T09:00")

    assert "担当も募集" not in day_before
    assert chat.texts == [day_before]


def test_notes_shared_from_now_on_are_told(cast: Cast, webhook: Webhook, chat: WebhookSink) -> None:
    note = writing.begin(cast.circle, cast.meeting, "第1回", "読んだ。", by=cast.aki, now=NOON)
    releasing.share(note, by=cast.aki, now=tokyo("2026-12-02T21:00"))

    look(cast, "2026-12-02T21:01")
    releasing.unshare(note, by=cast.aki, now=tokyo("2026-12-02T21:02"))
    releasing.share(note, by=cast.aki, now=tokyo("2026-12-02T21:03"))
    look(cast, "2026-12-02T21:04")

    assert first_lines(chat) == ["SRE 第1回（12月2日(水)）のノートが読めるようになりました。"]


def test_what_changes_within_two_days_is_told_a_minute_later(cast: Cast, webhook: Webhook, chat: WebhookSink) -> None:
    look(cast, "2026-12-01T13:00")
    cancelling.cancel(cast.meeting, "", Chapters.SLIDE, by=cast.aki, now=tokyo("2026-12-01T13:01"))
    look(cast, "2026-12-01T13:01")
    assert chat.texts == []

    look(cast, "2026-12-01T13:03")
    cancelling.restore(cast.meeting, by=cast.aki, now=tokyo("2026-12-01T13:05"))
    look(cast, "2026-12-01T13:07")
    look(cast, "2026-12-01T13:08")

    assert first_lines(chat) == [
        "明日 12月2日(水) 19:00–20:30 の SRE 第1回は中止になりました。",
        "明日 19:00 の SRE 第1回は予定どおり開きます。",
    ]


def test_what_moves_far_away_is_told_and_then_not_known_any_more(
    cast: Cast, webhook: Webhook, chat: WebhookSink
) -> None:
    look(cast, "2026-12-01T22:00")
    chat.asked.clear()
    for day in ("10", "11"):
        change(cast, cast.meeting, starts_at=tokyo(f"2026-12-{day}T19:00"), ends_at=tokyo(f"2026-12-{day}T20:00"))
        look(cast, "2026-12-01T22:10")

    assert len(chat.texts) == 1
    assert "12月10日" in chat.texts[0]


def test_of_a_circle_for_participants_only_it_is_told_that_a_plan_has_changed(
    cast: Cast, webhook: Webhook, chat: WebhookSink
) -> None:
    cast.circle.visibility = Visibility.PARTICIPANTS
    look(cast, "2026-12-01T13:00")
    cancelling.cancel(cast.meeting, "", Chapters.SLIDE, by=cast.aki, now=tokyo("2026-12-01T13:01"))

    look(cast, "2026-12-01T13:03")

    assert chat.texts == [f"会の予定が変わりました\nhttp://127.0.0.1:8000/meetings/{cast.meeting.id}/"]


def test_a_change_that_waited_until_the_session_was_over_is_told_no_more(
    cast: Cast, webhook: Webhook, chat: WebhookSink
) -> None:
    look(cast, "2026-12-02T11:00")
    chat.asked.clear()
    change(cast, cast.meeting, starts_at=tokyo("2026-12-02T17:00"), ends_at=tokyo("2026-12-02T18:00"))
    webhook.rests_until = tokyo("2026-12-02T20:00")
    look(cast, "2026-12-02T12:00")

    look(cast, "2026-12-02T20:00")

    assert chat.texts == []
    assert DeliveryState.WAITING not in db.session.scalars(db.select(ChatPost.state)).all()


def test_sessions_soon_get_known_in_one_order(cast: Cast, webhook: Webhook) -> None:
    first, second = cast.meetings[:2]
    change(cast, first, starts_at=tokyo("2026-12-03T18:00"), ends_at=tokyo("2026-12-03T19:00"))
    change(cast, second, starts_at=tokyo("2026-12-02T18:00"), ends_at=tokyo("2026-12-02T19:00"))

    look(cast, "2026-12-02T11:00")

    known = db.session.scalars(db.select(KnownSession.meeting_id).order_by(KnownSession.id)).all()
    assert known == [first.id, second.id]


def test_a_team_that_waited_hears_nothing_of_a_circle_that_was_closed_to_others(cast: Cast, chat: WebhookSink) -> None:
    mine = webhooks.add(cast.team, NewWebhook("#minne", ChatForm.DISCORD, chat.address), by=cast.admin, now=NOON)
    mine.rests_until = tokyo("2026-12-01T18:00")
    look(cast, DAY_BEFORE)
    cast.circle.visibility = Visibility.PARTICIPANTS

    look(cast, "2026-12-01T18:00")

    assert chat.texts == []
    assert db.session.scalars(db.select(ChatPost.state)).all() == [DeliveryState.DROPPED]


def test_a_team_hears_of_what_its_people_take_part_in(cast: Cast, chat: WebhookSink) -> None:
    elsewhere = cast.new_circle(cast.chika, title="Other", meetings=1)
    hidden = cast.new_circle(cast.aki, title="Hidden", visibility=Visibility.PARTICIPANTS, meetings=1)
    db.session.execute(update(Circle).where(Circle.id.in_([elsewhere.id, hidden.id])).values(format=Format.DISCUSSED))
    webhooks.add(cast.team, NewWebhook("#minne", ChatForm.DISCORD, chat.address), by=cast.admin, now=NOON)

    look(cast, DAY_BEFORE)

    assert first_lines(chat) == ["明日 12月2日(水) 19:00–20:30 SRE 第1回"]
    assert chat.bodies[0]["allowed_mentions"] == {"parse": []}


def test_a_failure_is_tried_again_after_pauses_that_double(cast: Cast, webhook: Webhook, chat: WebhookSink) -> None:
    chat.status = 503
    for minute in range(5):
        look(cast, tokyo(DAY_BEFORE) + timedelta(minutes=minute))
    assert (len(chat.asked), webhook.trouble, webhook.failures) == (3, "status_503", 3)

    chat.status = 200
    look(cast, tokyo(DAY_BEFORE) + timedelta(minutes=7))

    assert (len(chat.asked), webhook.trouble, webhook.failures, webhook.rests_until) == (4, None, 0, None)


@pytest.mark.parametrize(("status", "tries"), [(404, stopping.TRIES_WHERE_GONE), (500, stopping.TRIES)])
def test_after_failures_in_a_row_nothing_more_is_sent_and_organisers_learn_it(
    cast: Cast, webhook: Webhook, chat: WebhookSink, status: int, tries: int
) -> None:
    chat.status = status
    look(cast, DAY_BEFORE)
    for _ in range(tries + 2):
        webhook.rests_until = None
        send(cast, tokyo(DAY_BEFORE))

    assert len(chat.asked) == tries
    assert webhook.stopped_at == tokyo(DAY_BEFORE)
    assert messages("webhook_stopped") == ["Aki"]
    look(cast, "2026-12-08T16:00")
    assert len(chat.asked) == tries


def test_of_a_team_without_leads_whoever_may_change_it_now_learns_that_it_stopped(
    cast: Cast, chat: WebhookSink
) -> None:
    webhook = webhooks.add(cast.team, NewWebhook("#minne", ChatForm.SLACK, chat.address), by=cast.botan, now=NOON)

    stopping.stop(webhook, now=NOON)

    assert messages("webhook_stopped") == [cast.admin.name]


@pytest.mark.parametrize(("state", "is_stopped"), [(UserState.SUSPENDED, True), (UserState.ON_LEAVE, False)])
def test_what_somebody_added_who_is_no_member_any_more_is_stopped(
    cast: Cast, chat: WebhookSink, state: UserState, *, is_stopped: bool
) -> None:
    webhook = webhooks.add(cast.circle, NewWebhook("#own", ChatForm.SLACK, chat.address), by=cast.botan, now=NOON)

    leaving.move(cast.botan, state, parts_of_people(cast.app), by=cast.admin, now=NOON)

    assert (webhook.stopped_at is not None, messages("webhook_stopped")) == (is_stopped, ["Aki"] * is_stopped)


def test_what_is_on_its_way_does_not_start_a_stopped_one_again(cast: Cast, webhook: Webhook, chat: WebhookSink) -> None:
    clock.start_at(tokyo(DAY_BEFORE))
    deciding.look(tokyo(DAY_BEFORE))
    taken = ToChat().take(tokyo(DAY_BEFORE))
    assert taken is not None

    stopping.stop(webhook, now=tokyo(DAY_BEFORE))
    ToChat().note(taken, "fine", tokyo(DAY_BEFORE))

    assert webhook.stopped_at == tokyo(DAY_BEFORE)


def test_a_worker_that_died_leaves_its_post_to_another(cast: Cast, webhook: Webhook, chat: WebhookSink) -> None:
    clock.start_at(tokyo(DAY_BEFORE))
    deciding.look(tokyo(DAY_BEFORE))
    way, now = ToChat(), tokyo(DAY_BEFORE)
    assert way.take(now) is not None
    db.session.commit()

    send(cast, now + timedelta(minutes=1))
    assert chat.texts == []
    send(cast, now + timedelta(minutes=3))

    assert len(chat.texts) == 1


def test_what_comes_of_a_post_that_another_took_over_is_not_noted(
    cast: Cast, webhook: Webhook, chat: WebhookSink
) -> None:
    clock.start_at(tokyo(DAY_BEFORE))
    deciding.look(tokyo(DAY_BEFORE))
    way, now = ToChat(), tokyo(DAY_BEFORE)
    slow = way.take(now)
    assert slow is not None
    way.take(now + timedelta(minutes=3))

    way.note(slow, "status_500", now + timedelta(minutes=3))

    assert webhook.failures == 0
    assert db.session.scalars(db.select(ChatPost.state)).all() == [DeliveryState.WAITING]


def test_two_workers_tell_a_webhook_one_thing_at_a_time(cast: Cast, webhook: Webhook) -> None:
    clock.start_at(tokyo(DAY_BEFORE))
    taken = []

    def look_and_take() -> None:
        deciding.look(tokyo(DAY_BEFORE))
        db.session.commit()
        taken.append(ToChat().take(tokyo(DAY_BEFORE)))

    assert at_once(cast.app, [look_and_take] * 2) == ["done", "done"]
    assert len([one for one in taken if one]) == 1
    assert len(db.session.scalars(db.select(ChatPost)).all()) == 1
