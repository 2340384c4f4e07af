"""What is the same in every size, so that a page shows the same rows: one circle, its meetings, its people.

The first meeting has 30 sign-ups and 12 chapters, the second is there to sign up for; twelve were held before.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from benchmarks.people import writing
from benchmarks.people.writing import Row, Tables
from benchmarks.sizes import NOW
from studyhub.circles.models import Book, Chapter, ChapterPlan, Circle, CircleKind, Participation, Visibility
from studyhub.circles.toc import LineKind
from studyhub.delivery.models import InboxItem
from studyhub.meetings import payloads
from studyhub.meetings.assigning.models import Assignment, AssignmentState, MeetingChapter
from studyhub.meetings.models import Meeting, Signup, SignupState
from studyhub.people.models import Device, User
from studyhub.settings.models import Organization
from studyhub.teams.models import Team
from studyhub.text.searching import kept

READER = 1
PEOPLE = 31
DEVICE_KEY = "a-browser-of-the-benchmark"
CIRCLE, SLUG = 1, "bench"
SHOWN, TO_SIGN_UP = 1, 2
SIGNED_UP = 30
CHAPTERS_SHOWN = 12
HELD = 12
CHAPTERS_HELD = 2
MEETINGS = 2 + HELD
UNREAD = 3
CHAPTERS = CHAPTERS_SHOWN + HELD * CHAPTERS_HELD
BEGAN = NOW - timedelta(days=400)


def write(tables: Tables) -> None:
    """The organisation, its first team and circle, and everything that belongs to them."""
    tables.add(Organization, [{"id": 1, "name": "Example", "created_at": BEGAN}])
    tables.add(Team, [{"id": 1, "slug": "team-1", "name": "Team 1"}])
    tables.add(User, (writing.person(number) for number in range(1, PEOPLE + 1)))
    tables.add(Device, [device(DEVICE_KEY, READER)])
    tables.add(InboxItem, _messages())
    tables.add(Circle, [_circle()])
    tables.add(Participation, (writing.participation(CIRCLE, number) for number in range(1, PEOPLE + 1)))
    tables.add(Book, [{"id": 1, "title": "Site Reliability Engineering", "authors": "Betsy Beyer"}])
    tables.add(ChapterPlan, [{"id": 1, "circle_id": CIRCLE, "book_id": 1, "opened_at": BEGAN}])
    tables.add(Chapter, (_chapter(number) for number in range(1, CHAPTERS + 1)))
    tables.add(Meeting, _meetings())
    tables.add(MeetingChapter, (_place(number) for number in range(1, CHAPTERS + 1)))
    tables.add(Assignment, (_assignment(number) for number in range(1, CHAPTERS + 1)))
    tables.add(Signup, _signups())
    writing.add_notes(tables, range(3, MEETINGS + 1), circle_of=lambda _meeting: CIRCLE, is_long=True)


def device(key: str, user_id: int) -> Row:
    """A browser in which somebody is signed in."""
    later = NOW + timedelta(days=365)
    times = {"created_at": NOW, "last_seen_at": later, "confirmed_at": NOW, "expires_at": later}
    return {"key": key, "user_id": user_id, **times}


def _messages() -> Iterator[Row]:
    """What the reader has not read yet: that they have a seat in each of the first sessions."""
    circle = Circle(**_circle(), time_zone="Asia/Tokyo")
    for number, meeting in enumerate(islice(_meetings(), UNREAD)):
        payload = payloads.of_meeting(Meeting(**meeting, circle=circle))
        yield {"key": f"bench:{number}", "user_id": READER, "kind": "promoted", "payload": payload, "created_at": NOW}


def _circle() -> Row:
    return {
        "id": CIRCLE,
        "slug": SLUG,
        "title": "SRE本 輪読会",
        "search_text": kept("SRE本 輪読会"),
        "kind": CircleKind.READING,
        "visibility": Visibility.PUBLIC,
        "every_weeks": 1,
        "weekday": 1,
        "created_by_id": READER,
        # The newest: it stands on the first page of the list in every size.
        "created_at": NOW,
    }


def _meetings() -> Iterator[Row]:
    starts = [NOW + timedelta(days=1), NOW + timedelta(days=8)]
    starts += [NOW - timedelta(days=7 * week) for week in range(HELD, 0, -1)]
    numbers = [HELD + 1, HELD + 2, *range(1, HELD + 1)]
    for id_, (start, number) in enumerate(zip(starts, numbers, strict=True), start=1):
        yield writing.meeting(id_, CIRCLE, number, start)


def _chapter(number: int) -> Row:
    # The book is read in order: the held meetings' chapters come first.
    return {
        "id": number,
        "plan_id": 1,
        "position": number,
        "kind": LineKind.CHAPTER,
        "number": str(number),
        "title": f"Monitoring Distributed Systems, part {number}",
        "pages": 20,
    }


def _meeting_of(chapter: int) -> int:
    if chapter > HELD * CHAPTERS_HELD:
        return SHOWN
    return 3 + (chapter - 1) // CHAPTERS_HELD


def _place(chapter: int) -> Row:
    return {"id": chapter, "chapter_id": chapter, "meeting_id": _meeting_of(chapter), "position": chapter}


def _assignment(chapter: int) -> Row:
    is_held = _meeting_of(chapter) != SHOWN
    state = AssignmentState.PRESENTED if is_held else AssignmentState.ACCEPTED
    return writing.assignment(chapter, chapter, _meeting_of(chapter), 2 + chapter % SIGNED_UP, state)


def _signups() -> Iterator[Row]:
    for number in range(1, SIGNED_UP + 1):
        yield {
            "id": number,
            "meeting_id": SHOWN,
            "user_id": number,
            "state": SignupState.CONFIRMED,
            "joined_at": BEGAN,
        }
