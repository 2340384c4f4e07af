"""What comes between: two who press at once, people who leave, and a team that is closed."""

from functools import partial

import pytest
from flask import Flask

from studyhub import clock
from studyhub.actions.models import Action
from studyhub.circles.models import CircleState
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.departures import leaving
from studyhub.handing_in import parts_of_teams
from studyhub.meetings.models import Meeting
from studyhub.people.models import User, UserState
from studyhub.sos import asking, helping, queries, writing
from studyhub.sos.models import HelpWanted, Mood, TeamUpdate
from studyhub.sos.moves import HelpState
from studyhub.teams import reorganizing
from studyhub.teams.models import Team
from tests.at_once import at_once
from tests.cast import NOON, OF_PEOPLE, Cast
from tests.sos.conftest import DAY, HOUR, handed_in

WHAT = "負荷試験を一緒に見てくれる人"
TYPED = {"mood": "fine", "line": "解散の直前に書いた近況", "base": "0"}


@pytest.fixture
def wanted(cast: Cast, rounds: list[Meeting], other: Team) -> HelpWanted:
    handed_in(rounds[0], cast.team, cast.botan, wants=WHAT)
    db.session.commit()
    return queries.in_round(rounds[0])[0]


def claim(wanted_id: int, user_id: int) -> None:
    helping.claim(db.session.get_one(HelpWanted, wanted_id), by=db.session.get_one(User, user_id), now=NOON)


def hand_in(meeting_id: int, team_id: int, user_id: int, line: str) -> None:
    meeting, user = db.session.get_one(Meeting, meeting_id), db.session.get_one(User, user_id)
    writing.hand_in(meeting, team_id, writing.Words(Mood.FINE, line), base=0, by=user, now=NOON)


def leave(cast: Cast, user: User) -> None:
    leaving.move(user, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=clock.now())
    db.session.commit()


def test_of_two_who_claim_at_once_one_has_it(app: Flask, cast: Cast, wanted: HelpWanted) -> None:
    acts = [partial(claim, wanted.id, user.id) for user in (cast.chika, cast.editor)]

    ends = at_once(app, acts)

    assert ends == ["ClaimedByAnother", "done"]
    assert wanted.claimed_by_id in {cast.chika.id, cast.editor.id}


def test_of_two_of_a_team_who_hand_in_at_once_neither_writes_over_the_other(
    app: Flask, cast: Cast, rounds: list[Meeting]
) -> None:
    members = (cast.aki, cast.botan)

    ends = at_once(
        app, [partial(hand_in, rounds[0].id, cast.team.id, user.id, f"{user.name} が書いた") for user in members]
    )

    update = db.session.scalars(db.select(TeamUpdate)).one()
    assert ends == ["ChangedMeanwhile", "done"]
    assert (update.number, update.line) == (1, f"{update.author.name} が書いた")


def test_one_who_hands_in_while_it_is_written_down_for_them_is_told(
    app: Flask, cast: Cast, rounds: list[Meeting], other: Team
) -> None:
    clock.start_at(rounds[0].starts_at)
    meeting_id, team_id, now = rounds[0].id, other.id, rounds[0].starts_at

    def write(save: object, user_id: int) -> None:
        meeting, user = db.session.get_one(Meeting, meeting_id), db.session.get_one(User, user_id)
        save(meeting, team_id, writing.Words(Mood.FINE, user.name), base=0, by=user, now=now)  # type: ignore[operator]  # either

    acts = [partial(write, writing.hand_in, cast.chika.id), partial(write, writing.write_down, cast.aki.id)]

    ends = at_once(app, acts)

    assert ends in (["ChangedMeanwhile", "done"], ["WrittenByTeam", "done"])


@pytest.mark.parametrize("state", [CircleState.RUNNING, CircleState.FINISHED])
def test_what_somebody_claimed_who_leaves_is_open_again(cast: Cast, wanted: HelpWanted, state: CircleState) -> None:
    helping.claim(wanted, by=cast.chika, now=NOON)
    wanted.meeting.circle.state = state

    leave(cast, cast.chika)

    assert (wanted.state, wanted.claimed_by_id) == (HelpState.OPEN, None)
    assert "Chikaさんが引き受けました" not in cast.browser(cast.aki).get("/sos/").text


def test_what_a_leaver_claimed_comes_back_and_goes_to_those_who_are_left(
    cast: Cast, wanted: HelpWanted, rounds: list[Meeting]
) -> None:
    helping.claim(wanted, by=cast.chika, now=NOON)
    leave(cast, cast.chika)
    clock.start_at(rounds[2].ends_at)

    asking.escalate(rounds[2].ends_at)

    page = cast.browser(cast.aki).get(f"/sos/{rounds[3].id}/").text
    assert "引き受ける" in page
    assert "リーダーに届けました" in page


def test_what_somebody_is_to_do_who_leaves_comes_back_without_them(cast: Cast, rounds: list[Meeting]) -> None:
    clock.start_at(rounds[0].starts_at)
    cast.browser(cast.aki).post(
        f"/meetings/{rounds[0].id}/actions", data={"text": "日程を出す（Chika、12/20まで）", "kind": "action"}
    )
    action = db.session.scalars(db.select(Action)).one()
    action.owner_id = cast.chika.id

    leave(cast, cast.chika)

    page = cast.browser(cast.aki).get(f"/sos/{rounds[1].id}/").text
    assert action.owner_id is None
    assert "日程を出す" in page
    assert "Chika" in page


def test_a_team_that_was_closed_is_not_waited_for_and_keeps_what_it_wrote(
    app: Flask, cast: Cast, rounds: list[Meeting], other: Team
) -> None:
    handed_in(rounds[0], other, cast.chika, wants="解散前の頼み", line="最後の近況です")
    clock.start_at(rounds[0].ends_at + DAY)
    reorganizing.close(other, parts_of_teams(app), by=cast.admin, now=clock.now())
    browser = cast.browser(cast.chika)

    past, coming, everything = (browser.get(path).text for path in (*map(page_of, rounds[:2]), "/sos/"))
    answer = browser.post(f"/sos/{rounds[1].id}/teams/{other.id}/edit", data=TYPED)

    assert "最後の近況です" in past
    assert "取り下げ" in past
    assert "SUZURI" not in coming
    assert "解散前の頼み" not in coming
    assert "SUZURI の近況を書く" not in everything
    assert answer.status_code == 403
    assert "解散の直前に書いた近況" in answer.text
    asking.ask_for_cards(rounds[1].starts_at - HOUR)
    asked = set(db.session.scalars(db.select(OutboxMessage.recipient_id)))
    assert cast.chika.id not in asked


def page_of(meeting: Meeting) -> str:
    return f"/sos/{meeting.id}/"
