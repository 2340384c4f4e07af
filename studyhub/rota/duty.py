"""What somebody who looks at night has to know: who is on duty, until when, and who comes next."""

from dataclasses import dataclass
from datetime import datetime

from studyhub.db import db
from studyhub.rota import queries
from studyhub.rota.models import Shift


@dataclass(frozen=True)
class Page:
    """The shifts that run, those that begin next, and the reader's next one. Nothing runs in the day of the teams."""

    now: datetime
    running: list[Shift]
    coming: list[Shift]
    mine: Shift | None
    is_planned: bool

    @property
    def next_at(self) -> datetime | None:
        """When the next shifts begin."""
        return self.coming[0].starts_at if self.coming else None


def page(user_id: int, *, now: datetime) -> Page:
    """The page of a moment, for a reader."""
    running = queries.on_duty(now)
    coming = queries.coming(now)
    mine = db.session.scalar(queries.shifts_of_person(user_id, now).limit(1))
    return Page(now, running, coming, mine, is_planned=bool(running or coming))
