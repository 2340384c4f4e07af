"""How often one person may have another one told something in an hour. Rules: docs/rules.md, Limits by the hour."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Select, and_, bindparam, select

from studyhub.audit.limits import HOUR
from studyhub.audit.models import AuditEvent
from studyhub.db import db, kept
from studyhub.meetings.assigning.models import Assignment
from studyhub.people.models import User

MOST = 20
# What the trail says of these names who was told: in what it keeps, or as whose the chapter is.
TELLING = (
    "action.changed",
    "action.given",
    "chapter.suggested",
    "circle.invited",
    "circle.organizer_named",
    "circle.taken_out",
)


def full_until(user: User, told: set[int], *, now: datetime) -> datetime | None:
    """When somebody may have all of these people told something again; None when they may now.

    Of what they do themselves nobody is told.
    """
    told = told - {user.id}
    if not told:
        return None
    moments = defaultdict(list)
    asked = {"user_id": user.id, "since": now - HOUR}
    for at, after, presenter_id in db.session.execute(_told(), asked):
        for one in told.intersection(_people(after or {}, presenter_id)):
            moments[one].append(at)
    ends = [found[-MOST] + HOUR for found in moments.values() if len(found) >= MOST]
    return max(ends, default=None)


@kept
def _told() -> Select[datetime, dict[str, object] | None, int | None]:
    is_of_chapter = and_(AuditEvent.subject_kind == Assignment.__tablename__, Assignment.id == AuditEvent.subject_id)
    rows = select(AuditEvent.at, AuditEvent.after, Assignment.user_id).outerjoin(Assignment, is_of_chapter)
    mine = rows.where(AuditEvent.actor_id == bindparam("user_id"), AuditEvent.at > bindparam("since"))
    return mine.where(AuditEvent.action.in_(TELLING)).order_by(AuditEvent.at, AuditEvent.id)


def _people(after: dict[str, object], presenter_id: int | None) -> list[object]:
    many = after.get("user_ids")
    return [*(many if isinstance(many, list) else ()), after.get("user_id"), presenter_id]
