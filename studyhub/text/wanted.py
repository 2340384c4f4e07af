"""What somebody looks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Wanted:
    """What is looked for, as `searching.words_of` hands it out, and what confines it; None confines nothing.

    `team_names` are those of all teams by their ids, where the reader may know of teams: people are found by them.
    """

    words: Sequence[str]
    circle_id: int | None = None
    team_id: int | None = None
    since: datetime | None = None
    team_names: Mapping[int, str] = field(default_factory=dict)
