"""Every column that names a person, and what becomes of it when two accounts of one person are made one.

A test goes through all tables: a column that stands nowhere here is found before anybody's rows are lost.
"""

from sqlalchemy import update
from sqlalchemy.orm import InstrumentedAttribute

from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Circle, CircleInvitation, Participation
from studyhub.commitments.models import Commitment
from studyhub.db import db
from studyhub.delivery.models import InboxItem, MessagePreference, OutboxMessage
from studyhub.ledger.models import DutyEntry
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.models import Attendance, Meeting, Signup, SignupChange
from studyhub.meetings.thoughts.models import ReadTick, Thought, ThoughtLike
from studyhub.notes.edits.together_models import Presence
from studyhub.notes.models import Release, ReleaseAuthor, Revision, WorkingCopy
from studyhub.people.models import Device, Token, Unavailability, User
from studyhub.teams.models import Membership

Column = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]

# Nothing stands in the way: the account that stays takes the place of the other.
MOVED: tuple[Column, ...] = (
    User.merged_into_id,
    Circle.created_by_id,
    CircleInvitation.invited_by_id,
    Meeting.facilitator_id,
    Meeting.scribe_id,
    Meeting.attendance_confirmed_by_id,
    SignupChange.by_id,
    Attendance.recorded_by_id,
    Assignment.suggested_by_id,
    Thought.user_id,
    Revision.author_id,
    Release.requested_by_id,
    Release.read_by_id,
    Release.approved_by_id,
    Release.retracted_by_id,
    ReleaseAuthor.user_id,
    InboxItem.user_id,
    DutyEntry.user_id,
    Unavailability.user_id,
)
# A person has one of these of a kind: once the second is out of the way, the rest moves.
WITHOUT_SECOND: tuple[Column, ...] = (
    Membership.user_id,
    Participation.user_id,
    CircleInvitation.user_id,
    Signup.user_id,
    Commitment.user_id,
    Attendance.user_id,
    Assignment.user_id,
    ThoughtLike.user_id,
    ReadTick.user_id,
)
# Moved one by one: an older text that is not saved, and messages that were sent, stay with the account that goes.
ONE_BY_ONE: tuple[Column, ...] = (WorkingCopy.user_id, Presence.user_id, OutboxMessage.recipient_id)
# Sessions, secret links and choices about messages of the account that goes have no use any more.
ENDED: tuple[Column, ...] = (Device.user_id, Token.user_id, MessagePreference.user_id)
# What was done stays under the account that did it.
KEPT: tuple[Column, ...] = (AuditEvent.actor_id, Token.created_by_id)


def move(columns: tuple[Column, ...], going: User, staying: User) -> None:
    """Let the account that stays stand in these columns wherever the other stood. Does not commit."""
    for column in columns:
        rows = update(column.class_).where(column == going.id)
        db.session.execute(rows.values({column: staying.id}).execution_options(synchronize_session=False))
