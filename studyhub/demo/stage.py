"""What every part of the demo needs at hand."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from studyhub.demo.timeline import Timeline
from studyhub.people.models import User

SEED = 20140401
EXAMPLE = "@example.com"


@dataclass
class Stage:
    """The moment the demo is made for, chance that is the same every time, and its people by the name in their address.

    `administrators` is admin@example.com, or where the organisation had an administrator before, that one too: then
    admin@example.com is an editor and organiser without the right.
    """

    now: datetime
    people: dict[str, User]
    administrators: list[User]
    timeline: Timeline = field(default_factory=Timeline)
    chance: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 -- nothing secret depends on it

    def person(self, name: str) -> User:
        """The person of that name, such as "egami.sota"; "admin" is the administrator."""
        return self.people[name]
