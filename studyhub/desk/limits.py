"""After how many days something is stuck too long: a setting of the editors."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.desk.models import DeskSettings
from studyhub.desk.stages import Stage
from studyhub.people.models import User

LEAST, MOST = 1, 365
# What is kept under which name.
NAMES = {stage: f"{stage}_days" for stage in Stage}
BEFORE = {Stage.NOTE: 7, Stage.SHARING: 7, Stage.ASKING: 14, Stage.REVIEW: 5, Stage.BLOG: 14}


def limits() -> dict[Stage, int]:
    """The limit of each stage in days, as set or as before anybody set it."""
    found = db.session.scalar(select(DeskSettings))
    return {stage: getattr(found, name) for stage, name in NAMES.items()} if found else dict(BEFORE)


def change(wanted: Mapping[Stage, int], *, by: User, now: datetime) -> None:
    """Set all of them. Does not commit."""
    found = db.session.scalar(select(DeskSettings).with_for_update())
    if found is None:
        found = DeskSettings(id=1)
        db.session.add(found)
    for stage, days in wanted.items():
        setattr(found, NAMES[stage], days)
    trail.record("desk.updated", found, by=by, now=now)
