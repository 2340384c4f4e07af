"""How much one person makes in an hour: enough for anybody's work, too little for a program that runs away.

What was made is counted where it lies: in the audit trail, or in its own rows. So nothing is counted twice, and what
comes from a file, the terminal or the demo is not held up. Rules: docs/rules.md, Limits by the hour.
"""

import math
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import Flask, Response, request
from sqlalchemy import ColumnElement, select

from studyhub import clock
from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.meetings.thoughts.models import Thought
from studyhub.notes.models import Revision
from studyhub.people.auth import current_user_or_none
from studyhub.people.models import User
from studyhub.web import carrying, hourly_to_one, security_log
from studyhub.web.busy import too_much_message
from studyhub.web.converters import row_id

HOUR = timedelta(hours=1)


class Limit(NamedTuple):
    """So many an hour of rows with a moment `at`, made `by` one person; of the trail only those of some actions."""

    most: int
    at: Any
    by: Any
    actions: tuple[str, ...] = ()

    def is_counted(self, user: User, now: datetime) -> list[ColumnElement[bool]]:
        """What holds of the rows that count now."""
        of_actions = [AuditEvent.action.in_(self.actions)] if self.actions else []
        return [self.by == user.id, self.at > now - HOUR, *of_actions]


def _recorded(most: int, *actions: str) -> Limit:
    return Limit(most, AuditEvent.at, AuditEvent.actor_id, actions)


# A circle of thirty sessions is one press; whoever leaves and joins, or calls off and undoes, tells others each time.
_CIRCLES = _recorded(10, "circle.created", "circle.book_changed")
_SESSIONS = _recorded(40, "meeting.added")
_CHANGES = _recorded(
    60, "meeting.updated", "meeting.cancelled", "meeting.restored", "meeting.postponed", "meeting.rescheduled"
)
_CIRCLE_CHANGES = _recorded(60, *(f"circle.{word}" for word in ("updated", "running", "paused", "finished", "ended")))
_PEOPLE = _recorded(30, "circle.organizer_named", "circle.organizer_left", "circle.taken_out")
_INVITED = _recorded(30, "circle.invited", "circle.invitation_withdrawn")
_TAKING_PART = _recorded(60, "circle.joined", "circle.left")
_ASKED = _recorded(120, "chapter.suggested", "chapter.taken_off", "chapter.asking_stopped")
_COVER = _recorded(20, "chapter.cover_wanted")
_CHAPTERS = _recorded(120, *(f"chapter.{word}" for word in ("claimed", "given_back", "accepted", "declined", "ready")))
_ARRANGED = _recorded(
    120, *(f"chapter.{word}" for word in ("guest_named", "merged", "moved", "split", "swapped", "read_together"))
)
_THOUGHTS = Limit(120, Thought.written_at, Thought.user_id)
_REVISIONS = Limit(200, Revision.created_at, Revision.author_id)
_RELEASES = _recorded(
    40, *(f"release.{word}" for word in ("requested", "withdrawn", "approved", "declined", "retracted"))
)
_SHARED = _recorded(60, "note.shared", "note.unshared")
_WIPED = _recorded(30, "note.passage_wiped")
_ACCOUNTS = _recorded(100, "invitation.sent", "invitation.revoked")
_LINKS = _recorded(60, "reset.issued")
_TEAMS = _recorded(60, "team.created", "team.renamed")

# What each form makes; of several the first that is full is told.
LIMITS: dict[str, tuple[Limit, ...]] = {
    "circles.create": (_CIRCLES,),
    "circles.create_invitation": (_INVITED,),
    "circles.create_organizer": (_PEOPLE,),
    "circles.create_study": (_CIRCLES,),
    "circles.delete_invitation": (_INVITED,),
    "circles.delete_organizer": (_PEOPLE,),
    "circles.delete_person": (_PEOPLE,),
    "circles.update": (_CIRCLE_CHANGES,),
    "circles.update_state": (_CIRCLE_CHANGES,),
    "invitations.create": (_ACCOUNTS,),
    "invitations.delete": (_ACCOUNTS,),
    "invitations.update": (_ACCOUNTS,),
    "meetings.accept_assignment": (_CHAPTERS,),
    "meetings.create": (_SESSIONS,),
    "meetings.create_asking": (_ASKED,),
    "meetings.create_asking_for_all": (_ASKED,),
    "meetings.create_cancellation": (_CHANGES,),
    "meetings.create_decision": (_CHANGES, _ARRANGED),
    "meetings.create_division": (_ARRANGED,),
    "meetings.create_guest": (_ARRANGED,),
    "meetings.create_move": (_ARRANGED,),
    "meetings.create_participation": (_TAKING_PART,),
    "meetings.create_postponement": (_CHANGES,),
    "meetings.create_suggestion": (_ASKED,),
    "meetings.create_swap": (_ARRANGED,),
    "meetings.create_thought": (_THOUGHTS,),
    "meetings.create_union": (_ARRANGED,),
    "meetings.decline_assignment": (_CHAPTERS,),
    "meetings.delete_cancellation": (_CHANGES,),
    "meetings.delete_participation": (_TAKING_PART,),
    "meetings.delete_presenter": (_ASKED,),
    "meetings.update": (_CHANGES,),
    "meetings.update_assignment": (_COVER, _CHAPTERS),
    "meetings.update_date": (_CHANGES,),
    "notes.create": (_REVISIONS,),
    "notes.create_approval": (_RELEASES,),
    "notes.create_refusal": (_RELEASES,),
    "notes.create_release": (_RELEASES,),
    "notes.create_restoration": (_REVISIONS,),
    "notes.create_retraction": (_RELEASES,),
    "notes.create_retraction_request": (_RELEASES,),
    "notes.create_sharing": (_SHARED,),
    "notes.create_wiping": (_WIPED,),
    "notes.delete_request": (_RELEASES,),
    "notes.delete_sharing": (_SHARED,),
    "notes.update": (_REVISIONS,),
    "people.create_invitation": (_ACCOUNTS,),
    "people.create_reset_link": (_LINKS,),
    "teams.create": (_TEAMS,),
    "teams.update": (_TEAMS,),
}
# Forms that have people told who are named in them: these are counted for each of them besides.
TO_ONE = {"circles.create_invitation", "circles.create_organizer", "meetings.create_suggestion"}


def init_app(app: Flask) -> None:
    """Look before a form is taken."""
    app.before_request(_refuse_endless)


def _refuse_endless() -> Response | None:
    limits = LIMITS.get(request.endpoint or "", ())
    user = current_user_or_none() if limits and request.method == "POST" else None
    if user is None:
        return None
    now = clock.now()
    found = [full_until(limit, user, now=now) for limit in limits]
    if request.endpoint in TO_ONE:
        found.append(hourly_to_one.full_until(user, _told(), now=now))
    ends = [until for until in found if until is not None]
    return _later(max(ends) - now) if ends else None


def _told() -> set[int]:
    """The people whom the form names, as far as it names any."""
    ids = [*request.form.getlist("user_id"), *request.form.getlist("user_ids")]
    return {found for found in map(row_id, ids) if found is not None}


def full_until(limit: Limit, user: User, *, now: datetime) -> datetime | None:
    """When the oldest of the last so many counts no more; None when there are fewer."""
    counted = select(limit.at).where(*limit.is_counted(user, now)).order_by(limit.at.desc())
    oldest = db.session.scalar(counted.offset(limit.most - 1).limit(1))
    return oldest + HOUR if oldest is not None else None


def _later(wait: timedelta) -> Response:
    """429: the form with what was typed, and when it can be sent."""
    db.session.rollback()
    security_log.note("limit reached", of="hour")
    page = carrying.resend_page(carrying.from_request(), 429, problem=too_much_message(wait))
    page.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return page
