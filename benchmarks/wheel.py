"""Half a year of drills, picked by the wheel and at random: how many are ready in the end, who took how many.

    python -m benchmarks.wheel

prints the tables of docs/training.md.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from statistics import median

from studyhub.drills.wheel import picking
from studyhub.drills.wheel.facts import Board, PersonFacts, ScenarioFacts, ServiceFacts
from studyhub.drills.wheel.needs import WANTED
from studyhub.drills.wheel.picking import Lack, Pick
from studyhub.services.states import MOVES, ReadinessState, Standing, standing

BEGINS = date(2026, 4, 7)
A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)
SEEDS = range(20)
# As the product sets it.
STALE_MONTHS = 6


@dataclass(frozen=True)
class Setting:
    """An organisation, and what is assumed of it."""

    people: int = 12
    services: int = 8
    weeks: int = 26
    scenarios: int = 6
    # How likely a responder passes, how many passes whoever signs off wants to see, how likely somebody is away, and
    # whether each week somebody is on nights and asked for nothing.
    passes: float = 0.85
    wanted: int = 2
    away: float = 0.1
    has_nights: bool = True


@dataclass
class Progress:
    """How far a person is with a service."""

    state: ReadinessState | None = None
    since: date = BEGINS
    passed: int = 0

    def move_to(self, state: ReadinessState, day: date) -> None:
        """Move as the product's table allows."""
        if state not in MOVES[self.state]:
            raise ValueError((self.state, state))
        self.state, self.since = state, day


def _at(day: date) -> datetime:
    return datetime.combine(day, time(7), UTC)


@dataclass
class HalfYear:
    """One run. What happens by chance, absences and passing, is drawn apart from what the picker draws."""

    setting: Setting
    seed: int
    chance: Random = field(init=False)
    progress: dict[tuple[int, int], Progress] = field(init=False)
    seen: dict[int, set[int]] = field(init=False)
    took: Counter[int] = field(default_factory=Counter)
    examined: Counter[int] = field(default_factory=Counter)
    played: Counter[int] = field(default_factory=Counter)
    last_on: dict[int, date] = field(default_factory=dict)
    examined_on: dict[int, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)  # noqa: S311 -- a simulation
        pairs = [(user, service) for user in self.users for service in self.services]
        self.progress = {pair: Progress() for pair in pairs}
        self.seen = {}
        for service in self.services:
            author = self.author(service)
            self.progress[author, service] = Progress(ReadinessState.READY)
            self.seen |= {scenario: {author} for scenario in self.scenarios_of(service)}

    @property
    def users(self) -> range:
        return range(1, self.setting.people + 1)

    @property
    def services(self) -> range:
        return range(1, self.setting.services + 1)

    def scenarios_of(self, service: int) -> range:
        """The scenarios of a service, all written by whoever is ready for it at the start."""
        return range(100 * service, 100 * service + self.setting.scenarios)

    def author(self, service: int) -> int:
        """Who is ready for a service at the start."""
        return (service - 1) % self.setting.people + 1

    def standing(self, user: int, service: int, day: date) -> Standing:
        """How far somebody is on a day, by the product's own rule."""
        one = self.progress[user, service]
        return standing(one.state, _at(one.since), _at(day), stale_months=STALE_MONTHS)

    def ready(self, service: int, day: date) -> int:
        """How many are ready for a service on a day."""
        return sum(self.standing(user, service, day) is Standing.READY for user in self.users)

    def board(self, day: date, there: set[int]) -> Board:
        """What the wheel is told on a day."""
        people = [
            PersonFacts(
                id=user,
                name=f"P{user}",
                standings={service: self.standing(user, service, day) for service in self.services},
                can_come=user in there,
                took=self.took[user],
                last_on=self.last_on.get(user),
                examined=self.examined[user],
                examined_last_on=self.examined_on.get(user),
            )
            for user in self.users
        ]
        scenarios = [
            ScenarioFacts(
                one, f"S{one}", service, self.author(service), frozenset(self.seen[one]), played=self.played[one]
            )
            for service in self.services
            for one in self.scenarios_of(service)
        ]
        return Board([ServiceFacts(one, f"service-{one}") for one in self.services], people, scenarios)

    def scenario(self, one: int, service: int) -> ScenarioFacts:
        """What the wheel is told of a scenario."""
        seen = frozenset(self.seen[one])
        return ScenarioFacts(one, f"S{one}", service, self.author(service), seen, played=self.played[one])

    def play(self, pick: Pick, day: date) -> None:
        """Hold a drill: both know the answer then, and whoever passes goes on."""
        responder, service, scenario = pick.responder.id, pick.service.id, pick.scenario.id
        examiner = pick.examiner.id if pick.examiner else self.author(service)
        self.examined[examiner] += 1
        self.took[responder] += 1
        self.played[scenario] += 1
        self.last_on[responder] = self.examined_on[examiner] = day
        self.seen[scenario] |= {responder, examiner}
        if self.chance.random() < self.setting.passes:
            one = self.progress[responder, service]
            one.passed += 1
            if one.state is None:
                one.move_to(ReadinessState.PRACTISING, day)
            elif self.standing(responder, service, day) is Standing.READY:
                one.since = day

    def sign_off(self, day: date) -> None:
        """Whoever passed often enough shadows from the week after on, and is ready another week later."""
        for one in self.progress.values():
            if one.since > day - A_WEEK or one.passed < self.setting.wanted:
                continue
            if one.state is ReadinessState.PRACTISING:
                one.move_to(ReadinessState.SHADOWING, day)
            elif one.state is ReadinessState.SHADOWING:
                one.move_to(ReadinessState.READY, day)


Picker = Callable[[Board, str], Pick | Lack]


def by_the_wheel(board: Board, seed: str) -> Pick | Lack:
    """What the product proposes."""
    return picking.pick_drill(board, seed=seed)


def at_random(board: Board, seed: str) -> Pick | Lack:
    """Any scenario, anybody there who has not seen its answer, and any examiner who is ready and there."""
    chance = Random(seed)  # noqa: S311 -- a simulation
    there = [one for one in board.people if one.can_come]
    for scenario in chance.sample(board.scenarios, len(board.scenarios)):
        ready = [one for one in there if one.standing(scenario.service_id) is Standing.READY]
        for responder in chance.sample([one for one in there if one.id not in scenario.seen], 1):
            examiners = [one for one in ready if one is not responder]
            if examiners:
                service = next(one for one in board.services if one.id == scenario.service_id)
                return Pick(scenario, service, responder, chance.choice(examiners), [], [])
    return Lack.ALL_SEEN


@dataclass(frozen=True)
class Outcome:
    """What came of half a year: how many are ready for each service, how often each person responded and examined."""

    ready: Sequence[int]
    took: Sequence[int]
    examined: Sequence[int]

    @property
    def missing(self) -> int:
        """How many ready people are missing of three for each service."""
        return sum(max(0, WANTED - count) for count in self.ready)

    @property
    def apart(self) -> int:
        """How many drills the two people furthest apart are apart."""
        return max(self.took) - min(self.took)


def run(setting: Setting, seed: int, picker: Picker) -> Outcome:
    """Half a year, with two drills a week."""
    half_year = HalfYear(setting, seed)
    for week in range(setting.weeks):
        on_nights = {half_year.chance.choice(half_year.users)} if setting.has_nights else set()
        for day in (BEGINS + A_WEEK * week, BEGINS + A_WEEK * week + 3 * A_DAY):
            half_year.sign_off(day)
            away = {one for one in half_year.users if half_year.chance.random() < setting.away}
            pick = picker(half_year.board(day, set(half_year.users) - away - on_nights), f"{seed}:{day}")
            if isinstance(pick, Pick) and pick.examiner:
                half_year.play(pick, day)
    ends = BEGINS + A_WEEK * setting.weeks
    half_year.sign_off(ends)
    ready = [half_year.ready(one, ends) for one in half_year.services]
    users = half_year.users
    return Outcome(ready, [half_year.took[one] for one in users], [half_year.examined[one] for one in users])


SETTINGS = {
    "two passes, 85 % pass": Setting(),
    "nobody away but on nights": Setting(away=0),
    "everybody passes": Setting(passes=1),
    "75 % pass": Setting(passes=0.75),
    "one pass is enough, 75 % pass": Setting(passes=0.75, wanted=1),
}
PICKERS = {"the wheel": by_the_wheel, "at random": at_random}


def line(setting: Setting, picker: Picker) -> tuple[str, ...]:
    """The cells of a row: over all seeds, how often each property held, and the median and worst of the figures."""
    found = [run(setting, seed, picker) for seed in SEEDS]
    enough, even = sum(not one.missing for one in found), sum(one.apart <= 1 for one in found)
    fewest = [min(one.ready) for one in found]
    return (
        f"{enough} of {len(found)}",
        f"{median(fewest):.0f} / {min(fewest)}",
        f"{sum(one.missing for one in found) / len(found):.1f}",
        f"{even} of {len(found)}",
        _of([one.apart for one in found]),
        _of([max(one.examined) for one in found]),
    )


def _of(values: Sequence[int]) -> str:
    return f"{median(values):.0f} / {max(values)}"


if __name__ == "__main__":
    for name, setting in SETTINGS.items():
        for way, picker in PICKERS.items():
            print(f"| {name} | {way} | {' | '.join(line(setting, picker))} |", flush=True)
