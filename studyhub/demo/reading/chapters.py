"""Sharing the chapters out: people claim them some weeks before, and are ready the evening before."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from studyhub.circles.models import Chapter, Format
from studyhub.db import db
from studyhub.demo.plots import Plot
from studyhub.demo.stage import Stage
from studyhub.meetings.assigning import assignments, suggestions
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import AssignmentState, MeetingChapter
from studyhub.meetings.models import Meeting
from studyhub.people.models import User

DAY = timedelta(days=1)
# By then everybody has joined.
FIRST_CLAIM = 8 * DAY
GUEST_NAMED = 5 * DAY
# A circle that meets weekly always has presenters for its next two sessions.
SOONEST, LATEST = 17 * 24, 27 * 24  # hours before the session


def share_out(stage: Stage, plot: Plot, meetings: list[Meeting], *, since: datetime) -> None:
    """Let presenters come forward for every chapter of a circle that has them."""
    if plot.format is not Format.PRESENTED or not plot.toc:
        return
    takers = _takers(stage, plot)
    number = 0
    for meeting in meetings:
        for chapter in chapter_queries.chapters(meeting):
            if plot.guest is not None and number == plot.guest[0]:
                moment = stage.now - GUEST_NAMED
                stage.timeline.at(moment, partial(_name_guest, stage, plot, chapter, plot.guest[1]))
            else:
                _let_claim(stage, chapter, meeting.starts_at, takers[number % len(takers)], since)
            number += 1


def _takers(stage: Stage, plot: Plot) -> list[User]:
    # Where seats are few, who may have to wait for one takes no chapter.
    names = [plot.organizer, *plot.people][: plot.capacity]
    stage.chance.shuffle(names)
    return [stage.person(name) for name in names]


def _let_claim(stage: Stage, chapter: Chapter, starts_at: datetime, user: User, since: datetime) -> None:
    ahead = timedelta(hours=stage.chance.randrange(SOONEST, LATEST))
    stage.timeline.at(max(starts_at - ahead, since + FIRST_CLAIM), partial(_claim, chapter, user))
    stage.timeline.at(starts_at - timedelta(hours=stage.chance.randrange(12, 40)), partial(_be_ready, chapter, user))


def _claim(chapter: Chapter, user: User, *, now: datetime) -> None:
    meeting = meeting_of(chapter)
    if not db.session.scalars(chapter_queries.current([chapter.id])).all():
        assignments.claim(meeting, chapter, user, now=now)


def _be_ready(chapter: Chapter, user: User, *, now: datetime) -> None:
    mine = db.session.scalar(chapter_queries.current([chapter.id]).limit(1))
    if mine is not None and mine.user_id == user.id and mine.state is AssignmentState.ACCEPTED:
        assignments.be_ready(meeting_of(chapter), chapter, user, now=now)


def _name_guest(stage: Stage, plot: Plot, chapter: Chapter, name: str, *, now: datetime) -> None:
    suggestions.name_guest(meeting_of(chapter), chapter, name, by=stage.person(plot.organizer), now=now)


def meeting_of(chapter: Chapter) -> Meeting:
    """Where a chapter is read at present; calling a meeting off moves it."""
    placed = select(Meeting).join(MeetingChapter, MeetingChapter.meeting_id == Meeting.id)
    return db.session.scalars(placed.where(MeetingChapter.chapter_id == chapter.id)).one()
