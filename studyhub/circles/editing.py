"""Changing what a circle says of itself. Does not commit."""

from dataclasses import dataclass, fields
from datetime import datetime

from studyhub.audit import trail
from studyhub.circles import finding, locking, slugs
from studyhub.circles.models import Circle, Format, Level, Visibility
from studyhub.people.models import User


@dataclass(frozen=True)
class Details:
    """What an organiser may change. Place, link and capacity are those of sessions added from now on."""

    title: str
    description: str
    visibility: Visibility
    format: Format
    level: Level | None
    is_open_half_way: bool
    place: str
    online_url: str
    capacity: int | None
    has_checkin: bool


def edit(circle: Circle, new: Details, *, by: User, now: datetime) -> None:
    """Keep what an organiser wrote; the address stays, unless the circle is for participants only from now on."""
    locking.lock(circle)
    changed = [field.name for field in fields(new) if getattr(circle, field.name) != getattr(new, field.name)]
    if not changed:
        return
    for name in changed:
        setattr(circle, name, getattr(new, name))
    if circle.visibility is Visibility.PARTICIPANTS:
        slugs.hide(circle)
    finding.make_findable(circle)
    trail.record("circle.updated", circle, by=by, now=now, circle_id=circle.id, after={"changed": changed})
