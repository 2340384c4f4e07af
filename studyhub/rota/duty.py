"""What somebody who looks at night has to know: who is on duty, until when, and who comes next."""

from dataclasses import dataclass
from datetime import datetime

from studyhub.db import db
from studyhub.rota import queries
from studyhub.rota.models import Shift
from studyhub.rota.planning.cutting import A_DAY, cut
from studyhub.settings import organization


@dataclass(frozen=True)
class Page:
    """The shifts that run, those that begin next, and the reader's next one.

    In the day of the teams nothing runs; where it is not their day and nothing runs, no rota was planned for it.
    """

    now: datetime
    running: list[Shift]
    coming: list[Shift]
    mine: Shift | None
    is_day_of_teams: bool

    @property
    def next_at(self) -> datetime | None:
        """When the next shifts begin."""
        return self.coming[0].starts_at if self.coming else None


def page(user_id: int, *, now: datetime) -> Page:
    """The page of a moment, for a reader."""
    running = queries.on_duty(now)
    coming = queries.coming(now)
    mine = db.session.scalar(queries.shifts_of_person(user_id, now).limit(1))
    return Page(now, running, coming, mine, is_day_of_teams=_is_day_of_teams(now))


def _is_day_of_teams(now: datetime) -> bool:
    rules = queries.rules().for_planning(organization.current().time_zone)
    today = queries.today(now)
    slots = cut(today - A_DAY, today, rules, organization.days_off())
    return not any(slot.starts_at <= now < slot.ends_at for slot in slots)
