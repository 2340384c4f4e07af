"""Webhooks on their page: named, tested, deleted, by whoever looks after the circle or the team."""

from http.server import BaseHTTPRequestHandler

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import delete, update

from studyhub import clock
from studyhub.audit.models import AuditEvent
from studyhub.chat import testing, webhooks
from studyhub.chat.models import ChatForm, Webhook
from studyhub.chat.webhooks import MOST, NewWebhook
from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.people.models import User
from studyhub.teams import memberships
from studyhub.teams.memberships import TeamClosed
from studyhub.teams.models import Team
from tests.cast import NOON, Cast
from tests.chat.sink import WebhookSink, listening
from tests.outgoing.stub import says


def page(cast: Cast, user: User) -> str:
    return " ".join(cast.browser(user).get(f"/circles/{cast.circle.slug}/chat/").text.split())


def pressed(cast: Cast, address: str) -> str:
    """The page that Aki is shown after a press."""
    browser = cast.browser(cast.aki)
    return browser.get(browser.post(address).location or "").text


def typed(chat: WebhookSink, **changes: str) -> dict[str, str]:
    return {"name": "#sre", "form": "mattermost", "secret_address": chat.address, **changes}


def test_an_organiser_adds_tests_and_deletes_one(cast: Cast, chat: WebhookSink) -> None:
    browser, here = cast.browser(cast.aki), f"/circles/{cast.circle.slug}/chat/"

    added = browser.post(here, data=typed(chat))
    tested = pressed(cast, "/webhooks/1/test")
    deleted = pressed(cast, "/webhooks/1/delete")

    assert (added.status_code, added.location) == (303, here)
    assert "テストが届きました" in tested
    assert chat.bodies == [{"text": "StudyHub のテストです。「SRE」のお知らせがここに届きます。"}]
    assert "まだどこにも送っていません" in deleted
    assert db.session.scalars(db.select(Webhook)).all() == []


def test_the_address_is_shown_to_nobody_again(cast: Cast, webhook: Webhook, chat: WebhookSink) -> None:
    cast.browser(cast.aki).post(f"/webhooks/{webhook.id}/test")

    shown = page(cast, cast.aki)

    assert chat.address not in shown
    assert "/…9f2c" in shown
    assert not [
        event for event in db.session.scalars(db.select(AuditEvent)) if "9f2c" in f"{event.before}{event.after}"
    ]


def test_a_test_that_fails_says_what_came_back(cast: Cast, webhook: Webhook, chat: WebhookSink) -> None:
    chat.status = 404
    failed = pressed(cast, f"/webhooks/{webhook.id}/test")

    assert "チャットから 404 が返りました。" in failed
    assert "前回失敗" in page(cast, cast.aki)


def test_a_test_that_arrives_starts_a_stopped_one_again(cast: Cast, webhook: Webhook, chat: WebhookSink) -> None:
    webhook.stopped_at, webhook.failures, webhook.trouble = webhook.added_at, 12, "away"
    webhook.failed_at = webhook.added_at
    assert "停止中" in page(cast, cast.aki)

    cast.browser(cast.aki).post(f"/webhooks/{webhook.id}/test")

    state = db.session.execute(db.select(Webhook.stopped_at, Webhook.failures, Webhook.trouble)).one()
    assert list(state) == [None, 0, None]


@pytest.mark.parametrize(
    "address",
    ["http://chat.example.com/hooks/1", "https://a:b@chat.example.com/", "chat", "https://chat.example.com:22/"],
)
def test_what_may_not_be_asked_is_refused_and_what_else_was_typed_is_kept(
    cast: Cast, chat: WebhookSink, address: str
) -> None:
    data = typed(chat, secret_address=address)

    refused = cast.browser(cast.aki).post(f"/circles/{cast.circle.slug}/chat/", data=data)

    assert refused.status_code == 422
    assert html.fromstring(refused.text).xpath("string(//input[@id='name']/@value)") == "#sre"
    assert "もう一度貼ってください。入力された URL は秘密なので、画面には出しません。" in refused.text


def test_a_secret_that_was_typed_is_sent_back_in_no_page(cast: Cast, chat: WebhookSink) -> None:
    browser, here = cast.browser(cast.aki), f"/circles/{cast.circle.slug}/chat/"

    nameless = browser.post(here, data=typed(chat, name=""))
    signed_out = cast.app.test_client().post(here, data=typed(chat))
    for _ in range(20):
        webhooks.record("webhook.added", Webhook(circle=cast.circle), by=cast.aki, now=clock.now())
    db.session.commit()
    too_many = browser.post(here, data=typed(chat))

    assert "もう一度貼ってください" in nameless.text
    answers = (nameless, signed_out, too_many)
    assert [answer.status_code for answer in answers] == [422, 400, 429]
    assert not [answer.status_code for answer in answers if chat.address in answer.text]


def test_an_address_inside_the_network_that_nobody_listed_is_not_asked(cast: Cast, webhook: Webhook) -> None:
    webhook.address = "https://127.0.0.1/hooks/1"

    answer = pressed(cast, f"/webhooks/{webhook.id}/test")

    assert "StudyHub から送ることが許されていない URL です。" in answer


def test_a_circle_has_a_few_webhooks(cast: Cast, chat: WebhookSink) -> None:
    browser, here = cast.browser(cast.aki), f"/circles/{cast.circle.slug}/chat/"

    answers = [browser.post(here, data=typed(chat)).status_code for _ in range(MOST + 1)]

    assert answers == [303] * MOST + [422]


def test_a_test_says_no_title_of_a_circle_for_participants_only(
    cast: Cast, webhook: Webhook, chat: WebhookSink
) -> None:
    cast.circle.visibility = Visibility.PARTICIPANTS

    cast.browser(cast.aki).post(f"/webhooks/{webhook.id}/test")

    assert chat.texts == ["StudyHub のテストです。会のお知らせがここに届きます。"]


def test_a_teams_webhook_is_its_leads_and_administrators_matter(cast: Cast, chat: WebhookSink) -> None:
    here = f"/teams/{cast.team.slug}/chat/"
    added = cast.browser(cast.admin).post(here, data=typed(chat))

    assert added.status_code == 303
    for user, status in ((cast.botan, 403), (cast.admin, 303)):
        assert cast.browser(user).post("/webhooks/1/test").status_code == status
    assert cast.browser(cast.botan).get(here).status_code == 403


@pytest.mark.parametrize("ends", ["merge", "close"])
def test_a_team_that_is_no_more_keeps_no_secret(cast: Cast, chat: WebhookSink, ends: str) -> None:
    into = memberships.create_team("Ops", by=cast.admin, now=NOON)
    webhooks.add(cast.team, NewWebhook("#minne", ChatForm.SLACK, chat.address), by=cast.admin, now=NOON)

    ended = cast.browser(cast.admin).post(f"/teams/{cast.team.slug}/{ends}", data={"team_id": into.id})

    assert ended.status_code == 303
    assert db.session.scalars(db.select(Webhook)).all() == []
    deleted = db.select(AuditEvent.actor_id).where(AuditEvent.action == "webhook.deleted")
    assert db.session.scalars(deleted).all() == [cast.admin.id]


def test_a_few_tests_are_on_their_way_at_once(cast: Cast, webhook: Webhook, chat: WebhookSink) -> None:
    with testing.TURNS.turn(), testing.TURNS.turn():
        refused = pressed(cast, f"/webhooks/{webhook.id}/test")

    assert "少し待ってから、もう一度お試しください。" in refused
    assert chat.asked == []
    assert "テストが届きました" in pressed(cast, f"/webhooks/{webhook.id}/test")


def test_a_webhook_that_is_deleted_while_its_test_is_on_its_way_is_said_to_be_gone(cast: Cast, app: Flask) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        with app.app_context():
            db.session.execute(delete(Webhook))
            db.session.commit()
        says(b"ok")(handler)

    with listening(app, answer) as address:
        added = webhooks.add(cast.circle, NewWebhook("#sre", ChatForm.SLACK, address), by=cast.aki, now=NOON)
        said = pressed(cast, f"/webhooks/{added.id}/test")

    assert "この Webhook はその間に削除されました。" in said


def test_of_a_webhook_that_is_gone_nothing_is_noted(cast: Cast, webhook: Webhook) -> None:
    webhooks.delete(webhook, by=cast.aki, now=NOON)
    db.session.flush()

    assert not testing.note(webhook.id, "fine", now=NOON)


def test_whoever_may_manage_them_finds_webhooks_from_the_circle_and_from_the_text_for_chat(cast: Cast) -> None:
    here = f'href="/circles/{cast.circle.slug}/chat/"'
    pages = (f"/circles/{cast.circle.slug}/", f"/meetings/{cast.meeting.id}/chat")

    found = {
        user.name: [here in cast.browser(user).get(page).text for page in pages] for user in (cast.aki, cast.botan)
    }

    assert found == {"Aki": [True, True], "Botan": [False, False]}


def test_a_team_that_was_closed_meanwhile_gets_no_webhook(cast: Cast, chat: WebhookSink) -> None:
    db.session.execute(update(Team).where(Team.id == cast.team.id).values(closed_at=NOON))

    with pytest.raises(TeamClosed):
        webhooks.add(cast.team, NewWebhook("#minne", ChatForm.SLACK, chat.address), by=cast.admin, now=NOON)
