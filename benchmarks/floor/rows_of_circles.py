"""What the floor shows of circles, sessions and notes; each statement is built once, names stand for values."""

from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, func, select

from benchmarks.floor.tables import (
    assignment,
    book,
    chapter,
    circle,
    commitment,
    device,
    feed_file,
    inbox_item,
    meeting,
    meeting_chapter,
    membership,
    note,
    participation,
    plan,
    read_tick,
    release,
    revision,
    signup,
    team,
    user,
)

PAGE = 30
NOTES = 5
# Of the week: home shows as many sessions, the list of circles.
HOME_SESSIONS, LIST_SESSIONS = 12, 60
CHARS = 40_000


def _people() -> Any:
    """How many are signed up for a meeting."""
    others = signup.alias()
    is_in = (others.c.meeting_id == meeting.c.id, others.c.state == "confirmed")
    return select(func.count()).select_from(others).where(*is_in).scalar_subquery().label("people")


def _week(most: int) -> Select[Any]:
    """The sessions that come first, each with its circle, how many are signed up, and its chapters as its rows.

    Of each, too, whether the reader goes there, or is expected elsewhere in its hours.
    """
    mine = signup.alias()
    goes = (mine.c.meeting_id == meeting.c.id, mine.c.user_id == bindparam("reader"), mine.c.state == "confirmed")
    hours = (commitment.c.starts_at < meeting.c.ends_at, commitment.c.ends_at > meeting.c.starts_at)
    first = (
        select(meeting.c.id)
        .where(meeting.c.starts_at > bindparam("now"), meeting.c.state == "scheduled")
        .order_by(meeting.c.starts_at)
        .limit(most)
        .subquery()
    )
    return (
        select(meeting, circle.c.title, _people(), exists().where(*goes).label("goes"))
        .add_columns(
            exists()
            .where(commitment.c.user_id == bindparam("reader"), commitment.c.starts_at > bindparam("since"), *hours)
            .label("is_busy")
        )
        .add_columns(chapter.c.number.label("chapter"), chapter.c.title.label("name"))
        .join(first, first.c.id == meeting.c.id)
        .join(circle, circle.c.id == meeting.c.circle_id)
        .outerjoin(meeting_chapter, meeting_chapter.c.meeting_id == meeting.c.id)
        .outerjoin(chapter, chapter.c.id == meeting_chapter.c.chapter_id)
        .order_by(meeting.c.starts_at, meeting.c.id, chapter.c.position)
    )


_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_present = participation.c.left_at.is_(None)

_unread = select(func.count()).where(inbox_item.c.user_id == user.c.id, inbox_item.c.read_at.is_(None))
READER = (
    select(user.c.id, user.c.name, _unread.scalar_subquery().label("unread"))
    .join(device, device.c.user_id == user.c.id)
    .where(device.c.key == bindparam("key"))
)
STORED = select(feed_file.c.etag).where(feed_file.c.key == bindparam("key"))
STORED_BODY = select(feed_file.c.body).where(feed_file.c.key == bindparam("key"))

MEETING = (
    select(meeting, circle.c.title, circle.c.slug)
    .join(circle, circle.c.id == meeting.c.circle_id)
    .where(meeting.c.id == bindparam("meeting_id"))
)
SIGNED_UP = (
    select(user.c.id, user.c.name)
    .join(signup, signup.c.user_id == user.c.id)
    .where(signup.c.meeting_id == bindparam("meeting_id"), signup.c.state == "confirmed")
    .order_by(user.c.kana)
)
# What a meeting reads, with who presents it and the name of their team.
CHAPTERS = (
    select(chapter.c.id, chapter.c.number, chapter.c.title, chapter.c.pages, user.c.name, team.c.name.label("team"))
    .join(meeting_chapter, meeting_chapter.c.chapter_id == chapter.c.id)
    .outerjoin(assignment, assignment.c.chapter_id == chapter.c.id)
    .outerjoin(user, user.c.id == assignment.c.user_id)
    .outerjoin(membership, and_(membership.c.user_id == user.c.id, membership.c.is_primary))
    .outerjoin(team, team.c.id == membership.c.team_id)
    .where(meeting_chapter.c.meeting_id == bindparam("meeting_id"))
    .order_by(chapter.c.position)
)
TICKED = select(read_tick.c.chapter_id).where(
    read_tick.c.user_id == bindparam("reader"), read_tick.c.chapter_id.in_(_ids)
)

CIRCLE = select(circle).where(circle.c.slug == bindparam("slug"))
BOOK = select(book).join(plan, plan.c.book_id == book.c.id).where(plan.c.circle_id == bindparam("circle_id"))
TAKING_PART = select(func.count()).where(participation.c.circle_id == bindparam("circle_id"), _present)
NOTED = select(note.c.meeting_id, note.c.id).where(note.c.circle_id == bindparam("circle_id"))
LAST_NOTE = (
    select(note.c.id, note.c.title, func.substr(revision.c.html, 1, CHARS).label("html"))
    .join(revision, revision.c.id == note.c.head_id)
    .join(meeting, meeting.c.id == note.c.meeting_id)
    .where(note.c.circle_id == bindparam("circle_id"), meeting.c.ends_at <= bindparam("now"))
    .order_by(meeting.c.starts_at.desc())
    .limit(1)
)
PLAN = (
    select(meeting, chapter.c.number.label("chapter"), chapter.c.title, user.c.name, _people())
    .outerjoin(meeting_chapter, meeting_chapter.c.meeting_id == meeting.c.id)
    .outerjoin(chapter, chapter.c.id == meeting_chapter.c.chapter_id)
    .outerjoin(assignment, assignment.c.chapter_id == chapter.c.id)
    .outerjoin(user, user.c.id == assignment.c.user_id)
    .where(meeting.c.circle_id == bindparam("circle_id"))
    .order_by(meeting.c.starts_at, chapter.c.position)
)

_next_at = select(func.min(meeting.c.starts_at)).where(
    meeting.c.circle_id == circle.c.id, meeting.c.starts_at > bindparam("now")
)
_participants = select(func.count()).where(participation.c.circle_id == circle.c.id, _present)
CIRCLES = (
    select(circle, _next_at.scalar_subquery().label("next_at"), _participants.scalar_subquery().label("people"))
    .order_by(circle.c.created_at.desc())
    .limit(PAGE)
)
SPINES = (
    select(plan.c.circle_id, chapter.c.id)
    .join(chapter, chapter.c.plan_id == plan.c.id)
    .where(plan.c.circle_id.in_(_ids))
)
WEEK_OF_LIST, WEEK_OF_HOME = _week(LIST_SESSIONS), _week(HOME_SESSIONS)

COMING = (
    select(meeting, circle.c.title, _people())
    .join(signup, signup.c.meeting_id == meeting.c.id)
    .join(circle, circle.c.id == meeting.c.circle_id)
    .where(signup.c.user_id == bindparam("reader"), signup.c.state == "confirmed")
    .order_by(meeting.c.starts_at.desc())
    .limit(1)
)
NEWEST = (
    select(note.c.id, note.c.title, note.c.first_shared_at, circle.c.title.label("circle"), meeting.c.number)
    .join(circle, circle.c.id == note.c.circle_id)
    .outerjoin(meeting, meeting.c.id == note.c.meeting_id)
    .order_by(note.c.first_shared_at.desc())
    .limit(NOTES)
)
MINE = (
    select(circle.c.title, circle.c.slug, chapter.c.id.label("chapter"))
    .join(participation, participation.c.circle_id == circle.c.id)
    .join(plan, plan.c.circle_id == circle.c.id)
    .join(chapter, chapter.c.plan_id == plan.c.id)
    .where(participation.c.user_id == bindparam("reader"), _present)
)

NOTE = (
    select(note.c.title, note.c.meeting_id, revision.c.html, revision.c.source, revision.c.number)
    .add_columns(circle.c.title.label("circle"), circle.c.slug, meeting.c.starts_at, _people())
    .join(revision, revision.c.id == note.c.head_id)
    .join(circle, circle.c.id == note.c.circle_id)
    .outerjoin(meeting, meeting.c.id == note.c.meeting_id)
    .where(note.c.id == bindparam("note_id"))
)
AUTHORS = (
    select(user.c.id, user.c.name)
    .join(revision, revision.c.author_id == user.c.id)
    .where(revision.c.note_id == bindparam("note_id"))
)
STATES = select(release.c.state).where(release.c.note_id == bindparam("note_id"))
STATES_OF = select(release.c.note_id, release.c.state).where(release.c.note_id.in_(_ids))
