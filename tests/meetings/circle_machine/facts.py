"""What is compared of a circle and its model; people, meetings and chapters are numbers."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from studyhub.circles.models import Chapter, Circle, Participation
from studyhub.db import db
from studyhub.delivery.models import Channel, DeliveryState, OutboxMessage
from studyhub.meetings.assigning.between.models import Proposal, ProposalState
from studyhub.meetings.assigning.models import CURRENT_STATES, Assignment, MeetingChapter
from studyhub.meetings.models import Attendance, AttendanceState, Meeting, Signup, SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.people.models import User
from tests.meetings.circle_machine.seats_model import Meeting as MeetingModel
from tests.meetings.circle_machine.taking_out_model import Circle as CircleModel
from tests.meetings.scenes import meetings_of

TOLD = (
    "promoted",
    "meeting_changed",
    "meeting_cancelled",
    "meeting_restored",
    "assignment_suggested",
    "signup_removed",
    "circle_taken_out",
    "plan_changed",
    "plan_restored",
    "chapter_proposed",
    "proposal_answered",
    "proposal_agreed",
    "proposal_ended",
)


class Facts(NamedTuple):
    """For each meeting who has a seat, waits or is absent; for each chapter where it is read and who has which part.

    Proposals are a chapter, one for it or None, who proposed it and who was asked.
    """

    seated: list[set[int]]
    waiting: list[list[int]]
    absent: list[set[int]]
    roles: dict[int, str]
    read_in: list[int | None]
    together: set[int]
    parts: list[dict[int, tuple[str, int]]]
    proposals: set[tuple[int, int | None, int, int]]
    told: Counter[tuple[str, int | None, int]]
    states: list[str]
    places: list[str]
    starts: list[datetime]


def of_model(circle: CircleModel) -> Facts:
    """What must be so."""
    return Facts(
        seated=[set(one.seated) for one in circle.meetings],
        waiting=[one.waiting for one in circle.meetings],
        absent=[one.absent for one in circle.meetings],
        roles=circle.roles,
        read_in=[None if one.is_dropped else one.meeting for one in circle.chapters],
        together={one.number for one in circle.chapters if one.is_together and not one.is_dropped},
        parts=[{who: (part.state, one.meeting) for who, part in one.parts.items()} for one in circle.chapters],
        proposals={(one.chapter, one.for_chapter, one.proposer, one.asked) for one in circle.open_proposals()},
        told=circle.told,
        states=[_state(one) for one in circle.meetings],
        places=[one.place for one in circle.meetings],
        starts=[one.starts_at for one in circle.meetings],
    )


def _state(meeting: MeetingModel) -> str:
    if meeting.is_called_off:
        return "cancelled"
    return "postponed" if meeting.is_postponed else "scheduled"


class RealCircle:
    """A circle of the database. Columns are read, not objects: no session keeps them."""

    def __init__(self, circle: Circle, people: Sequence[User]) -> None:
        self.circle, self.people = circle, people
        self.meetings = meetings_of(circle)
        self.chapters: Sequence[Chapter] = circle.plans[0].chapters
        self._person = {user.id: number for number, user in enumerate(people)}
        self._meeting = {meeting.id: number for number, meeting in enumerate(self.meetings)}
        self._chapter = {chapter.id: number for number, chapter in enumerate(self.chapters)}

    def facts(self) -> Facts:
        """What is so in the database."""
        return Facts(
            seated=[set(line) for line in self._lines(_seated())],
            waiting=self._lines(
                signup_queries.waitlist(self._meeting).with_only_columns(Signup.meeting_id, Signup.user_id)
            ),
            absent=[set(line) for line in self._lines(_absent())],
            roles=self._roles(),
            **self._chapters(),
            parts=self.parts(),
            proposals=self._proposals(),
            told=self._told(),
            **self._sessions(),
        )

    def parts(self) -> list[dict[int, tuple[str, int]]]:
        """Who has which part in each chapter, and in which meeting."""
        rows = db.select(Assignment.chapter_id, Assignment.user_id, Assignment.state, Assignment.meeting_id)
        present = rows.where(Assignment.chapter_id.in_(self._chapter), Assignment.state.in_(CURRENT_STATES))
        parts: list[dict[int, tuple[str, int]]] = [{} for _ in self.chapters]
        for chapter_id, user_id, state, meeting_id in db.session.execute(present):
            parts[self._chapter[chapter_id]][self._person[user_id]] = state.value, self._meeting[meeting_id]
        return parts

    def _lines(self, rows: Any) -> list[list[int]]:
        """Pairs of a meeting and a person, as a list of people for each meeting, in the order of the rows."""
        lines: list[list[int]] = [[] for _ in self.meetings]
        for meeting_id, user_id in db.session.execute(rows):
            if meeting_id in self._meeting:
                lines[self._meeting[meeting_id]].append(self._person[user_id])
        return lines

    def _roles(self) -> dict[int, str]:
        rows = db.select(Participation.user_id, Participation.role)
        inside = rows.where(Participation.circle_id == self.circle.id, Participation.left_at.is_(None))
        return {self._person[user_id]: role.value for user_id, role in db.session.execute(inside)}

    def _chapters(self) -> dict[str, Any]:
        rows = db.select(MeetingChapter.chapter_id, MeetingChapter.meeting_id, MeetingChapter.is_read_together)
        read = rows.join(MeetingChapter.chapter).where(Chapter.id.in_(self._chapter), Chapter.skipped_at.is_(None))
        found = {
            self._chapter[one]: (self._meeting[here], together) for one, here, together in db.session.execute(read)
        }
        places = [found[number][0] if number in found else None for number in range(len(self.chapters))]
        return {"read_in": places, "together": {number for number, (_, together) in found.items() if together}}

    def _proposals(self) -> set[tuple[int, int | None, int, int]]:
        rows = db.select(Proposal.chapter_id, Proposal.for_chapter_id, Proposal.proposer_id, Proposal.asked_id)
        mine = rows.where(Proposal.chapter_id.in_(self._chapter), Proposal.state == ProposalState.ASKED)
        return {
            (self._chapter[one], self._chapter.get(other), self._person[by], self._person[to])
            for one, other, by, to in db.session.execute(mine)
        }

    def _sessions(self) -> dict[str, Any]:
        rows = db.select(Meeting.place, Meeting.starts_at, Meeting.state).where(Meeting.id.in_(self._meeting))
        found = db.session.execute(rows.order_by(Meeting.id)).all()
        names = ("places", "starts", "states")
        return dict(zip(names, map(list, zip(*found, strict=True)), strict=True))

    def _told(self) -> Counter[tuple[str, int | None, int]]:
        rows = db.select(OutboxMessage.kind, OutboxMessage.payload, OutboxMessage.recipient_id)
        mails = rows.where(OutboxMessage.kind.in_(TOLD), OutboxMessage.channel == Channel.MAIL)
        mails = mails.where(OutboxMessage.state != DeliveryState.DROPPED)
        return Counter(
            (kind, self._meeting.get(one.get("meeting_id", 0)), self._person[user_id])
            for kind, payload, user_id in db.session.execute(mails)
            for one in payload.get("given", [payload])
        )


def _seated() -> Any:
    return db.select(Signup.meeting_id, Signup.user_id).where(Signup.state == SignupState.CONFIRMED)


def _absent() -> Any:
    return db.select(Attendance.meeting_id, Attendance.user_id).where(Attendance.state == AttendanceState.ABSENT)
