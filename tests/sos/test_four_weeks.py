"""Four weeks of rounds, one of them on a holiday, played with a moved clock: pages, notes and messages say what the
model says. What people do is drawn by a seed, around what has to happen: a team is silent, a card comes late, help
that nobody gives, help that becomes a session, something decided and something to do."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from studyhub import clock
from studyhub.db import db
from studyhub.delivery import worker
from tests.cast import Cast
from tests.delivery.conftest import work_off
from tests.sos.weeks import pages
from tests.sos.weeks.hands import Hands
from tests.sos.weeks.model import ORGANIZER, PEOPLE, TEAMS, Rounds, Wish

TOKYO = ZoneInfo("Asia/Tokyo")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# 11 January is the Coming of Age Day: its round is a day later, or its week is left out and another one put behind.
DAYS = {"next": ("2026-12-28", "2027-01-04", "2027-01-12", "2027-01-18")}
DAYS["skip"] = (*DAYS["next"][:2], "2027-01-18", "2027-01-25")
STUBBORN, TAUGHT = "夜でも打てるようにしたい", "負荷試験を一緒に見る人"
DECIDED, TO_DO = "年始は凍結する", "日程を出す"


class Play:
    """The real rounds beside the model."""

    def __init__(self, app: Flask, cast: Cast, rule: str, seed: int) -> None:
        self.app, self.draw, self.steps = app, random.Random(seed), 0  # noqa: S311 -- draws steps, no secrets
        self.hands, self.now = Hands(cast), datetime(2026, 12, 1, 12, tzinfo=TOKYO)
        begins = [datetime.fromisoformat(f"{day} 13:00").replace(tzinfo=TOKYO) for day in DAYS[rule]]
        self.model, self.rule = Rounds(begins), rule
        teams = list(TEAMS)
        # In the third round a team says nothing, in the second one is late; of the others it is drawn.
        self.silent, self.late = (2, self.draw.choice(teams)), (1, self.draw.choice(teams))
        self.session = ""

    def begin(self) -> None:
        found = self.hands.plan(self.rule, len(self.model.begins))
        assert found == self.model.begins

    def at(self, moment: datetime, act: Callable[[], None] | None = None) -> None:
        """Let it be that moment, do something, let a worker look, and compare."""
        self.now = moment
        if act:
            act()
        db.session.commit()
        worker.run_ticks(self.app, moment.astimezone(UTC))
        work_off(self.app, moment.astimezone(UTC))
        self.model.look(moment)
        assert (f"{moment:%m-%d %H:%M}", self.differences()) == (f"{moment:%m-%d %H:%M}", [])

    def differences(self) -> list[tuple[Any, ...]]:
        """What a page says, and what it should; each step another reader looks at another round."""
        self.steps += 1
        hands, model, now = self.hands, self.model, self.now
        who = PEOPLE[self.steps % len(PEOPLE)]
        mine = next(team for team, members in TEAMS.items() if who in members)
        here = next((one for one in range(4) if now < model.ends(one)), 3)
        any_round, any_team = self.draw.randrange(4), self.draw.choice(list(TEAMS))
        told = [
            ("home", pages.home_shown(hands, who), model.waits_at_home(who, now)),
            ("wanted", pages.list_shown(hands, who), pages.list_meant(model, now)),
            ("card", pages.card_shown(hands, who, here, mine), pages.card_meant(model, here, mine, now)),
            ("wall", pages.wall_shown(hands, who, here, any_team), pages.wall_meant(model, here, any_team, now)),
            ("told", pages.told_shown(hands, who), pages.told_meant(model, who)),
            *(
                (f"round {one}", pages.round_shown(hands, who, one), pages.round_meant(model, one, now))
                for one in {here, any_round}
            ),
        ]
        return [(who, *one) for one in told if one[1] != one[2]]

    # What happens in a round

    def play(self, round_: int) -> None:
        begin = self.model.begins[round_]
        self.at(begin - DAY - HOUR)
        self.at(begin - DAY + MINUTE)
        turns = self.draw.sample(list(TEAMS), 3)
        for hours, team in zip(sorted(self.draw.sample(range(4, 20), 3), reverse=True), turns, strict=True):
            if (round_, team) not in (self.silent, self.late):
                self.at(begin - hours * HOUR, lambda team=team: self.write(round_, team))  # type: ignore[misc]  # bound now
        self.at(begin - 2 * HOUR)
        self.at(begin)
        for team in self.model.silent(round_):
            if (round_, team) != self.silent:
                self.at(begin + 5 * MINUTE, lambda team=team: self.come_late(round_, team))  # type: ignore[misc]  # bound now
        self.at(begin + 10 * MINUTE, lambda: self.settle_things(round_))
        self.at(begin + 15 * MINUTE, lambda: self.begin_note(round_))
        self.at(begin + 20 * MINUTE, lambda: self.help(round_))
        self.at(self.model.ends(round_) + MINUTE)
        self.at(begin + DAY, lambda: self.help(round_))

    def write(self, round_: int, team: str) -> None:
        """A card, perhaps as a draft before, with what else is wanted, and whether the old is still wanted."""
        who, model = self.draw.choice(TEAMS[team]), self.model
        mood, line = self.draw.choice(["fine", "worried", "short_handed"]), f"{team} の{round_ + 1}回目の近況です"
        if self.draw.random() < 0.3:
            self.hands.write(who, round_, team, "下書きとして保存", mood=mood, line="書きかけ")
            model.draft(round_, team, mood, "書きかけ")
        settled = [one for one in model.asked_again(round_, team) if self.is_free(one) and self.draw.random() < 0.2]
        states = {one.what: self.draw.choice(["resolved", "withdrawn"]) for one in settled}
        answers = {self.hands.answer_name(who, round_, team, what): state for what, state in states.items()}
        wants = self.wants(round_, team)
        self.hands.write(who, round_, team, "この内容で出す", mood=mood, line=line, wants=wants, **answers)
        model.hand_in(round_, team, mood, line, wants, who=who, now=self.now)
        for one in settled:
            model.settle(one, states[one.what], now=self.now)

    def wants(self, round_: int, team: str) -> str:
        if round_ == 0:
            return {"EC": STUBBORN, "SUZURI": TAUGHT}.get(team, "")
        return f"{team} の第{round_ + 1}の頼み" if self.draw.random() < 0.6 else ""

    @staticmethod
    def is_free(wish: Wish) -> bool:
        """Whether nothing has to become of it."""
        return wish.what not in (STUBBORN, TAUGHT)

    def come_late(self, round_: int, team: str) -> None:
        """They write themselves, or whoever leads the round writes down what they say."""
        if (round_, team) == self.late or team == "minne" or self.draw.random() < 0.5:
            self.write(round_, team)
            return
        self.hands.write(ORGANIZER, round_, team, "この内容で出す", mood="fine", line=f"{team} から聞きました")
        self.model.write_down(round_, team, "fine", f"{team} から聞きました", now=self.now)

    def settle_things(self, round_: int) -> None:
        """In the first round something is decided and given to do; it is done, and dropped, in the fourth."""
        hands, model = self.hands, self.model
        if round_ == 0:
            hands.keep(ORGANIZER, 0, DECIDED, "決定事項に加える")
            hands.keep(ORGANIZER, 0, TO_DO, "宿題に加える")
            model.decided[DECIDED] = model.to_do[TO_DO] = 0
        if round_ == 3:
            hands.finish(ORGANIZER, 3, TO_DO)
            hands.drop(ORGANIZER, 3, DECIDED)
            model.to_do.clear()
            model.decided.clear()

    def begin_note(self, round_: int) -> None:
        source = self.hands.begin_note(ORGANIZER, round_)
        assert pages.note_shown(source) == pages.note_meant(self.model, round_)

    def help(self, round_: int) -> None:
        """Somebody takes something on, gives it back, or settles it; after the second round one becomes a session."""
        if round_ == 1 and self.now > self.model.ends(1):
            self.plan_session()
        for wish in self.model.unsettled():
            if wish.round > round_ or self.draw.random() < 0.4:
                continue
            if wish.state == "open":
                who = self.draw.choice(PEOPLE)
                self.hands.press_help(who, wish.round, wish, "引き受ける")
                self.model.claim(wish, who)
            elif self.is_free(wish) and self.draw.random() < 0.5:
                self.hands.press_help(wish.claimed_by, wish.round, wish, "片づいた")
                self.model.settle(wish, "resolved", now=self.now)
            else:
                self.hands.press_help(wish.claimed_by, wish.round, wish, "手放す")
                self.model.give_back(wish)

    def plan_session(self) -> None:
        wish = next(one for one in self.model.wishes if one.what == TAUGHT)
        self.session = self.hands.plan_session("Dai", wish, f"{self.now + DAY:%Y-%m-%d}")
        self.model.become(wish, "Dai", now=self.now)

    def hold_session(self) -> None:
        """It takes place, and its page leads back to the round in which it was asked for."""
        self.hands.hold_session("Dai", self.session)
        page = self.hands.of["Botan"].read(self.session)
        assert page.xpath(f"//a[starts-with(@href, '{self.hands.page(0)}#help-')]")
        assert "1人出席" in pages.text(page)


@pytest.mark.parametrize(("rule", "seed"), [("next", 1), ("skip", 2)])
def test_rounds_are_those_of_the_model(
    app: Flask, cast: Cast, rule: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    play = Play(app, cast, rule, seed)
    # A clock that ran on between two steps would tell a slow machine other things than a quick one.
    monkeypatch.setattr(clock, "now", lambda: play.now.astimezone(UTC))
    play.begin()

    for round_ in range(4):
        play.play(round_)
        if round_ == 1:
            play.at(play.now + DAY + 8 * HOUR, play.hold_session)

    model = play.model
    stubborn = next(one for one in model.wishes if one.what == STUBBORN)
    assert stubborn.is_told
    assert [kind for _who, kind in model.told].count("long") >= 1
    assert model.is_late(*play.late)
    assert play.silent[1] in model.silent(2)
