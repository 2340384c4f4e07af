"""What editors set: after how many days something is stuck too long, and the blog's days of the month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery import rows
from studyhub.desk.models import DeskSettings
from studyhub.desk.stages import Stage
from studyhub.people.models import User

LEAST, MOST = 1, 365
# What is kept under which name.
NAMES = {stage: f"{stage}_days" for stage in Stage}
SLOT_DAYS = [8, 18, 28]
BEFORE = {Stage.NOTE: 7, Stage.SHARING: 7, Stage.ASKING: 14, Stage.REVIEW: 5, Stage.BLOG: 14}


@dataclass(frozen=True)
class Settings:
    """The limit of each stage in days, and the blog's days of the month in order."""

    limits: Mapping[Stage, int]
    slot_days: Sequence[int]


def current() -> Settings:
    """As set, or as before anybody set it."""
    found = db.session.scalar(select(DeskSettings))
    if found is None:
        return Settings(BEFORE, SLOT_DAYS)
    limits = {stage: getattr(found, name) for stage, name in NAMES.items()}
    return Settings(limits, [int(day) for day in found.slot_days.split()])


def change(wanted: Settings, *, by: User, now: datetime) -> None:
    """Set all of it; of two who do at once the later one counts. Does not commit."""
    new: dict[str, int | str] = {NAMES[stage]: days for stage, days in wanted.limits.items()}
    new["slot_days"] = " ".join(str(day) for day in wanted.slot_days)
    rows.insert_missing(DeskSettings, [{"id": 1, **new}], unique=["id"])
    found = db.session.scalars(select(DeskSettings).with_for_update()).one()
    for name, value in new.items():
        setattr(found, name, value)
    trail.record("desk.updated", found, by=by, now=now)
