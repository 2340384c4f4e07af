"""A person's notices and what they want to hear of."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from studyhub.db import db
from studyhub.delivery import inbox, outbox
from studyhub.delivery.mailing import unsubscribing
from studyhub.delivery.models import Channel, InboxItem, MessagePreference, OutboxMessage
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all


def give(user: User, count: int) -> list[int]:
    """Lay that many notices into an inbox; their ids, oldest first."""
    for number in range(count):
        inbox.put("greeting", [user], key=f"greeting:{number}", payload={"subject": f"No. {number}"}, now=NOON)
    db.session.commit()
    return list(db.session.scalars(select(InboxItem.id).where(InboxItem.user_id == user.id).order_by(InboxItem.id)))


def subjects(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<p class="strong">\w\w: No\. (\d+)', page)]


def unsubscribe_path(app: Flask, user: User, kind: str = "greeting") -> str:
    token = unsubscribing.token(app.config["SECRET_KEY"], unsubscribing.Unsubscription(user.id, kind))
    return f"/unsubscribe/{token}"


def turned_off() -> list[tuple[int, str, Channel]]:
    off = select(MessagePreference).where(MessagePreference.is_wanted.is_(False)).order_by(MessagePreference.id)
    return [(choice.user_id, choice.kind, choice.channel) for choice in db.session.scalars(off)]


def test_inbox_shows_the_newest_first(cast: Cast) -> None:
    give(cast.botan, 3)

    page = cast.browser(cast.botan).get("/inbox/").text

    assert subjects(page) == [2, 1, 0]


def test_inbox_shows_nothing_of_others(cast: Cast) -> None:
    give(cast.botan, 1)

    page = cast.browser(cast.chika).get("/inbox/").text

    assert "No. 0" not in page


def test_inbox_goes_on_after_fifty(cast: Cast) -> None:
    ids = give(cast.botan, 53)
    browser = cast.browser(cast.botan)

    first = browser.get("/inbox/").text
    second = browser.get(f"/inbox/?before={ids[3]}").text

    assert subjects(first) == list(range(52, 2, -1))
    assert f"/inbox/?before={ids[3]}" in first
    assert subjects(second) == [2, 1, 0]
    assert ('rel="next"' in first, 'rel="next"' in second) == (True, False)


@pytest.mark.parametrize("before", ["", "x", "-1", "１２", "9" * 20, "0"])
def test_inbox_takes_any_page_that_is_asked_for(cast: Cast, before: str) -> None:
    give(cast.botan, 1)

    answer = cast.browser(cast.botan).get("/inbox/", query_string={"before": before})

    assert answer.status_code == 200


def test_inbox_leaves_out_a_kind_that_is_no_longer_known(cast: Cast) -> None:
    inbox.put("forgotten", [cast.botan], key="forgotten:1", payload={}, now=NOON)

    answer = cast.browser(cast.botan).get("/inbox/")

    assert answer.status_code == 200


def test_looking_at_the_inbox_marks_nothing_as_read(cast: Cast) -> None:
    give(cast.botan, 2)

    cast.browser(cast.botan).get("/inbox/")

    assert inbox.unread_count(cast.botan) == 2


def test_update_marks_one_as_read(cast: Cast) -> None:
    ids = give(cast.botan, 2)

    answer = cast.browser(cast.botan).post(f"/inbox/{ids[0]}/read")

    assert (answer.status_code, answer.location) == (303, "/inbox/")
    assert list(db.session.scalars(select(InboxItem.id).where(InboxItem.read_at.is_(None)))) == ids[1:]


def test_opening_marks_as_read_and_leads_on(cast: Cast) -> None:
    ids = give(cast.botan, 1)

    answer = cast.browser(cast.botan).post(f"/inbox/{ids[0]}/open")

    assert (answer.status_code, answer.location) == (303, "/circles/")
    assert inbox.unread_count(cast.botan) == 0


@pytest.mark.parametrize("what", ["read", "open"])
def test_nobody_reads_a_notice_of_others(cast: Cast, what: str) -> None:
    ids = give(cast.botan, 1)

    answer = cast.browser(cast.chika).post(f"/inbox/{ids[0]}/{what}")

    assert answer.status_code == 404
    assert inbox.unread_count(cast.botan) == 1


def test_update_all_leaves_what_came_after_the_page_was_shown(cast: Cast) -> None:
    ids = give(cast.botan, 3)

    cast.browser(cast.botan).post("/inbox/read", data={"up_to": ids[1]})

    assert inbox.unread_count(cast.botan) == 1


def test_metrics_count_what_waits(cast: Cast) -> None:
    outbox.add("greeting", cast.botan, key="greeting:1", payload={}, now=NOON)

    lines = cast.browser().get("/metrics").text.splitlines()

    assert "studyhub_waiting_messages 2.0" in lines


def test_preferences_are_all_ticked_at_first(cast: Cast) -> None:
    page = cast.browser(cast.botan).get("/profile/messages/").text

    boxes = re.findall(r'value="greeting\.(\w+)"( checked)?', page)
    assert boxes == [("mail", " checked"), ("inbox", " checked")]
    assert "account." not in page


def test_update_preferences_keeps_every_box(cast: Cast) -> None:
    browser = cast.browser(cast.botan)

    answer = browser.post("/profile/messages/", data={"wanted": ["greeting.inbox"]})

    assert answer.status_code == 303
    boxes = re.findall(r'value="greeting\.(\w+)"( checked)?', browser.get("/profile/messages/").text)
    assert boxes == [("mail", ""), ("inbox", " checked")]


def test_update_preferences_turns_on_again(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    browser.post("/profile/messages/", data={})

    browser.post("/profile/messages/", data={"wanted": ["greeting.inbox", "greeting.mail"]})

    assert (cast.botan.id, "greeting", Channel.MAIL) not in turned_off()
    assert (cast.botan.id, "greeting", Channel.INBOX) not in turned_off()


@pytest.mark.parametrize("name", ["account.mail", "greeting.pigeon", "nothing"])
def test_update_preferences_refuses_unknown_boxes(cast: Cast, name: str) -> None:
    answer = cast.browser(cast.botan).post("/profile/messages/", data={"wanted": [name]})

    assert answer.status_code == 422
    assert turned_off() == []


def test_opening_the_way_out_changes_nothing(app: Flask, cast: Cast) -> None:
    answer = cast.browser().get(unsubscribe_path(app, cast.botan))

    assert answer.status_code == 200
    assert turned_off() == []


def test_mail_program_turns_a_kind_off_without_token_or_cookie(app: Flask, cast: Cast) -> None:
    form = {"List-Unsubscribe": "One-Click"}

    answer = app.test_client().post(unsubscribe_path(app, cast.botan), data=form, csrf=False)

    assert answer.status_code == 200
    assert turned_off() == [(cast.botan.id, "greeting", Channel.MAIL)]


def test_way_out_is_for_its_person_whoever_is_signed_in(app: Flask, cast: Cast) -> None:
    answer = cast.browser(cast.chika).post(unsubscribe_path(app, cast.botan))

    assert answer.status_code == 303
    assert turned_off() == [(cast.botan.id, "greeting", Channel.MAIL)]
    assert "Set-Cookie" not in answer.headers


def test_way_out_says_when_it_is_done(app: Flask, cast: Cast) -> None:
    browser = cast.browser()
    path = unsubscribe_path(app, cast.botan)
    assert f'action="{path}"' in browser.get(path).text

    browser.post(path)

    assert f'action="{path}"' not in browser.get(path).text


def test_way_out_leaves_the_inbox_alone(app: Flask, cast: Cast) -> None:
    cast.browser().post(unsubscribe_path(app, cast.botan))

    outbox.add("greeting", cast.botan, key="greeting:1", payload={}, now=NOON)

    assert list(db.session.scalars(select(OutboxMessage.channel))) == [Channel.INBOX]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_way_out_of_a_kind_that_must_be_sent_is_none(app: Flask, cast: Cast, method: str) -> None:
    answer = cast.browser().open(unsubscribe_path(app, cast.botan, "account"), method=method)

    assert answer.status_code == 404


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("token", ["x", "W10.x", "ü"])
def test_forged_way_out_is_none(app: Flask, cast: Cast, method: str, token: str) -> None:
    answer = cast.browser().open(f"/unsubscribe/{token}", method=method)

    assert answer.status_code == 404


def test_link_in_a_mail_is_the_way_out(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    outbox.add("greeting", cast.botan, key="greeting:1", payload={}, now=NOON)
    send_all(app)
    address = sink.mails[0]["List-Unsubscribe"].strip("<>")

    answer = cast.browser().post(address.removeprefix("http://127.0.0.1:8000"))

    assert answer.status_code == 303
    assert turned_off() == [(cast.botan.id, "greeting", Channel.MAIL)]
