"""What somebody who looks at night has to know: who is on duty, until when, and who comes next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from studyhub.rota import queries
from studyhub.rota.planning.cutting import A_DAY, cut
from studyhub.rota.swaps import held
from studyhub.settings import organization

SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Duty:
    """Who has the hours that run at a moment, that ran within the last hours, that begin next; and the reader's next.

    The reader's next ones may run already. Swaps are in it: of a night hours given away are duties of their own.
    """

    now: datetime
    before: list[held.Duty]
    running: list[held.Duty]
    coming: list[held.Duty]
    mine: held.Duty | None

    @property
    def next_at(self) -> datetime | None:
        """When the next shifts begin."""
        return self.coming[0].starts_at if self.coming else None

    def telephone(self, shift: held.Duty) -> str:
        """The number of whoever has a shift, while it runs and for some hours after; "" where there is none to see."""
        is_asked = shift.starts_at <= self.now < shift.ends_at + queries.RECENTLY
        return shift.user.telephone if shift.user and is_asked else ""

    @property
    def is_mine_soon(self) -> bool:
        """Whether the reader is on duty, or will be within a day."""
        return self.mine is not None and self.mine.starts_at <= self.now + SOON


def duty(user_id: int | None, *, now: datetime) -> Duty | None:
    """Who is on duty, as a reader wants to know it (None: a wall or a program); None where nothing is planned."""
    shifts = queries.around(user_id, now)
    before = [shift for shift in shifts if shift.ends_at <= now]
    running = queries.by_role(shift for shift in shifts if shift.starts_at <= now < shift.ends_at)
    next_at = next((shift.starts_at for shift in shifts if shift.starts_at > now), None)
    coming = [shift for shift in shifts if shift.starts_at == next_at]
    mine = next((shift for shift in shifts if shift.user_id == user_id is not None and shift.ends_at > now), None)
    return Duty(now, before, running, coming, mine) if shifts else None


@dataclass(frozen=True)
class Page:
    """Who is on duty, and what to say where nobody is.

    In the day of the teams nothing runs; where it is not their day and nothing runs, no rota was planned for it.
    """

    now: datetime
    duty: Duty
    is_day_of_teams: bool


def page(user_id: int, *, now: datetime) -> Page:
    """The page of a moment, for a reader."""
    found = duty(user_id, now=now) or Duty(now, [], [], [], None)
    return Page(now, found, is_day_of_teams=not found.running and _is_day_of_teams(now))


def _is_day_of_teams(now: datetime) -> bool:
    rules = queries.rules().for_planning(organization.current().time_zone)
    today = queries.today(now)
    slots = cut(today - A_DAY, today, rules, organization.days_off())
    return not any(slot.starts_at <= now < slot.ends_at for slot in slots)
