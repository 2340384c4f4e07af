"""Nights that a person shadows, in their own calendar."""

from datetime import datetime

from studyhub.paths import queries
from studyhub.paths.models import ShadowNight
from studyhub.people.models import User
from studyhub.settings import organization
from studyhub.text.calendar_files import KEPT, CalendarEvent, EventStatus
from studyhub.words.saying import gettext as _


def of_person(user: User, root: str, now: datetime) -> list[CalendarEvent]:
    """Those of the last months and to come; one that was taken back is cancelled."""
    zone = organization.current().time_zone
    return [_event(shadow, root, zone) for shadow in queries.shadows_of(user, now - KEPT)]


def _event(shadow: ShadowNight, root: str, zone: str) -> CalendarEvent:
    return CalendarEvent(
        uid=f"shadow-{shadow.id}@studyhub",
        sequence=int(shadow.withdrawn_at is not None),
        summary=_("Shadow: on call"),
        description="",
        location="",
        url=f"{root}/training/paths/{shadow.path_id}/",
        starts_at=shadow.starts_at,
        ends_at=shadow.ends_at,
        zone=zone,
        status=EventStatus.CANCELLED if shadow.withdrawn_at else EventStatus.CONFIRMED,
        stamp=shadow.planned_at,
        modified=shadow.withdrawn_at or shadow.planned_at,
    )
