"""What the wheel is told: plain values, whatever database they come from."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from studyhub.services.states import Standing


@dataclass(frozen=True)
class ServiceFacts:
    """A service that is run, and in how many nights of the last month its alerts woke somebody."""

    id: int
    name: str
    woke: int = 0


@dataclass(frozen=True)
class PersonFacts:
    """Somebody who works here and is not on leave.

    `can_come` says that they may open the session, are not away at its hours, and were not on duty in the night before
    it. `took` and `examined` are drills of the last half-year; the days are those of the last ones, however long ago.
    """

    id: int
    name: str
    standings: Mapping[int, Standing] = field(default_factory=dict)
    can_come: bool = True
    would_rather_not: bool = False
    took: int = 0
    to_come: int = 0
    last_on: date | None = None
    examined: int = 0
    to_examine: int = 0
    examined_last_on: date | None = None

    def standing(self, service_id: int) -> Standing:
        """How far they are with a service."""
        return self.standings.get(service_id, Standing.COLD)

    @property
    def drills(self) -> int:
        """Those they responded in, and those they are to respond in."""
        return self.took + self.to_come

    @property
    def examining(self) -> int:
        """Those they examined, and those they are to examine."""
        return self.examined + self.to_examine


@dataclass(frozen=True)
class ScenarioFacts:
    """A scenario that is asked, without a word of its answer.

    `seen` are those who know the answer; `to_respond` those named responder of a drill on it that is not told yet.
    `woke` is in how many nights of the last month the alert it was made from woke somebody. One that `is_in_session` is
    played there already: who is in the room would hear its answer.
    """

    id: int
    title: str
    service_id: int
    author_id: int
    seen: frozenset[int] = frozenset()
    to_respond: frozenset[int] = frozenset()
    woke: int = 0
    played: int = 0
    is_in_session: bool = False

    def is_open_to(self, person: PersonFacts) -> bool:
        """Whether somebody can be asked to respond to it in the session."""
        return not self.is_in_session and self.is_unseen_by(person)

    def is_unseen_by(self, person: PersonFacts) -> bool:
        """Whether somebody could respond to it, in whichever session."""
        return person.id not in self.seen and person.id not in self.to_respond


@dataclass(frozen=True)
class Board:
    """All that one pick is made from."""

    services: Sequence[ServiceFacts]
    people: Sequence[PersonFacts]
    scenarios: Sequence[ScenarioFacts]

    @cached_property
    def by_standing(self) -> Mapping[tuple[int, Standing], Sequence[PersonFacts]]:
        """Who is how far with which service, whoever has begun it."""
        found: dict[tuple[int, Standing], list[PersonFacts]] = defaultdict(list)
        for one in self.people:
            for service_id, how_far in one.standings.items():
                found[service_id, how_far].append(one)
        return found

    def ready_for(self, service_id: int) -> Sequence[PersonFacts]:
        """Who can be left alone with a service now."""
        return self.by_standing.get((service_id, Standing.READY), ())

    @cached_property
    def able(self) -> Mapping[int, PersonFacts]:
        """Who can come, by their ids."""
        return {one.id: one for one in self.people if one.can_come}

    def examiners(self, scenario: ScenarioFacts) -> set[int]:
        """The ids of those who can come and are ready for its service, or have seen the answer."""
        ready = {one.id for one in self.ready_for(scenario.service_id)}
        return ((ready | scenario.seen) & self.able.keys()) - scenario.to_respond
