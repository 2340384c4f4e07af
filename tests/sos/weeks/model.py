"""Rounds in plain lists and dicts, by the rules of docs/rules.md: what every page and message must agree with.

People and teams are names, rounds are numbers from 0. It asks the product nothing and shares no line with it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

LENGTH, CLOSES_AFTER = timedelta(minutes=30), timedelta(hours=24)
LEADS_ASKED, ALL_ASKED = timedelta(hours=24), timedelta(hours=3)
ROUNDS_UNTIL_LEADS = 3
ORGANIZER = "Aki"
# Who is in a team, and who leads it.
TEAMS = {"EC": ("Eri", "Fumi"), "minne": ("Aki", "Botan"), "SUZURI": ("Chika", "Dai")}
LEADS = {"EC": (), "minne": ("Aki",), "SUZURI": ("Chika",)}
PEOPLE = sorted(person for members in TEAMS.values() for person in members)
UNSETTLED = ("open", "claimed")


@dataclass
class Wish:
    """Help wanted: in which round it was asked, by which team."""

    what: str
    team: str
    round: int
    asked_at: datetime
    asked_by: str
    state: str = "open"
    claimed_by: str = ""
    closed_at: datetime | None = None
    became: bool = False
    is_told: bool = False

    @property
    def is_unsettled(self) -> bool:
        return self.state in UNSETTLED


@dataclass
class Card:
    """What a team says; without `at` it is a draft, and `first` is when it was no draft any more."""

    mood: str
    line: str
    number: int = 1
    at: datetime | None = None
    first: datetime | None = None
    is_spoken: bool = False


@dataclass
class Rounds:
    """`told` is who was told what, in order; `decided` and `to_do` are what comes back, by the round they are of."""

    begins: list[datetime]
    cards: dict[tuple[int, str], Card] = field(default_factory=dict)
    wishes: list[Wish] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    asked: set[tuple[int, str, str]] = field(default_factory=set)
    decided: dict[str, int] = field(default_factory=dict)
    to_do: dict[str, int] = field(default_factory=dict)

    # What is so

    def ends(self, round_: int) -> datetime:
        return self.begins[round_] + LENGTH

    def handed_in(self, round_: int, team: str) -> Card | None:
        card = self.cards.get((round_, team))
        return card if card and card.at else None

    def written(self, round_: int) -> list[str]:
        """The teams in the order in which they talk, as far as they have written."""
        return [team for team in self.turns(round_) if self.handed_in(round_, team)]

    def turns(self, round_: int) -> list[str]:
        """All teams in the order in which they talk: those that had written nothing when it began are the last."""
        return sorted(TEAMS, key=lambda team: not self.was_there(round_, team))

    def was_there(self, round_: int, team: str) -> bool:
        card = self.handed_in(round_, team)
        return card is not None and card.first is not None and card.first < self.begins[round_]

    def silent(self, round_: int) -> list[str]:
        return [team for team in TEAMS if not self.handed_in(round_, team)]

    def is_late(self, round_: int, team: str) -> bool:
        card = self.handed_in(round_, team)
        return card is not None and card.at is not None and card.at >= self.begins[round_]

    def unsettled(self) -> list[Wish]:
        return [one for one in self.wishes if one.is_unsettled]

    def new_in(self, round_: int, team: str) -> list[Wish]:
        return [one for one in self.wishes if (one.round, one.team) == (round_, team)]

    def carried_into(self, round_: int, now: datetime) -> list[Wish]:
        """What comes back in a round that is not over."""
        return [] if now >= self.ends(round_) else [one for one in self.unsettled() if one.round < round_]

    def asked_again(self, round_: int, team: str) -> list[Wish]:
        """What a card asks of: whether it is still wanted."""
        return [one for one in self.unsettled() if one.team == team and one.round <= round_]

    def age_in(self, wish: Wish, round_: int, now: datetime) -> tuple[int, int]:
        """The how-manieth round with it a round is, and since how many days it stands."""
        return max(round_ - wish.round + 1, 1), self.days(wish, now)

    def age(self, wish: Wish, now: datetime) -> tuple[int, int]:
        """As of the round that runs or comes next, or of the last."""
        over = sum(begin + LENGTH <= now for begin in self.begins)
        return self.age_in(wish, min(over, len(self.begins) - 1), now)

    @staticmethod
    def days(wish: Wish, now: datetime) -> int:
        def day(moment: datetime) -> date:
            return moment.date()

        return (day(wish.closed_at or now) - day(wish.asked_at)).days

    def waits_at_home(self, who: str, now: datetime) -> list[str]:
        """For whose card this person is waited for."""
        found = []
        for round_, begin in enumerate(self.begins):
            for team in self.silent(round_):
                is_all = begin - ALL_ASKED <= now
                is_asked = who in (TEAMS[team] if is_all else LEADS[team] or TEAMS[team])
                if is_asked and begin - LEADS_ASKED <= now < self.ends(round_):
                    found.append(team)
        return sorted(found)

    # What people do

    def draft(self, round_: int, team: str, mood: str, line: str) -> None:
        before = self.cards.get((round_, team))
        self.cards[round_, team] = Card(mood, line, before.number + 1 if before else 1)

    def hand_in(self, round_: int, team: str, mood: str, line: str, wants: str, *, who: str, now: datetime) -> None:
        before = self.cards.get((round_, team))
        first = (before and before.first) or now
        self.cards[round_, team] = Card(mood, line, before.number + 1 if before else 1, now, first)
        if wants:
            self.wishes.append(Wish(wants, team, round_, now, who))

    def write_down(self, round_: int, team: str, mood: str, line: str, *, now: datetime) -> None:
        self.hand_in(round_, team, mood, line, "", who=ORGANIZER, now=now)
        self.cards[round_, team].is_spoken = True

    def claim(self, wish: Wish, who: str) -> None:
        wish.state, wish.claimed_by = "claimed", who

    def give_back(self, wish: Wish) -> None:
        wish.state, wish.claimed_by = "open", ""

    def settle(self, wish: Wish, state: str, *, now: datetime) -> None:
        wish.state, wish.closed_at = state, now

    def become(self, wish: Wish, who: str, *, now: datetime) -> None:
        self.settle(wish, "resolved", now=now)
        wish.became = True
        if wish.asked_by != who:
            self.told.append((wish.asked_by, "became"))

    # What a worker does when it looks

    def look(self, now: datetime) -> None:
        for round_, begin in enumerate(self.begins):
            if begin - LEADS_ASKED <= now < begin:
                self._ask(round_)
        for wish in self.unsettled():
            over = [one for one in range(wish.round, len(self.begins)) if self.ends(one) <= now]
            if len(over) >= ROUNDS_UNTIL_LEADS and not wish.is_told:
                wish.is_told = True
                self.told += [(who, "long") for who in self._leads(wish)]

    def _ask(self, round_: int) -> None:
        for team in self.silent(round_):
            for who in LEADS[team] or TEAMS[team]:
                if (round_, team, who) not in self.asked:
                    self.asked.add((round_, team, who))
                    self.told.append((who, "card"))

    def _leads(self, wish: Wish) -> set[str]:
        teams = {wish.team} | {team for team, members in TEAMS.items() if wish.claimed_by in members}
        return {who for team in teams for who in LEADS[team] or TEAMS[team]}
