"""Another book for a circle: its chapter plan is closed, and the next one opened. Rules: docs/rules.md, Circle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from studyhub.audit import trail
from studyhub.circles import finding, locking, queries
from studyhub.circles.models import Chapter, ChapterPlan, Circle, Participation
from studyhub.db import db
from studyhub.meetings import creating, numbering, seats, signups
from studyhub.meetings.assignment_models import CURRENT_STATES, Assignment, AssignmentState, MeetingChapter
from studyhub.meetings.creating import NewBook, NewChapter, NewMeeting
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import User


@dataclass(frozen=True)
class NewPlan:
    """The next book. `after_version` is the plan that was open when this one was begun, 0 for none."""

    after_version: int
    book: NewBook
    chapters: Sequence[NewChapter]
    meetings: Sequence[NewMeeting]


def change_book(circle: Circle, new: NewPlan, *, by: User, now: datetime) -> ChapterPlan | None:
    """Close the open plan, open the new one, and add its meetings, everybody in the circle signed up.

    Chapters nobody read are skipped; meetings planned before stay, and what was read stays on record.
    None when another plan was opened meanwhile: pressing twice changes the book once. Does not commit.
    """
    locking.lock(circle)
    seats.lock_all(circle)
    old = queries.open_plan(circle)
    if (old.version if old else 0) != new.after_version:
        return None
    if old is not None:
        _close(old, now=now)
    plan = creating.add_plan(circle, new.book, new.chapters, version=new.after_version + 1, now=now)
    meetings = [creating.add_read_meeting(circle, one, plan.chapters, now=now) for one in new.meetings]
    numbering.renumber(circle, now=now)
    _sign_up_everyone(circle, meetings, by=by, now=now)
    finding.make_findable(circle)
    trail.record("circle.book_changed", circle, by=by, now=now, circle_id=circle.id, after={"version": plan.version})
    return plan


def _close(plan: ChapterPlan, *, now: datetime) -> None:
    plan.closed_at = now
    was_read = exists().where(
        MeetingChapter.chapter_id == Chapter.id,
        MeetingChapter.meeting_id == Meeting.id,
        Meeting.state == MeetingState.SCHEDULED,
        Meeting.ends_at <= now,
    )
    unread = select(Chapter).where(
        Chapter.plan_id == plan.id, Chapter.skipped_at.is_(None), ~Chapter.is_read_before, ~was_read
    )
    chapters = list(db.session.scalars(unread))
    for chapter in chapters:
        chapter.skipped_at = now
    held = select(Assignment).where(
        Assignment.chapter_id.in_([chapter.id for chapter in chapters]), Assignment.state.in_(CURRENT_STATES)
    )
    for assignment in db.session.scalars(held):
        if assignment.state is not AssignmentState.PRESENTED:
            assignment.move_to(AssignmentState.SKIPPED, now=now)
    # The index allows one open plan: the old one is closed before the new one is there.
    db.session.flush()


def _sign_up_everyone(circle: Circle, meetings: Sequence[Meeting], *, by: User, now: datetime) -> None:
    rows = select(User).join(Participation, Participation.user_id == User.id)
    present = rows.where(Participation.circle_id == circle.id, Participation.left_at.is_(None))
    people = list(db.session.scalars(present.order_by(Participation.joined_at, Participation.id)))
    for meeting in meetings:
        signups.sign_up_everyone(meeting, people, by=by, now=now)
