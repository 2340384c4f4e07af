"""Pages say truthfully whether mail goes out: to administrators all of it, to strangers nothing of anybody."""

import io
from datetime import timedelta

import pytest
from flask import Flask

from studyhub import clock
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.delivery.mailing import troubles
from studyhub.delivery.models import PASSING, ProcessKind, TroubleKind
from studyhub.settings import organization
from studyhub.settings.models import Registration
from tests.accounts.browsing import words
from tests.cast import NOON, Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all, turn, use_mail_server, work_off

HOUR = timedelta(hours=1)
PAGE = "/settings/mail/"


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The organisation speaks English."""
    organization.current().language = "en"
    db.session.commit()
    return cast


def page(cast: Cast, path: str = PAGE) -> str:
    answer = cast.browser(cast.admin).get(path)
    assert answer.status_code == 200
    return answer.text


def break_sign_in() -> None:
    troubles.note(TroubleKind.SIGN_IN, "535 Wrong password <b>", now=NOON)
    db.session.commit()


def test_the_page_without_a_mail_server_says_what_to_set(cast: Cast) -> None:
    text = page(cast)

    assert "Mail is off" in text
    assert "STUDYHUB_SMTP_HOST" in text
    assert "No mail was given up" in text


def test_the_page_says_that_mail_goes_out(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    turn(app)
    outbox.add("greeting", cast.botan, key="1", payload={}, now=NOON)
    send_all(app)

    text = page(cast)

    assert "Mail goes out" in text
    assert "Last mail sent</dt><dd><time" in text


def test_the_page_says_what_is_wrong_since_when_and_what_waits(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    break_sign_in()
    for number in range(3):
        outbox.add("greeting", cast.botan, key=f"{number}", payload={"subject": "planted"}, now=NOON)
    clock.start_at(NOON + 2 * HOUR)

    text = page(cast)

    assert "Mail does not go out" in text
    assert "535 Wrong password &lt;b&gt;" in text
    assert "Since Tue, Dec 1 12:00" in text
    assert "3 mails" in text
    assert "2 hours ago" in text
    assert "planted" not in text


def test_the_page_lists_what_was_given_up(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    sink.answers["botan@example.com"] = "550 No such person"
    outbox.add("greeting", cast.botan, key="1", payload={"subject": "planted"}, now=NOON)
    send_all(app)

    text = page(cast)

    assert "botan@example.com" in text
    assert "Greetings" in text
    assert "550 No such person" in text
    assert "planted" not in text


def test_the_page_misses_a_worker(app: Flask, cast: Cast) -> None:
    turn(app)
    clock.start_at(NOON + HOUR)

    assert "No worker is running" in page(cast)


def test_a_test_mail_goes_through_the_worker_and_its_outcome_is_shown(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    browser = cast.browser(cast.admin)
    browser.post("/settings/mail/test")
    assert "On its way" in page(cast)

    work_off(app, clock.now())

    assert [mail["To"] for mail in sink.mails] == [cast.admin.email]
    assert "The mail server took it over" in page(cast)


def test_a_test_tries_a_server_that_rests_at_once(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    break_sign_in()

    cast.browser(cast.admin).post("/settings/mail/test")
    work_off(app, clock.now())

    assert len(sink.mails) == 1
    assert "Mail goes out" in page(cast)


def test_a_test_that_the_server_refuses_says_so_with_the_reason(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_mail_server(app, monkeypatch, sinks.settings_at(sinks.free_port()))
    browser = cast.browser(cast.admin)
    browser.post("/settings/mail/test")

    work_off(app, clock.now())

    text = page(cast)
    assert "On its way" not in text
    outcome = text.partition('id="mail-test"')[2]
    assert "StudyHub cannot connect to the mail server." in outcome
    assert "Cause: Connection refused" in outcome


def test_a_test_of_this_mail_alone_that_is_put_off_says_so_until_it_is_tried_again(
    app: Flask, cast: Cast, sink: sinks.Sink
) -> None:
    sink.answers[cast.admin.email] = "450 Come later"
    browser = cast.browser(cast.admin)
    browser.post("/settings/mail/test")
    work_off(app, clock.now())
    assert "The mail server said: 450 Come later" in page(cast)

    browser.post("/settings/mail/test")

    assert "450 Come later" not in page(cast)
    assert "On its way" in page(cast)


def test_a_trouble_of_before_the_test_says_nothing_of_it(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    break_sign_in()
    clock.start_at(NOON + HOUR)

    cast.browser(cast.admin).post("/settings/mail/test")

    assert "On its way" in page(cast)


def test_a_test_pressed_twice_is_one_mail(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    browser = cast.browser(cast.admin)
    for _ in range(3):
        browser.post("/settings/mail/test")

    work_off(app, clock.now())

    assert len(sink.mails) == 1


def test_home_tells_administrators_alone_of_trouble_until_it_ends(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    break_sign_in()
    assert "Mail does not go out" in page(cast, "/")
    assert "Mail does not go out" not in cast.browser(cast.botan).get("/").text

    troubles.mail_flows(NOON)

    assert "Mail does not go out" not in page(cast, "/")


def test_home_tells_of_mail_that_was_given_up_until_it_is_settled(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    sink.answers["botan@example.com"] = "550 No such person"
    outbox.add("greeting", cast.botan, key="1", payload={}, now=NOON)
    send_all(app)
    assert "1 mail could not be delivered" in page(cast, "/")

    cast.browser(cast.admin).post("/settings/mail/failed/delete")

    assert "could not be delivered" not in page(cast, "/")


def test_home_tells_of_a_missing_worker_once_something_is_late(app: Flask, cast: Cast) -> None:
    turn(app)
    clock.start_at(NOON + HOUR)
    assert "Mail does not go out" not in page(cast, "/")

    outbox.add("greeting", cast.botan, key="1", payload={}, now=NOON)

    assert "No worker is running" in page(cast, "/")


def test_whoever_invites_learns_whether_mail_was_sent(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    turn(app)
    cast.browser(cast.admin).post("/people/invitations/", data={"emails": "dai@example.com"})
    waiting = page(cast, "/people/invitations/")

    work_off(app, clock.now())

    assert "Mail waits" in waiting
    assert "Mail sent" in page(cast, "/people/invitations/")
    assert "Link to hand over" not in waiting


def test_whoever_invites_while_mail_is_held_up_gets_the_link_to_hand_over(
    app: Flask, cast: Cast, sink: sinks.Sink
) -> None:
    break_sign_in()

    cast.browser(cast.admin).post("/people/invitations/", data={"emails": "dai@example.com"})
    text = page(cast, "/people/invitations/")

    assert "Mail does not go out at the moment" in text
    assert "Link to hand over" in text


def test_an_invitation_that_was_refused_offers_its_link(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    sink.answers["dai@example.com"] = "550 No such person"
    cast.browser(cast.admin).post("/people/invitations/", data={"emails": "dai@example.com"})
    work_off(app, clock.now())

    text = page(cast, "/people/invitations/")

    assert "Mail not delivered" in text
    assert "Link to hand over" in text


@pytest.mark.parametrize("path", ["/reset", "/register"])
def test_strangers_learn_that_mail_is_held_up_and_nothing_of_anybody(
    app: Flask, cast: Cast, sink: sinks.Sink, path: str
) -> None:
    organization.current().registration = Registration.OPEN
    break_sign_in()
    known, unknown = cast.botan.email, "nobody@example.com"

    pages = [cast.browser().post(path, data={"email": email}).text for email in (known, unknown)]

    assert "Mail does not go out at the moment" in pages[0]
    assert words(pages[0], known) == words(pages[1], unknown)


@pytest.mark.parametrize("path", ["/reset", "/profile/messages/"])
def test_pages_that_promise_mail_say_beforehand_that_it_is_held_up(
    app: Flask, cast: Cast, sink: sinks.Sink, path: str
) -> None:
    held_up = "Mail does not go out at the moment"
    assert held_up not in page(cast, path)

    break_sign_in()

    assert held_up in page(cast, path)


def test_whoever_reads_people_from_a_list_learns_that_invitations_are_held_up(
    app: Flask, cast: Cast, sink: sinks.Sink
) -> None:
    break_sign_in()
    file = (io.BytesIO(b"name,email\nDai,dai@example.com\n"), "people.csv")

    answer = cast.browser(cast.admin).post("/people/import/preview", data={"file": file})

    assert answer.status_code == 200
    assert "the invitations are sent as soon as it does" in answer.text


def test_a_web_process_without_settings_knows_of_a_worker_with_them(
    app: Flask, cast: Cast, sink: sinks.Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn(app, NOON, ProcessKind.WORKER)
    monkeypatch.undo()

    assert "Mail goes out" in page(cast)
    assert "please ask an administrator" not in cast.browser().get("/reset").text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_kind_of_trouble_is_told_in_both_languages(cast: Cast, language: str) -> None:
    cast.admin.language = language
    for kind in TroubleKind:
        troubles.note(kind, "what was said", now=NOON)
        troubles.look(NOON + HOUR)
        # One that goes on as another is told once.
        troubles.end(*PASSING, now=NOON + HOUR)

    answer = cast.browser(cast.admin).get("/inbox/")

    assert answer.status_code == 200
    assert answer.text.count('/open"') == len(TroubleKind)
