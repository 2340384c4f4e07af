"""A chapter that is read together in its session instead of being presented, as an organiser. Does not commit.

It is a state of the chapter in that session: nobody presents it, nobody is asked for it, and nobody is warned of it.
Moved to another session it is a chapter like any other. Rules: docs/rules.md, Assignment.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings import payloads, rules, telling
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment, AssignmentState, MeetingChapter
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User

ACTION = "chapter.read_together"


def read_together(meeting: Meeting, chapter: Chapter, *, by: User, now: datetime) -> None:
    """Let nobody present a chapter in this meeting; whoever had it or was asked is free, and told. Twice is harmless.

    Raises AssignmentClosed.
    """
    seats.lock([meeting])
    if (place := _place(meeting, chapter)) and place.is_read_together:
        return
    held = assignments.open_to_change(meeting, chapter, now=now)
    set_aside(meeting, chapter, held, by=by, now=now)
    told = [(one.user, _key(one), _changed_plan(meeting, one)) for one in held if one.user]
    telling.tell("plan_changed", told, by=by, now=now)


def set_aside(meeting: Meeting, chapter: Chapter, held: Sequence[Assignment], *, by: User, now: datetime) -> None:
    """Read a chapter of a locked meeting together and free whoever has it, without telling anybody."""
    had = [[one.id, one.state] for one in held]
    for one in held:
        one.move_to(AssignmentState.GIVEN_BACK, now=now)
    if place := _place(meeting, chapter):
        place.is_read_together = True
    trail.record(ACTION, chapter, by=by, now=now, circle_id=meeting.circle_id, before={"assignments": had})


def present_again(meeting: Meeting, chapter: Chapter, *, by: User, now: datetime) -> list[Assignment]:
    """Have a chapter presented after all; whoever was free because of it has it again, as far as they still can.

    Twice is harmless. Raises AssignmentClosed. The assignments that came back.
    """
    back = put_back(meeting, chapter, by=by, now=now)
    for one in back:
        if one.state is AssignmentState.COVER_WANTED:
            one.move_to(AssignmentState.ACCEPTED, now=now)
    told = [(one.user, f"assignment_taken:{one.id}", payloads.of_chapter(meeting, one)) for one in back if one.user]
    telling.tell("assignment_taken", told, by=by, now=now)
    return back


def put_back(meeting: Meeting, chapter: Chapter, *, by: User, now: datetime) -> list[Assignment]:
    """As `present_again`, in the states they were in and without telling anybody."""
    seats.lock([meeting])
    place = _place(meeting, chapter) if chapter_queries.chapter(meeting, chapter.id) else None
    if place is None or not rules.takes_presenters(meeting, now):
        raise assignments.AssignmentClosed
    if not place.is_read_together:
        return []
    place.is_read_together = False
    db.session.flush()
    back = [_renewed(meeting, one, state, now=now) for one, state in _set_aside(meeting, chapter, now=now)]
    trail.record("chapter.presented_again", chapter, by=by, now=now, circle_id=meeting.circle_id)
    return back


def _place(meeting: Meeting, chapter: Chapter) -> MeetingChapter | None:
    here = select(MeetingChapter).where(
        MeetingChapter.meeting_id == meeting.id, MeetingChapter.chapter_id == chapter.id
    )
    return db.session.scalar(here.execution_options(populate_existing=True))


def _set_aside(meeting: Meeting, chapter: Chapter, *, now: datetime) -> list[tuple[Assignment, AssignmentState]]:
    """Who had the chapter when it was read together last and can still present it, and in which state they were.

    The event is undone.
    """
    is_it = (AuditEvent.subject_kind == "chapter", AuditEvent.subject_id == chapter.id, AuditEvent.action == ACTION)
    events = select(AuditEvent).where(*is_it, AuditEvent.undone_at.is_(None))
    event = db.session.scalar(events.order_by(AuditEvent.id.desc()).limit(1))
    if event is None:
        return []
    event.undone_at = now
    # Who had only been asked is asked anew by an organiser, or not at all.
    before = {id_: AssignmentState(state) for id_, state in (event.before or {}).get("assignments", [])}
    ids = [id_ for id_, state in before.items() if state is not AssignmentState.SUGGESTED]
    had = db.session.scalars(select(Assignment).where(Assignment.id.in_(ids)).order_by(Assignment.id)).all()
    can = set(db.session.scalars(chapter_queries.can_be_asked(meeting).with_only_columns(User.id).order_by(None)))
    return [(one, before[one.id]) for one in had if one.user_id is None or one.user_id in can]


def _renewed(meeting: Meeting, had: Assignment, state: AssignmentState, *, now: datetime) -> Assignment:
    return assignments.assign(meeting, had.chapter, state=state, now=now, user=had.user, guest_name=had.guest_name)


def _key(one: Assignment) -> str:
    return f"plan_changed:{one.id}:{one.changed_at.isoformat()}"


def _changed_plan(meeting: Meeting, one: Assignment) -> dict[str, object]:
    return {**payloads.of_chapter(meeting, one), "moved_to": None}
