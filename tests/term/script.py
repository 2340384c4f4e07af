"""The term, step by step: when, by the clocks of Tokyo, who does what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


def tokyo(text: str) -> datetime:
    """2026-12-07 19:00 there."""
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


@dataclass(frozen=True)
class Step:
    """What `what` names is done by hand on the pages, and in the model; without it, time passes."""

    at: datetime
    who: str = ""
    what: str = ""
    arguments: tuple[Any, ...] = ()

    def __str__(self) -> str:
        return f"{self.at:%m-%d %H:%M} {self.who} {self.what} {self.arguments or ''}"


def step(at: str, who: str = "", what: str = "", *arguments: Any) -> Step:
    return Step(tokyo(at), who, what, arguments)


BEGINS = tokyo("2026-12-01 12:00")
# The first Monday after the 21st is a day off of the organisation's, 11 January a holiday.
CLOSED = ("年末休業", "2026-12-28", "2026-12-31")
STARTS = [
    tokyo(f"{day} 19:00")
    for day in ("2026-12-07", "2026-12-14", "2026-12-21", "2027-01-04", "2027-01-18", "2027-01-25")
]
# On this day and a half no worker runs.
DOWN = tokyo("2026-12-21 09:30"), tokyo("2026-12-22 11:59")

SCRIPT = [
    step("2026-12-01 13:01", "Dai", "join", "participant"),
    step("2026-12-01 13:02", "Eri", "join", "participant"),
    step("2026-12-01 13:03", "Fumi", "join", "participant"),
    step("2026-12-01 13:04", "Goro", "join", "listener"),
    step("2026-12-01 13:11", "Dai", "claim", 1),
    step("2026-12-01 13:12", "Eri", "claim", 2),
    step("2026-12-01 13:13", "Fumi", "claim", 3),
    step("2026-12-01 13:14", "Dai", "claim", 4),
    step("2026-12-01 13:15", "Chika", "claim", 5),
    step("2026-12-01 13:16", "Chika", "add_webhook"),
    step("2026-12-03 10:00", "Fumi", "be_absent", 1),
    step("2026-12-06 16:00"),
    step("2026-12-07 18:00"),
    step("2026-12-07 19:10", "Eri", "write_note", 1),
    step("2026-12-07 20:40", "Chika", "confirm", 1),
    # Cover is wanted in time, and somebody takes it from home.
    step("2026-12-08 10:00", "Eri", "want_cover", 2),
    step("2026-12-09 12:30", "Dai", "take_from_home", 2),
    step("2026-12-10 11:00", "Chika", "postpone", 3),
    step("2026-12-10 21:00"),
    step("2026-12-11 18:30", "Chika", "give_date", 3, tokyo("2026-12-22 19:00")),
    step("2026-12-11 18:40", "Chika", "share_note", 1),
    step("2026-12-13 16:00"),
    # On the day itself the presenter cannot come.
    step("2026-12-14 15:00", "Dai", "cannot_present", 2),
    step("2026-12-14 15:20", "Chika", "read_together", 2),
    step("2026-12-14 18:00"),
    step("2026-12-15 09:00"),
    # No worker runs; what is done meanwhile is told when one is back, and what is late and of use still goes out.
    step("2026-12-21 20:00", "Eri", "claim", 6),
    step("2026-12-22 12:00"),
    step("2026-12-22 18:00"),
    step("2026-12-22 20:45", "Chika", "confirm", 3),
    step("2026-12-28 09:00"),
    # So shortly before that those who read chat reckon with it: they hear of it a minute later.
    step("2027-01-03 10:00", "Chika", "cancel", 4),
    step("2027-01-03 16:00"),
    # The only organiser looks for cover, and then leaves.
    step("2027-01-05 10:00", "Chika", "want_cover", 5),
    step("2027-01-11 09:00"),
    step("2027-01-12 09:00"),
    step("2027-01-13 10:00", "Fumi", "take_from_home", 5),
    step("2027-01-14 12:00", "Chika", "leave"),
    step("2027-01-14 18:10", "Dai", "take_over"),
    step("2027-01-17 16:00"),
    step("2027-01-18 18:00"),
    step("2027-01-18 20:45", "Dai", "confirm", 5),
    step("2027-01-24 16:00"),
    step("2027-01-25 18:00"),
    step("2027-01-25 20:45", "Dai", "confirm", 6),
    step("2027-01-26 12:00", "Dai", "finish"),
]
