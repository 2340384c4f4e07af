"""Fills an organisation of a given size by bulk inserts into migrated tables, past every practice of StudyHub."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from benchmarks import scene
from benchmarks.filling import on_call, rounds, training
from benchmarks.people import writing
from benchmarks.people.writing import MINUTES, Row, Tables
from benchmarks.sizes import NOW, Size
from studyhub.circles.models import Book, Chapter, ChapterPlan, Circle, CircleKind, Participation, Visibility
from studyhub.circles.toc import LineKind
from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.ledger.models import Duty, DutyEntry
from studyhub.meetings.assigning.models import Assignment, AssignmentState, MeetingChapter
from studyhub.meetings.models import Attendance, AttendanceState, Meeting, Signup, SignupState
from studyhub.people.models import User
from studyhub.teams.models import Membership, Team
from studyhub.text.searching import kept

MEMBERS_MOST = 25
# A prime, so that a step of it visits everybody before it comes round.
STEP = 17


def fill(connection: Connection, size: Size) -> None:
    """Write all rows; the caller commits."""
    tables = Tables(connection)
    scene.write(tables)
    rest = _Rest(size)
    tables.add(Team, ({"id": id_, "slug": f"team-{id_}", "name": f"Team {id_}"} for id_ in range(2, size.teams + 1)))
    tables.add(User, (writing.person(scene.PEOPLE + number) for number in range(1, size.people + 1)))
    tables.add(Membership, rest.memberships())
    tables.add(Circle, (rest.circle(number) for number in range(size.circles)))
    tables.add(Participation, rest.participations())
    tables.add(Book, ({"id": 2 + number, "title": f"Book {number}"} for number in range(size.circles)))
    tables.add(ChapterPlan, (rest.plan(number) for number in range(size.circles)))
    tables.add(Meeting, (rest.meeting(number) for number in range(size.meetings)))
    tables.add(Chapter, (rest.chapter(number) for number in range(size.meetings)))
    tables.add(MeetingChapter, (rest.place(number) for number in range(size.meetings)))
    tables.add(Assignment, (rest.assignment(number) for number in range(size.meetings)))
    tables.add(DutyEntry, rest.duties())
    tables.add(Signup, rest.signups())
    tables.add(Commitment, rest.commitments())
    tables.add(Attendance, rest.attendances())
    noted = (scene.MEETINGS + 1 + number for number in range(size.notes))
    writing.add_notes(tables, noted, circle_of=rest.circle_of, is_long=False)
    on_call.write(tables, size)
    training.write(tables, size)
    rounds.write(tables, size)
    tables.count_on()


class _Rest:
    """Everything beside the scene, by plain counting: the same rows on every machine."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.members = min(size.people, MEMBERS_MOST)

    def memberships(self) -> Iterator[Row]:
        for user in range(1, scene.PEOPLE + self.size.people + 1):
            yield {"team_id": 1 + user % self.size.teams, "user_id": user, "is_primary": True}

    def circle(self, number: int) -> Row:
        return {
            "id": 2 + number,
            "slug": f"circle-{number}",
            "title": f"Circle {number}",
            "search_text": kept(f"Circle {number}"),
            "kind": CircleKind.READING,
            "visibility": Visibility.INSIDE if number % 3 else Visibility.PUBLIC,
            "every_weeks": 1,
            "created_at": NOW - timedelta(days=300, minutes=number),
        }

    def participations(self) -> Iterator[Row]:
        for number in range(self.size.circles):
            for place in range(self.members):
                yield writing.participation(2 + number, self._member(number, place))

    def _member(self, circle: int, place: int) -> int:
        return scene.PEOPLE + 1 + (circle * 13 + place * STEP) % self.size.people

    def plan(self, number: int) -> Row:
        return {"id": 2 + number, "circle_id": 2 + number, "book_id": 2 + number, "opened_at": scene.BEGAN}

    def _start(self, number: int) -> datetime:
        """Weekly, and one meeting in ten or so is still to come."""
        week, circle = number // self.size.circles, number % self.size.circles
        ahead = max(self.size.meetings // self.size.circles // 10, 1)
        weeks = self.size.meetings // self.size.circles - ahead
        return NOW + timedelta(weeks=week - weeks, days=circle % 7, hours=2)

    def meeting(self, number: int) -> Row:
        week, circle = number // self.size.circles, number % self.size.circles
        return writing.meeting(scene.MEETINGS + 1 + number, 2 + circle, week + 1, self._start(number))

    def circle_of(self, meeting_id: int) -> int:
        return 2 + (meeting_id - scene.MEETINGS - 1) % self.size.circles

    def chapter(self, number: int) -> Row:
        week, circle = number // self.size.circles, number % self.size.circles
        return {
            "id": scene.CHAPTERS + 1 + number,
            "plan_id": 2 + circle,
            "position": week + 1,
            "kind": LineKind.CHAPTER,
            "number": str(week + 1),
            "title": f"Chapter {week + 1}",
            "pages": 20,
        }

    def place(self, number: int) -> Row:
        chapter = scene.CHAPTERS + 1 + number
        return {"id": chapter, "chapter_id": chapter, "meeting_id": scene.MEETINGS + 1 + number}

    def assignment(self, number: int) -> Row:
        state = AssignmentState.PRESENTED if self._is_held(number) else AssignmentState.ACCEPTED
        chapter, meeting = scene.CHAPTERS + 1 + number, scene.MEETINGS + 1 + number
        return writing.assignment(chapter, chapter, meeting, self._presenter(number), state)

    def _presenter(self, number: int) -> int:
        return self._member(number % self.size.circles, number // self.size.circles % self.members)

    def _is_held(self, number: int) -> bool:
        return self._start(number) + MINUTES <= NOW

    def duties(self) -> Iterator[Row]:
        for number in range(self.size.meetings):
            if self._is_held(number):
                yield {
                    "source": f"assignment:{scene.CHAPTERS + 1 + number}",
                    "duty": Duty.PRESENTED,
                    "user_id": self._presenter(number),
                    "team_id": 1 + self._presenter(number) % self.size.teams,
                    "meeting_id": scene.MEETINGS + 1 + number,
                    "happened_on": self._start(number).date(),
                }

    def signups(self) -> Iterator[Row]:
        for id_, number, user in self._places():
            yield {
                "id": id_,
                "meeting_id": scene.MEETINGS + 1 + number,
                "user_id": user,
                "state": SignupState.CONFIRMED,
                "joined_at": scene.BEGAN,
            }

    def _places(self) -> Iterator[tuple[int, int, int]]:
        """Each sign-up's id, the number of its meeting, and who it is."""
        size = self.size
        for count in range(size.signups):
            number, place = count % size.meetings, count // size.meetings
            if place < size.people:
                yield scene.SIGNED_UP + 1 + count, number, self._member(number % size.circles, place)

    def commitments(self) -> Iterator[Row]:
        for id_, number, user in self._places():
            start = self._start(number)
            yield {
                "source": f"signup:{id_}",
                "kind": CommitmentKind.MEETING,
                "user_id": user,
                "starts_at": start,
                "ends_at": start + MINUTES,
            }

    def attendances(self) -> Iterator[Row]:
        for _id, number, user in self._places():
            if self._is_held(number):
                start = self._start(number)
                yield {
                    "meeting_id": scene.MEETINGS + 1 + number,
                    "user_id": user,
                    "state": AttendanceState.ATTENDED,
                    "recorded_at": start + MINUTES,
                }
