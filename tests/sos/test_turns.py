"""The order in which teams talk stays while they talk: none is called twice, and none is left out."""

import re

import pytest

from studyhub import clock
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.sos import writing
from studyhub.sos.models import Mood
from studyhub.teams.models import Team
from tests.cast import Cast
from tests.sos.conftest import HOUR, handed_in

WORDS = writing.Words(Mood.FINE, "Sale in two weeks", "", "")


def turns(cast: Cast, meeting: Meeting) -> list[str]:
    """The names on the wall, one after another."""
    wall = cast.browser(cast.aki).get(f"/sos/{meeting.id}/wall").text
    return re.findall(r'<a href="/sos/\d+/wall\?team=\d+">(.*?)</a>', wall)


def at_work(meeting: Meeting) -> None:
    """Five minutes into the round."""
    db.session.commit()
    clock.start_at(meeting.starts_at + HOUR / 12)


@pytest.mark.parametrize("is_written_down", [False, True])
def test_a_team_that_writes_while_others_talk_keeps_its_turn(
    cast: Cast, rounds: list[Meeting], other: Team, is_written_down: bool
) -> None:
    handed_in(rounds[0], other, cast.chika)
    at_work(rounds[0])
    assert turns(cast, rounds[0]) == ["SUZURI", "minne"]
    write, by = (writing.write_down, cast.chika) if is_written_down else (writing.hand_in, cast.botan)

    write(rounds[0], cast.team.id, WORDS, base=0, by=by, now=clock.now())
    db.session.commit()

    assert turns(cast, rounds[0]) == ["SUZURI", "minne"]


@pytest.mark.parametrize("name", ["botan", "chika"])
def test_a_team_that_changes_its_card_meanwhile_keeps_its_turn(
    cast: Cast, rounds: list[Meeting], other: Team, name: str
) -> None:
    changing: User = getattr(cast, name)
    for team, by in ((cast.team, cast.botan), (other, cast.chika)):
        handed_in(rounds[0], team, by)
    at_work(rounds[0])
    team = cast.team if changing is cast.botan else other

    writing.hand_in(rounds[0], team.id, WORDS, base=1, by=changing, now=clock.now())
    db.session.commit()

    assert turns(cast, rounds[0]) == ["minne", "SUZURI"]
