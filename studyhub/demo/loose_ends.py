"""What waits in the circle that is halfway through its book: for an answer, for cover, for a second presenter."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from studyhub.circles.models import Chapter, Circle
from studyhub.db import db
from studyhub.demo import sessions
from studyhub.demo.plots import SRE_BOOK
from studyhub.demo.reading.chapters import meeting_of
from studyhub.demo.stage import Stage
from studyhub.meetings import queries
from studyhub.meetings.assigning import assignments, suggestions
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting

HOUR = timedelta(hours=1)
ASKED = ("admin", "egami.sota")
PAIRS_WITH = "lan.nguyen"
READY_MEETINGS = 1


def leave(stage: Stage, circle: Circle) -> None:
    """Let things be begun during the last days that nobody has settled yet."""
    timeline, now = stage.timeline, stage.now
    timeline.at(now - 50 * HOUR, partial(_move_a_meeting, stage, circle))
    timeline.at(now - 40 * HOUR, partial(_present_in_a_pair, stage, circle))
    timeline.at(now - 30 * HOUR, partial(_want_cover, circle))
    timeline.at(now - 10 * HOUR, partial(_get_ready, circle))
    timeline.at(now - 8 * HOUR, partial(_ask, stage, circle))


def _coming(circle: Circle, now: datetime) -> Sequence[Meeting]:
    return db.session.scalars(queries.coming(circle, now)).all()


def _held_chapters(meetings: Sequence[Meeting]) -> list[Assignment]:
    ids = [chapter.id for meeting in meetings for chapter in chapter_queries.chapters(meeting)]
    held = db.session.scalars(chapter_queries.current(ids)).all()
    accepted = [one for one in held if one.state is AssignmentState.ACCEPTED and one.user is not None]
    return sorted(accepted, key=lambda one: ids.index(one.chapter_id))


def _move_a_meeting(stage: Stage, circle: Circle, *, now: datetime) -> None:
    meeting = _coming(circle, now)[2]
    half_an_hour = timedelta(minutes=30)
    times = {"starts_at": meeting.starts_at + half_an_hour, "ends_at": meeting.ends_at + half_an_hour}
    sessions.change(meeting, by=stage.person(SRE_BOOK.organizer), now=now, **times)


def _present_in_a_pair(stage: Stage, circle: Circle, *, now: datetime) -> None:
    user = stage.person(PAIRS_WITH)
    others = [one for one in _held_chapters(_coming(circle, now)) if one.user_id != user.id]
    # The first are for who is to be ready and who is to want cover.
    one = others[-1]
    assignments.pair(meeting_of(one.chapter), one.chapter, user, now=now)


def _want_cover(circle: Circle, *, now: datetime) -> None:
    one = _held_chapters(_coming(circle, now)[1:])[0]
    if one.user is not None:
        assignments.want_cover(meeting_of(one.chapter), one.chapter, one.user, "その週に出張が入りました", now=now)


def _get_ready(circle: Circle, *, now: datetime) -> None:
    for one in _held_chapters(_coming(circle, now)[:READY_MEETINGS]):
        if one.user is not None:
            assignments.be_ready(meeting_of(one.chapter), one.chapter, one.user, now=now)


def _ask(stage: Stage, circle: Circle, *, now: datetime) -> None:
    by = stage.person(SRE_BOOK.organizer)
    for chapter, name in zip(_open_chapters(circle, now), ASKED, strict=False):
        suggestions.suggest(meeting_of(chapter), chapter, stage.person(name), by=by, now=now)


def _open_chapters(circle: Circle, now: datetime) -> list[Chapter]:
    chapters = [chapter for meeting in _coming(circle, now) for chapter in chapter_queries.chapters(meeting)]
    held = db.session.scalars(chapter_queries.current(chapter.id for chapter in chapters))
    taken = {one.chapter_id for one in held}
    return [chapter for chapter in chapters if chapter.id not in taken]
