"""Cutting chapters in two, joining them, and moving them to another meeting, as an organiser. Does not commit."""

from datetime import datetime

from sqlalchemy import Update, select, update

from studyhub.audit import trail
from studyhub.circles import finding
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings.assigning import carrying
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.assignments import AssignmentClosed
from studyhub.meetings.assigning.models import AssignmentState, MeetingChapter
from studyhub.meetings.material import arranging
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.signing_up import seats
from studyhub.meetings.thoughts import saying
from studyhub.people.models import User


class NoNextChapter(Exception):
    """Nothing in this meeting comes after the chapter."""


class NotInCircle(Exception):
    """The meeting is not one of this circle's that are still to come."""


def split(meeting: Meeting, chapter: Chapter, titles: tuple[str, str], *, by: User, now: datetime) -> Chapter:
    """Cut a chapter in two and hand back the second half, which has no presenter yet. Raises AssignmentClosed."""
    _lock(meeting, chapter, now=now)
    db.session.execute(_after(chapter).values(position=Chapter.position + 1))
    second = Chapter(plan_id=chapter.plan_id, position=chapter.position + 1, title=titles[1])
    second.kind, second.number, second.part = chapter.kind, chapter.number, chapter.part
    chapter.title = titles[0]
    if chapter.pages is not None:
        second.pages = chapter.pages // 2
        chapter.pages -= second.pages
        second.page = chapter.page + chapter.pages if chapter.page is not None else None
    db.session.add(second)
    db.session.flush()
    _place_after(meeting, chapter, second)
    finding.make_findable(meeting.circle)
    trail.record("chapter.split", chapter, by=by, now=now, circle_id=meeting.circle_id, after={"second": second.id})
    return second


def _after(chapter: Chapter) -> Update:
    return update(Chapter).where(Chapter.plan_id == chapter.plan_id, Chapter.position > chapter.position)


def _place_after(meeting: Meeting, chapter: Chapter, second: Chapter) -> None:
    places = chapter_queries.placements([meeting.id])
    here = next(place.position for place in places if place.chapter_id == chapter.id)
    is_together = next(place.is_read_together for place in places if place.chapter_id == chapter.id)
    for place in places:
        if place.position > here:
            place.position += 1
    second_place = MeetingChapter(meeting_id=meeting.id, chapter_id=second.id, position=here + 1)
    second_place.is_read_together = is_together
    db.session.add(second_place)
    db.session.flush()


def merge(meeting: Meeting, chapter: Chapter, *, by: User, now: datetime) -> Chapter:
    """Join a chapter with the next one of its meeting, presenters included, and hand the whole back.

    The whole is read together only where both halves were.

    Raises AssignmentClosed, NoNextChapter.
    """
    _lock(meeting, chapter, now=now)
    read = chapter_queries.chapters(meeting)
    index = [one.id for one in read].index(chapter.id)
    if index + 1 == len(read):
        raise NoNextChapter
    following = read[index + 1]
    following.merged_into_id = chapter.id
    chapter.title = f"{chapter.title} / {following.title}"
    if chapter.number and following.number and chapter.number != following.number:
        chapter.number = f"{chapter.number}–{following.number}"
    if chapter.pages is not None and following.pages is not None:
        chapter.pages += following.pages
    _join_presenters(chapter, following, now=now)
    _join_ways(meeting, chapter, following)
    saying.follow_merge(following, chapter)
    arranging.join(chapter, following)
    finding.make_findable(meeting.circle)
    trail.record("chapter.merged", following, by=by, now=now, circle_id=meeting.circle_id, after={"into": chapter.id})
    return chapter


def _join_presenters(chapter: Chapter, following: Chapter, *, now: datetime) -> None:
    held = {one.user_id for one in db.session.scalars(chapter_queries.current([chapter.id])) if one.user_id}
    for one in db.session.scalars(chapter_queries.current([following.id])).all():
        if one.user_id in held:
            one.move_to(AssignmentState.GIVEN_BACK, now=now)
        else:
            one.chapter_id = chapter.id
    db.session.flush()


def _join_ways(meeting: Meeting, chapter: Chapter, following: Chapter) -> None:
    places = {place.chapter_id: place for place in chapter_queries.placements([meeting.id])}
    whole = places[chapter.id]
    whole.is_read_together = whole.is_read_together and places[following.id].is_read_together


def move(meeting: Meeting, chapter: Chapter, to: Meeting, *, by: User, now: datetime) -> None:
    """Read a chapter in another meeting of the circle; its presenters go with it.

    Raises AssignmentClosed, NotInCircle.
    """
    seats.lock([meeting, to])
    _require_here(meeting, chapter)
    if to.circle_id != meeting.circle_id or to.state is MeetingState.CANCELLED or to.is_held(now):
        raise NotInCircle
    places = [one for one in chapter_queries.placements([meeting.id]) if one.chapter_id == chapter.id]
    carrying.move(places, to)
    before, after = {"meeting_id": meeting.id}, {"meeting_id": to.id}
    trail.record("chapter.moved", chapter, by=by, now=now, circle_id=meeting.circle_id, before=before, after=after)


def _lock(meeting: Meeting, chapter: Chapter, *, now: datetime) -> None:
    seats.lock([meeting])
    if meeting.state is MeetingState.CANCELLED or meeting.is_held(now):
        raise AssignmentClosed
    _require_here(meeting, chapter)


def _require_here(meeting: Meeting, chapter: Chapter) -> None:
    held = select(Chapter).where(Chapter.id == chapter.id).execution_options(populate_existing=True)
    db.session.scalar(held)
    if chapter_queries.chapter(meeting, chapter.id) is None:
        raise AssignmentClosed
