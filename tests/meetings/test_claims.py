"""Taking a wanted chapter from a mail: one button, without signing in, nothing by opening it."""

import re
from email.message import EmailMessage

import pytest
from flask import Flask

from studyhub.accounts.models import Attempt
from studyhub.circles.models import ParticipationRole
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning.cover import calling
from studyhub.meetings.assigning.cover.claim_links import Claim, claim_path
from studyhub.meetings.signing_up import joining
from studyhub.people.models import UserState
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all, use_mail_server
from tests.delivery.test_letters import part
from tests.meetings.scenes import change, chapter_of, go_to, held, later
from tests.reminders.looking import tokyo


def path(cast: Cast, key: str = SECRET_KEY) -> str:
    """Where Botan may take the chapter of the first session."""
    meeting = cast.meeting
    return claim_path(key, Claim(cast.botan.id, meeting.id, chapter_of(meeting).id, meeting.starts_at))


def test_a_mail_of_wanted_chapters_has_a_button_for_each(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_to(NOON)
    calling.call(NOON)
    db.session.execute(db.delete(OutboxMessage).where(OutboxMessage.kind != "chapters_wanted"))
    sink = sinks.Sink()
    with sinks.running(sink) as smtp:
        use_mail_server(app, monkeypatch, smtp)
        send_all(cast.app, NOON)

    mail: EmailMessage = next(mail for mail in sink.mails if mail["To"] == cast.botan.email)
    found = re.findall(
        r'href="http://127\.0\.0\.1:8000(/claims/[^"]*)">「1章 Chapter 1」を引き受ける<', part(mail, "html")
    )
    assert found == [path(cast)]
    buttons = re.findall(r'<a class="button[^>]*>([^<]*)<', part(mail, "html"))
    assert buttons[-1] in ("回のページを開く", "StudyHub を開く")


def test_one_press_takes_the_chapter_and_opening_takes_nothing(cast: Cast) -> None:
    go_to(NOON)
    visitor = cast.browser()

    asked = visitor.get(path(cast)).text
    assert "この章を引き受けますか" in asked
    assert held(chapter_of(cast.meeting)) == []
    visitor.post(path(cast), csrf=False)

    assert [one.user_id for one in held(chapter_of(cast.meeting))] == [cast.botan.id]
    assert "この章の担当になりました。" in visitor.get(path(cast)).text


def test_links_that_are_over_are_nobodys_guesses(cast: Cast) -> None:
    go_to(NOON)
    visitor, over, begins_at = cast.browser(), path(cast), cast.meeting.starts_at
    change(
        cast,
        cast.meeting,
        **later(cast.meeting, days=1),
    )

    assert visitor.get(over).status_code == 404
    go_to(begins_at)
    assert visitor.get(over).status_code == 404
    assert db.session.scalar(db.select(db.func.count()).select_from(Attempt)) == 0
    assert visitor.get(f"{over}x").status_code == 404
    assert db.session.scalar(db.select(db.func.count()).select_from(Attempt)) == 1


def test_whoever_only_listens_by_now_reads_why_there_is_no_button(cast: Cast) -> None:
    go_to(NOON)
    joining.join(cast.circle, cast.botan, role=ParticipationRole.LISTENER, now=NOON)

    page = cast.browser().get(path(cast)).text

    assert "この会には聴き専で参加しています" in page
    assert '<form method="post" action="/claims/' not in page


def test_what_somebody_else_took_meanwhile_stays_theirs(cast: Cast) -> None:
    go_to(NOON)
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)
    visitor = cast.browser()

    visitor.post(path(cast), csrf=False)

    assert [one.user_id for one in held(chapter_of(cast.meeting))] == [cast.aki.id]
    assert "この章はほかの方が引き受けました" in visitor.get(path(cast)).text


def test_a_link_ends_with_the_start_a_move_and_membership_and_no_other_key_makes_one(cast: Cast) -> None:
    go_to(NOON)
    visitor, before = cast.browser(), path(cast)
    assert visitor.get(path(cast, "another key" * 4)).status_code == 404

    go_to(cast.meeting.starts_at)
    assert visitor.get(before).status_code == 404
    go_to(NOON)
    cast.botan.state = UserState.SUSPENDED
    assert visitor.get(before).status_code == 404
    cast.botan.state = UserState.ACTIVE
    change(cast, cast.meeting, starts_at=tokyo("2026-12-03T18:00"), ends_at=tokyo("2026-12-03T19:00"))

    assert visitor.get(before).status_code == 404
    assert visitor.post(before, csrf=False).status_code == 404
