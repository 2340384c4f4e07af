"""What happens in the demo, in the order of time: nothing knows of what comes later."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Protocol


class Act(Protocol):
    """Something somebody does, at the moment it is given."""

    def __call__(self, *, now: datetime) -> object:
        """Do it; what it hands back is of no use to anybody."""


@dataclass
class Timeline:
    """Acts that wait for their moment. Those of one moment keep the order in which they were added."""

    _waiting: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    def at(self, moment: datetime, act: Act) -> None:
        """Let something happen at a moment; an act may add further ones."""
        heapq.heappush(self._waiting, (moment, next(self._numbers), act))

    def play(self, until: datetime, on_act: Callable[[int], None]) -> int:
        """Do everything up to a moment and say how much that was; what lies after it never happens."""
        done = 0
        while self._waiting and self._waiting[0][0] <= until:
            moment, _, act = heapq.heappop(self._waiting)
            act(now=moment)
            done += 1
            on_act(done)
        return done
