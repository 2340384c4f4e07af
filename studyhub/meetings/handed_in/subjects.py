"""What of meetings events of the audit trail are about."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.circles import queries as circles
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.words.saying import gettext as _


def _seen_meetings(reader: User) -> Select[Meeting]:
    return select(Meeting).join(Meeting.circle).where(circles.is_open_to(reader))


def _meeting(meeting: Meeting) -> list[Subject]:
    number = _("Session %(number)s", number=meeting.number) if meeting.number else ""
    return [Subject(f"{number} {meeting.title}".strip(), f"/meetings/{meeting.id}/")]


def _seen_assignments(_reader: User) -> Select[Assignment]:
    return select(Assignment).options(joinedload(Assignment.chapter), joinedload(Assignment.user))


def _assignment(assignment: Assignment) -> list[Subject]:
    return [Subject(assignment.chapter.title), Subject(assignment.presenter_name)]


SUBJECTS = (
    SubjectKind(Meeting, _seen_meetings, _meeting),
    SubjectKind(Assignment, _seen_assignments, _assignment),
)
