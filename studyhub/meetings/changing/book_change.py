"""Another book for a circle: its chapter plan is closed, and the next one opened. Rules: docs/rules.md, Circle."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import exists, select

from studyhub.audit import trail
from studyhub.circles import finding, locking, queries
from studyhub.circles.models import Chapter, ChapterPlan, Circle, Participation
from studyhub.db import db
from studyhub.meetings import queries as meeting_queries
from studyhub.meetings.assigning.models import CURRENT_STATES, Assignment, AssignmentState, MeetingChapter
from studyhub.meetings.changing import book_telling, cancelling, creating, editing, numbering
from studyhub.meetings.changing.creating import NewBook, NewChapter, NewMeeting
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.signing_up import seats, signups
from studyhub.people.models import User


@dataclass(frozen=True)
class NewPlan:
    """The next book. `after_version` is the plan that was open when this one was begun, 0 for none.

    `reason` is told to whoever had a place in a coming meeting for which nothing is left to read.
    """

    after_version: int
    book: NewBook
    chapters: Sequence[NewChapter]
    meetings: Sequence[NewMeeting]
    reason: str


def change_book(circle: Circle, new: NewPlan, *, by: User, now: datetime) -> ChapterPlan | None:
    """Close the open plan, open the new one, and lay its meetings on those to come.

    Chapters nobody read are skipped, and what was read stays on record. The first of the new meetings take the rows of
    those already planned, with the places people have in them; further ones are added, everybody in the circle signed
    up; what is left over is called off. Everybody concerned is told once.
    None when another plan was opened meanwhile: pressing twice changes the book once. Does not commit.
    """
    locking.lock(circle)
    seats.lock_all(circle)
    old = queries.open_plan(circle)
    if (old.version if old else 0) != new.after_version:
        return None
    dropped = _close(old, now=now) if old is not None else []
    plan = creating.add_plan(circle, new.book, new.chapters, version=new.after_version + 1, now=now)
    coming = list(db.session.scalars(meeting_queries.coming(circle, now)))
    before = book_telling.before(coming)
    for meeting, planned in zip(coming, new.meetings, strict=False):
        _move(meeting, planned, by=by, now=now)
        creating.place(meeting, [plan.chapters[index] for index in planned.chapters])
    for meeting in coming[len(new.meetings) :]:
        cancelling.call_off(meeting, [], new.reason, cancelling.Chapters.DROP, by=by, now=now)
    further = new.meetings[len(coming) :]
    added = [creating.add_read_meeting(circle, one, plan.chapters, now=now) for one in further]
    numbering.renumber(circle, now=now)
    _sign_up_everyone(circle, added, by=by, now=now)
    book_telling.tell(plan, coming, added, dropped, before, by=by, now=now)
    seats.promote(coming[: len(new.meetings)], by=by, now=now)
    finding.make_findable(circle)
    trail.record("circle.book_changed", circle, by=by, now=now, circle_id=circle.id, after={"version": plan.version})
    return plan


def _move(meeting: Meeting, planned: NewMeeting, *, by: User, now: datetime) -> None:
    """Give a meeting the time of the new plan; a title of its own spoke of the old book."""
    present = editing.details_of(meeting)
    new = replace(present, title=planned.title, starts_at=planned.starts_at, ends_at=planned.ends_at)
    # It is the rhythm of the new plan: nobody set this one apart.
    editing.change(meeting, new, by=by, now=now, is_by_hand=False)


def _close(plan: ChapterPlan, *, now: datetime) -> list[Assignment]:
    """Who was to present what is not read any more, or was asked to."""
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
    dropped = [one for one in db.session.scalars(held).all() if one.state is not AssignmentState.PRESENTED]
    for assignment in dropped:
        assignment.move_to(AssignmentState.SKIPPED, now=now)
    # The index allows one open plan: the old one is closed before the new one is there.
    db.session.flush()
    return dropped


def _sign_up_everyone(circle: Circle, meetings: Sequence[Meeting], *, by: User, now: datetime) -> None:
    rows = select(User).join(Participation, Participation.user_id == User.id)
    present = rows.where(Participation.circle_id == circle.id, Participation.is_present)
    people = list(db.session.scalars(present.order_by(Participation.joined_at, Participation.id)))
    for meeting in meetings:
        signups.sign_up_everyone(meeting, people, by=by, now=now)
