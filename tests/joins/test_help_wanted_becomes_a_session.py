"""Help that a team wants becomes a study session, or training, by one press: it closes with the link, which leads both
ways, and what was asked for is held and comes back in no round."""

from datetime import timedelta
from typing import Any

import pytest
from lxml import html

from studyhub import clock
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.teams.models import Team
from tests.cast import Cast
from tests.meetings.scenes import meetings_of
from tests.sos.conftest import HOUR, other, rounds
from tests.sos.weeks.pages import text, wishes_shown
from tests.term.hands import Hand

__all__ = ["other", "rounds"]
WHAT = "負荷試験を一緒に見てくれる人"
KINDS = [
    ("勉強会にする", "勉強会になりました", "minne の「手伝ってほしいこと」から生まれた勉強会"),
    ("トレーニングにする", "トレーニングになりました", "minne の「手伝ってほしいこと」から生まれたトレーニング"),
]


class Story:
    """Botan's team asks in the first round, and Chika of another team makes something of it."""

    def __init__(self, cast: Cast, rounds: list[Meeting], button: str) -> None:
        self.cast, self.team_id, self.rounds = cast, cast.team.id, [meeting.id for meeting in rounds]
        self.begins = [meeting.starts_at for meeting in rounds]
        self.button = button

    def hand(self, user: User) -> Hand:
        return Hand(self.cast.browser(user))

    def ask(self) -> None:
        clock.start_at(self.begins[0] - 2 * HOUR)
        card = f"/sos/{self.rounds[0]}/teams/{self.team_id}/edit"
        self.hand(self.cast.botan).press(card, "この内容で出す", mood="worried", line="セールの準備中です", wants=WHAT)

    def make(self) -> str:
        """In the round; the address of the circle that came of it."""
        clock.start_at(self.begins[0] + HOUR / 4)
        page = self.read(self.cast.chika, f"/sos/{self.rounds[0]}/wall?team={self.team_id}")
        [address] = page.xpath(f"//li[contains(., '{WHAT}')]//a[normalize-space()='{self.button} {WHAT}']/@href")
        self.hand(self.cast.chika).press(address, "この内容で開く")
        return f"/circles/{self.circle.slug}/"

    @property
    def circle(self) -> Circle:
        found: Circle = db.session.scalars(db.select(Circle).where(Circle.title == WHAT)).one()
        return found

    def read(self, user: User, address: str) -> Any:
        return html.fromstring(self.cast.browser(user).get(address).text)


@pytest.mark.parametrize(("button", "became", "came"), KINDS)
def test_help_wanted_becomes_a_session(
    cast: Cast, rounds: list[Meeting], other: Team, button: str, became: str, came: str
) -> None:
    story = Story(cast, rounds, button)
    story.ask()

    address = story.make()

    # Both ways: from the round to what came of it, and back to the line it came of.
    [line] = wishes_shown(story.read(cast.botan, f"/sos/{story.rounds[0]}/"))
    assert line == (WHAT, ("今回から", became))
    [back] = story.read(cast.botan, address).xpath(f"//a[normalize-space()='{came}']/@href")
    page, _hash, anchor = back.partition("#")
    [found] = story.read(cast.botan, page).xpath(f"//li[@id='{anchor}']")
    assert found.xpath(f".//a[@href='{address}']")


@pytest.mark.parametrize(("button", "became"), [kind[:2] for kind in KINDS])
def test_what_became_a_session_is_held_and_comes_back_no_more(
    cast: Cast, rounds: list[Meeting], other: Team, button: str, became: str
) -> None:
    story = Story(cast, rounds, button)
    story.ask()
    address = story.make()

    story.hand(cast.botan).press(address, "会に参加する")
    [session] = meetings_of(story.circle)
    session_id = session.id
    clock.start_at(session.ends_at + timedelta(minutes=1))
    story.hand(cast.chika).press(f"/meetings/{session_id}/attendance", "出席を確定")

    assert "2人出席" in text(story.read(cast.aki, address))
    clock.start_at(story.begins[1])
    assert WHAT not in text(story.read(cast.aki, f"/sos/{story.rounds[1]}/"))
    card = story.read(cast.botan, f"/sos/{story.rounds[1]}/teams/{story.team_id}/edit")
    assert WHAT not in text(card)
    assert (WHAT, became) in settled_lately(story.read(cast.aki, "/sos/"))


def settled_lately(page: Any) -> list[tuple[str, str]]:
    """What was settled, and what came of it."""
    lines = page.xpath("//section[@aria-labelledby='settled']//li")
    return [(text(line.xpath(".//p[1]")[0]), text(line.xpath("(.//p)[2]/a")[0])) for line in lines]
