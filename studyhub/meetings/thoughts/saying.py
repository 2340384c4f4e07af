"""Saying something about a chapter: short thoughts and questions, each one's own, with 👍; and the private tick.

Rules: docs/rules.md, Thoughts and questions. Nothing here commits.
"""

from datetime import datetime

from sqlalchemy import Select, delete, func, select, update

from studyhub.audit import trail
from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.meetings.assigning.models import MeetingChapter
from studyhub.meetings.models import Meeting
from studyhub.meetings.thoughts.models import ReadTick, Thought, ThoughtKind, ThoughtLike
from studyhub.people.models import User

THOUGHT_MAX_CHARS = 500
# Every open page of the meeting fetches all of them; what was taken back counts too, or there would be no end.
ABOUT_CHAPTER_MAX, OF_PERSON_MAX = 500, 100


class EnoughSaid(Exception):
    """About this chapter no more is taken, of this person or of anybody."""


class UndoOver(Exception):
    """A thought that was taken back comes back within the hour only."""


def say(chapter: Chapter, kind: ThoughtKind, text: str, *, by: User, now: datetime) -> Thought:
    """Write a thought or a question. The same text sent twice in a row is said once: a phone repeats what it sent.

    Raises EnoughSaid.
    """
    about_id = _lock_standing(chapter)
    last = db.session.scalar(
        select(Thought)
        .where(Thought.chapter_id == about_id, Thought.user_id == by.id, Thought.deleted_at.is_(None))
        .order_by(Thought.id.desc())
        .limit(1)
    )
    if last is not None and (last.kind, last.text) == (kind, text):
        return last
    _refuse_endless(about_id, by)
    thought = Thought(chapter_id=about_id, user_id=by.id, kind=kind, text=text, written_at=now)
    db.session.add(thought)
    db.session.flush()
    return thought


def _refuse_endless(chapter_id: int, by: User) -> None:
    own = func.count().filter(Thought.user_id == by.id)
    said, own_said = db.session.execute(select(func.count(), own).where(Thought.chapter_id == chapter_id)).one()
    if said >= ABOUT_CHAPTER_MAX or own_said >= OF_PERSON_MAX:
        raise EnoughSaid


def _lock_standing(chapter: Chapter) -> int:
    """The chapter, or the one it was joined to while the text was under way; nobody else writes about it meanwhile."""
    _step(chapter.id)
    db.session.refresh(chapter, ["merged_into_id"])
    if chapter.merged_into_id is None:
        return chapter.id
    _step(chapter.merged_into_id)
    return chapter.merged_into_id


def _lock_thought(thought: Thought) -> None:
    """The thought as it is now, under the chapter where it stands now; nobody else writes about that meanwhile."""
    before = thought.chapter_id
    _step(before)
    db.session.refresh(thought)
    if thought.chapter_id != before:
        _step(thought.chapter_id)


def reword(thought: Thought, kind: ThoughtKind, text: str, *, now: datetime) -> None:
    """Change one's own text."""
    if (thought.kind, thought.text) == (kind, text):
        return
    _lock_thought(thought)
    if thought.wiped_at is None:
        thought.kind, thought.text, thought.edited_at = kind, text, now


def take_back(thought: Thought, *, now: datetime) -> None:
    """Let nobody see a text of one's own any more; it can be undone for an hour."""
    _lock_thought(thought)
    if thought.wiped_at is None:
        thought.deleted_at = thought.deleted_at or now


def restore(thought: Thought, *, now: datetime) -> None:
    """Undo taking back. Raises UndoOver."""
    if thought.deleted_at is None:
        return
    if not thought.can_be_restored(now):
        raise UndoOver
    _lock_thought(thought)
    thought.deleted_at = None


def wipe(thought: Thought, meeting: Meeting, *, by: User, now: datetime) -> None:
    """Take the text out of a thought for good and tell whoever wrote it; that it was wiped stands in its place."""
    _lock_thought(thought)
    if thought.wiped_at is not None:
        return
    thought.text, thought.wiped_at = "", now
    trail.record("thought.wiped", thought, by=by, now=now, circle_id=meeting.circle_id)
    writer = db.session.scalars(circles.insiders(meeting.circle).where(User.id == thought.user_id))
    payload = {"meeting_id": meeting.id, "circle": meeting.circle.title}
    outbox.add_many(
        "thought_wiped", [(user, f"thought_wiped:{thought.id}", payload) for user in writer], by=by, now=now
    )


def like(thought: Thought, user: User) -> None:
    """Give a 👍; a second one, or one for a text that was just taken back, changes nothing."""
    _lock_thought(thought)
    if thought.deleted_at is None and db.session.scalar(_like_of(thought, user)) is None:
        db.session.add(ThoughtLike(thought_id=thought.id, user_id=user.id))
        db.session.flush()


def unlike(thought: Thought, user: User) -> None:
    """Take one's 👍 back."""
    _lock_thought(thought)
    db.session.execute(delete(ThoughtLike).where(ThoughtLike.thought_id == thought.id, ThoughtLike.user_id == user.id))


def _like_of(thought: Thought, user: User) -> Select[ThoughtLike]:
    return select(ThoughtLike).where(ThoughtLike.thought_id == thought.id, ThoughtLike.user_id == user.id)


def follow_merge(merged: Chapter, into: Chapter) -> None:
    """Let what was said about a chapter stand under the one it was joined to."""
    # Whoever is writing about it comes first, and what they wrote goes along.
    _step(merged.id)
    db.session.execute(update(Thought).where(Thought.chapter_id == merged.id).values(chapter_id=into.id))
    _step(into.id)


def _step(chapter_id: int) -> None:
    # The row stays locked to the end of the transaction: whoever writes about one chapter does so one after the other,
    # so nothing is said or liked twice, and whoever sees the new number sees what led to it.
    here = update(MeetingChapter).where(MeetingChapter.chapter_id == chapter_id)
    db.session.execute(here.values(thought_step=MeetingChapter.thought_step + 1))


def tick(chapter: Chapter, user: User, *, now: datetime) -> None:
    """Note that the person has read a chapter."""
    # Two presses at once wait for each other here.
    db.session.scalar(select(User.id).where(User.id == user.id).with_for_update())
    ticked = select(ReadTick.id).where(ReadTick.chapter_id == chapter.id, ReadTick.user_id == user.id)
    if db.session.scalar(ticked) is None:
        db.session.add(ReadTick(chapter_id=chapter.id, user_id=user.id, read_at=now))


def untick(chapter: Chapter, user: User) -> None:
    """Take the tick away again."""
    db.session.execute(delete(ReadTick).where(ReadTick.chapter_id == chapter.id, ReadTick.user_id == user.id))
