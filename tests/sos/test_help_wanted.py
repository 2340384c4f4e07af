"""Help wanted is claimed once, comes back with its age, goes to leads after three rounds, and can become a session."""

import pytest
from flask import Flask
from flask_babel import force_locale

from studyhub import clock
from studyhub.circles.models import Circle, CircleKind, Visibility
from studyhub.db import db
from studyhub.delivery.models import InboxItem, OutboxMessage
from studyhub.departures import leaving
from studyhub.meetings.models import Meeting
from studyhub.people.models import UserState
from studyhub.sos import asking, helping, queries, writing
from studyhub.sos.ages import Age, ages
from studyhub.sos.handed_in.departing import give_back, hand_over
from studyhub.sos.helping import ClaimedByAnother, Settled
from studyhub.sos.messages import KINDS
from studyhub.sos.models import HelpWanted, Mood
from studyhub.sos.moves import MOVES, HelpState
from studyhub.teams import reorganizing
from studyhub.teams.models import Team
from tests.cast import NOON, OF_PEOPLE, Cast
from tests.circles.planning import fields
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all, sink
from tests.sos.conftest import HOUR, handed_in

__all__ = ["sink"]
WHAT = "負荷試験を一緒に見てくれる人"


@pytest.fixture
def wanted(cast: Cast, rounds: list[Meeting]) -> HelpWanted:
    handed_in(rounds[0], cast.team, cast.botan, wants=WHAT)
    db.session.commit()
    return queries.in_round(rounds[0])[0]


def told(kind: str) -> set[int | None]:
    rows = db.select(OutboxMessage.recipient_id).where(OutboxMessage.kind == kind)
    return set(db.session.scalars(rows))


def test_states_move_as_the_table_says() -> None:
    assert HelpState.WITHDRAWN not in MOVES[HelpState.RESOLVED]
    assert HelpState.CLAIMED in MOVES[HelpState.OPEN]


def test_it_is_claimed_and_the_team_sees_by_whom(cast: Cast, wanted: HelpWanted, rounds: list[Meeting]) -> None:
    answer = cast.browser(cast.chika).post(f"/sos/help/{wanted.id}/claim", data={"round": rounds[0].id})

    assert answer.location == f"/sos/{rounds[0].id}/#help-{wanted.id}"
    assert "Chikaさんが引き受けました" in cast.browser(cast.botan).get(f"/sos/{rounds[0].id}/").text


def test_claimed_twice_is_the_first_ones_and_the_second_is_told(cast: Cast, wanted: HelpWanted) -> None:
    helping.claim(wanted, by=cast.chika, now=NOON)
    with pytest.raises(ClaimedByAnother):
        helping.claim(wanted, by=cast.aki, now=NOON)
    browser = cast.browser(cast.aki)

    browser.post(f"/sos/help/{wanted.id}/claim")

    assert "先にChikaさんが引き受けました。" in browser.get("/sos/").text
    assert wanted.claimed_by_id == cast.chika.id


def test_pressing_twice_is_harmless(cast: Cast, wanted: HelpWanted) -> None:
    for _press in range(2):
        helping.claim(wanted, by=cast.chika, now=NOON)
    for _press in range(2):
        helping.settle(wanted, HelpState.RESOLVED, by=cast.botan, now=NOON)

    assert wanted.state is HelpState.RESOLVED
    with pytest.raises(Settled):
        helping.settle(wanted, HelpState.WITHDRAWN, by=cast.botan, now=NOON)


def test_only_its_team_withdraws_it(cast: Cast, wanted: HelpWanted) -> None:
    assert cast.browser(cast.chika).post(f"/sos/help/{wanted.id}/withdrawal").status_code == 403
    assert cast.browser(cast.aki).post(f"/sos/help/{wanted.id}/withdrawal").status_code == 303
    assert wanted.state is HelpState.WITHDRAWN


def test_it_comes_back_in_each_round_with_its_age(cast: Cast, wanted: HelpWanted, rounds: list[Meeting]) -> None:
    clock.start_at(rounds[2].starts_at)

    page = cast.browser(cast.chika).get(f"/sos/{rounds[2].id}/").text

    assert WHAT in page
    assert "3回目 ・ 28日" in page
    found = ages([wanted], now=rounds[2].starts_at, as_of=rounds[2].starts_at)
    assert found == {wanted.id: Age(3, 28)}


def test_while_its_first_round_runs_it_is_no_second_one(cast: Cast, wanted: HelpWanted, rounds: list[Meeting]) -> None:
    moments = {"begins": rounds[0].starts_at, "runs": rounds[0].ends_at - HOUR / 60, "is over": rounds[0].ends_at}

    said = {when: ages([wanted], now=moment)[wanted.id].rounds for when, moment in moments.items()}

    assert said == {"begins": 1, "runs": 1, "is over": 2}


def test_each_card_asks_whether_it_is_still_wanted(cast: Cast, wanted: HelpWanted, rounds: list[Meeting]) -> None:
    browser, address = cast.browser(cast.botan), f"/sos/{rounds[1].id}/teams/{cast.team.id}/edit"
    assert "まだ要りますか" in browser.get(address).text

    typed = {"mood": "fine", "line": "順調です", "base": "0", f"help-{wanted.id}-answer": "resolved"}
    browser.post(address, data=typed)

    assert wanted.state is HelpState.RESOLVED
    assert "まだ要りますか" not in browser.get(address).text


def test_what_is_settled_does_not_come_back(cast: Cast, wanted: HelpWanted, rounds: list[Meeting]) -> None:
    helping.settle(wanted, HelpState.RESOLVED, by=cast.botan, now=NOON)

    assert WHAT not in cast.browser(cast.chika).get(f"/sos/{rounds[1].id}/").text


def test_after_three_rounds_it_goes_to_the_leads_once(
    cast: Cast, wanted: HelpWanted, rounds: list[Meeting], other: Team
) -> None:
    helping.claim(wanted, by=cast.chika, now=NOON)
    asking.escalate(rounds[2].ends_at - HOUR / 60)
    assert told("help_wanted_for_long") == set()

    for hours in (0, 1, 2):
        asking.escalate(rounds[2].ends_at + hours * HOUR)

    # Chika leads the team of whoever claimed it; nobody leads that of Aki and Botan, which wants it.
    assert told("help_wanted_for_long") == {cast.chika.id, cast.aki.id, cast.botan.id}
    assert wanted.escalated_at == rounds[2].ends_at


def test_what_is_settled_goes_to_nobody(cast: Cast, wanted: HelpWanted, rounds: list[Meeting]) -> None:
    helping.settle(wanted, HelpState.RESOLVED, by=cast.botan, now=NOON)

    asking.escalate(rounds[3].ends_at)

    assert told("help_wanted_for_long") == set()


def test_it_becomes_a_study_session_in_one_step(cast: Cast, wanted: HelpWanted) -> None:
    browser = cast.browser(cast.chika)
    page = browser.get(f"/sos/help/{wanted.id}/session/new").text
    assert f'value="{WHAT}"' in page
    typed = {"key": "c" * 32, "title": WHAT, "day": "2026-12-10", "start": "19:00", "minutes": "60"}
    typed |= {"visibility": "inside"}

    answers = [browser.post(f"/sos/help/{wanted.id}/session", data=typed) for _press in range(2)]

    circle = db.session.scalars(db.select(Circle).where(Circle.title == WHAT)).one()
    assert [answer.status_code for answer in answers] == [303, 303]
    assert circle.kind is CircleKind.STUDY
    assert (wanted.state, wanted.became_id) == (HelpState.RESOLVED, circle.id)
    assert f'href="/circles/{circle.slug}/"' in browser.get("/sos/").text
    assert f'href="/sos/{wanted.meeting_id}/#help-{wanted.id}"' in browser.get(f"/circles/{circle.slug}/").text


def test_it_becomes_training_in_one_step(cast: Cast, wanted: HelpWanted) -> None:
    browser = cast.browser(cast.chika)
    assert f'href="/sos/help/{wanted.id}/session/new?kind=drill"' in browser.get("/sos/").text
    page = browser.get(f"/sos/help/{wanted.id}/session/new?kind=drill").text
    assert '<option selected value="drill">' in page
    typed = fields(page)

    browser.post(f"/sos/help/{wanted.id}/session", data=typed)

    circle = db.session.scalars(db.select(Circle).where(Circle.title == WHAT)).one()
    assert (circle.kind, wanted.state, wanted.became_id) == (CircleKind.DRILL, HelpState.RESOLVED, circle.id)
    assert "トレーニングになりました" in browser.get("/sos/").text
    assert f'href="/sos/{wanted.meeting_id}/#help-{wanted.id}"' in browser.get(f"/circles/{circle.slug}/").text


def test_whoever_asked_is_told_what_came_of_it(app: Flask, cast: Cast, wanted: HelpWanted) -> None:
    plan_of_it(cast, wanted, "inside")
    send_all(app, clock.now())

    inbox, session = cast.browser(cast.botan).get("/inbox/").text, wanted.became
    assert session is not None
    assert "勉強会になりました" in inbox
    assert "Chikaさんが計画しました" in inbox
    # What stands on a card is in no message.
    assert WHAT not in inbox
    assert told("help_wanted_became") == {cast.botan.id}


def test_of_what_they_may_not_open_nobody_is_told(app: Flask, cast: Cast, wanted: HelpWanted) -> None:
    plan_of_it(cast, wanted, "participants")
    send_all(app, clock.now())

    assert "勉強会になりました" not in cast.browser(cast.botan).get("/inbox/").text


def test_of_whoever_asked_and_left_their_team_is_told(cast: Cast, wanted: HelpWanted) -> None:
    leaving.move(cast.botan, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)

    plan_of_it(cast, wanted, "inside")

    assert told("help_wanted_became") == {cast.aki.id}


def test_of_help_that_was_written_down_for_a_silent_team_that_team_is_told(
    cast: Cast, rounds: list[Meeting], other: Team
) -> None:
    words = writing.Words(Mood.FINE, "Sale in two weeks", "", WHAT)
    writing.write_down(rounds[0], other.id, words, base=0, by=cast.aki, now=rounds[0].starts_at)
    [wanted] = queries.unsettled(cast.aki)

    helping.claim(wanted, by=cast.botan, now=NOON)

    assert told("help_wanted_claimed") == {cast.chika.id}


@pytest.mark.parametrize("state", [HelpState.RESOLVED, HelpState.WITHDRAWN])
def test_whoever_claimed_it_is_told_that_somebody_else_settled_it(
    cast: Cast, wanted: HelpWanted, state: HelpState
) -> None:
    helping.claim(wanted, by=cast.chika, now=NOON)

    for _press in range(2):
        helping.settle(wanted, state, by=cast.botan, now=NOON)

    assert told("help_wanted_settled") == {cast.chika.id}


@pytest.mark.parametrize(
    ("visibility", "leads_to"), [("inside", "/circles/"), ("participants", "/sos/")], ids=["open", "closed"]
)
def test_whoever_claimed_it_is_led_to_what_came_of_it_where_they_may_open_it(
    app: Flask, cast: Cast, wanted: HelpWanted, visibility: str, leads_to: str
) -> None:
    helping.claim(wanted, by=cast.editor, now=NOON)
    db.session.commit()
    plan_of_it(cast, wanted, visibility)

    send_all(app, clock.now())

    rows = db.select(InboxItem).where(InboxItem.user_id == cast.editor.id, InboxItem.kind == "help_wanted_settled")
    with force_locale("ja"):
        told = KINDS["help_wanted_settled"].render(db.session.scalars(rows).one().payload, "ja")
    assert str(told.url_path).startswith(leads_to)


def test_whoever_claimed_it_is_told_that_it_is_wanted_after_all(cast: Cast, wanted: HelpWanted) -> None:
    helping.claim(wanted, by=cast.chika, now=NOON)
    helping.settle(wanted, HelpState.RESOLVED, by=cast.botan, now=NOON)

    helping.want_again(wanted, by=cast.botan, now=NOON)

    assert told("help_wanted_again") == {cast.chika.id}


def test_whoever_settles_what_they_claimed_is_told_nothing(cast: Cast, wanted: HelpWanted) -> None:
    helping.claim(wanted, by=cast.chika, now=NOON)

    helping.settle(wanted, HelpState.RESOLVED, by=cast.chika, now=NOON)

    assert told("help_wanted_settled") == set()


def test_whoever_claimed_it_reads_what_came_of_it(app: Flask, cast: Cast, wanted: HelpWanted) -> None:
    helping.claim(wanted, by=cast.chika, now=NOON)
    helping.settle(wanted, HelpState.WITHDRAWN, by=cast.botan, now=NOON)
    db.session.commit()

    send_all(app, clock.now())

    inbox = cast.browser(cast.chika).get("/inbox/").text
    assert "Botanさんが取り下げました。" in inbox


def test_whoever_asked_is_told_once_who_claims_it_and_what_comes_next(
    app: Flask, cast: Cast, wanted: HelpWanted
) -> None:
    browser = cast.browser(cast.chika)

    for _press in range(2):
        browser.post(f"/sos/help/{wanted.id}/claim")
    send_all(app, clock.now())

    inbox = cast.browser(cast.botan).get("/inbox/").text
    assert inbox.count("Chikaさんが引き受けました") == 1
    assert "「片づいた」を押します" in inbox
    assert WHAT not in inbox
    assert told("help_wanted_claimed") == {cast.botan.id}


def test_whoever_claims_what_they_asked_for_is_told_nothing(cast: Cast, wanted: HelpWanted) -> None:
    helping.claim(wanted, by=cast.botan, now=NOON)
    helping.give_back(wanted, by=cast.botan, now=NOON)

    assert told("help_wanted_claimed") | told("help_wanted_given_back") == set()


def test_whoever_asked_is_told_that_it_is_given_back(app: Flask, cast: Cast, wanted: HelpWanted) -> None:
    browser = cast.browser(cast.chika)
    browser.post(f"/sos/help/{wanted.id}/claim")
    send_all(app, clock.now())

    browser.post(f"/sos/help/{wanted.id}/claim/delete")
    send_all(app, clock.now())

    inbox = cast.browser(cast.botan).get("/inbox/").text
    assert "手伝いが、また募集中になりました" in inbox
    assert "Chikaさんが続けられなくなりました" in inbox


def test_whoever_asked_is_told_that_who_claimed_it_left(cast: Cast, wanted: HelpWanted) -> None:
    helping.claim(wanted, by=cast.chika, now=NOON)

    leaving.move(cast.chika, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)

    assert told("help_wanted_given_back") == {cast.botan.id}


def test_a_claim_that_was_given_back_before_its_mail_went_is_not_told(
    app: Flask, cast: Cast, wanted: HelpWanted, sink: sinks.Sink
) -> None:
    helping.claim(wanted, by=cast.chika, now=NOON)
    helping.give_back(wanted, by=cast.chika, now=NOON)

    send_all(app, clock.now())

    [mail] = sink.mails
    assert "また募集中" in mail["Subject"]


def test_each_claim_is_told_by_itself(app: Flask, cast: Cast, wanted: HelpWanted) -> None:
    for hours in range(2):
        helping.claim(wanted, by=cast.chika, now=NOON + hours * HOUR)
        db.session.commit()
        send_all(app, clock.now())
        helping.give_back(wanted, by=cast.chika, now=NOON + hours * HOUR)
        db.session.commit()

    assert cast.browser(cast.botan).get("/inbox/").text.count("Chikaさんが引き受けました") == 2


def test_of_help_in_a_circle_that_is_closed_to_them_nobody_is_told(cast: Cast, wanted: HelpWanted) -> None:
    wanted.meeting.circle.visibility = Visibility.PARTICIPANTS

    helping.claim(wanted, by=cast.aki, now=NOON)

    assert told("help_wanted_claimed") == set()


def plan_of_it(cast: Cast, wanted: HelpWanted, visibility: str) -> None:
    browser = cast.browser(cast.chika)
    typed = fields(browser.get(f"/sos/help/{wanted.id}/session/new").text) | {"visibility": visibility}
    assert browser.post(f"/sos/help/{wanted.id}/session", data=typed).status_code == 303


def test_it_becomes_nothing_that_is_neither(cast: Cast, wanted: HelpWanted) -> None:
    browser = cast.browser(cast.chika)
    typed = fields(browser.get(f"/sos/help/{wanted.id}/session/new").text) | {"kind": "reading", "place": "3階"}

    answer = browser.post(f"/sos/help/{wanted.id}/session", data=typed)

    assert answer.status_code == 422
    assert 'value="3階"' in answer.text
    assert wanted.state is HelpState.OPEN


def test_whoever_leaves_gives_back_what_they_claimed(cast: Cast, wanted: HelpWanted) -> None:
    helping.claim(wanted, by=cast.chika, now=NOON)

    give_back(cast.chika, by=cast.admin, now=NOON)

    assert (wanted.state, wanted.claimed_by_id) == (HelpState.OPEN, None)


def test_a_merged_team_takes_its_help_wanted_along(cast: Cast, wanted: HelpWanted, other: Team) -> None:
    reorganizing.merge(cast.team, other, [hand_over], by=cast.admin, now=NOON)

    assert wanted.team_id == other.id
