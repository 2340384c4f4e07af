"""A drill as one person sees it: the examiner with what comes next, everybody else what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from studyhub.circles.models import CircleKind
from studyhub.drills import queries as answers
from studyhub.drills.models import ScenarioAttachment, ScenarioSecret
from studyhub.drills.running import casting, queries
from studyhub.drills.running.models import Drill, DrillRemark, DrillReview, clock_text
from studyhub.drills.running.states import EVENT_WORDS, LOGGED, TOLD, DrillState, EventKind, RemarkKind
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.people.readers import is_member


class Part(StrEnum):
    """What somebody has to do with a drill."""

    EXAMINER = "examiner"
    RESPONDER = "responder"
    OBSERVER = "observer"


@dataclass(frozen=True)
class Line:
    """A line of the record as one person is sent it."""

    id: int
    kind: EventKind
    clock: str
    text: str


@dataclass(frozen=True)
class Watched:
    """What everybody who may open the session is sent while it goes on: the record, and nothing of the answer.

    Where it `is_withheld` the record says what happened and when, without a word of what was said.
    """

    drill: Drill
    part: Part
    standing: DrillState
    clock_seconds: int
    is_withheld: bool
    events: Sequence[Line]

    @property
    def step(self) -> str:
        """What changes whenever there is something new to see."""
        return step_of(self.drill, self.standing, self.part, is_withheld=self.is_withheld)

    @property
    def clock(self) -> str:
        """What the clock of the drill says."""
        return clock_text(self.clock_seconds)

    @property
    def is_running(self) -> bool:
        """Whether the clock runs."""
        return self.standing is DrillState.RUNNING

    @property
    def symptom(self) -> str:
        """What was read out at the beginning."""
        return next((one.text for one in self.events if one.kind is EventKind.STARTED), "")

    @property
    def hints(self) -> list[Line]:
        """The hints that were given, in order."""
        return [one for one in reversed(self.events) if one.kind is EventKind.HINT]

    @property
    def wants_hint(self) -> bool:
        """Whether the last thing that happened is that the responder asked for a hint."""
        return bool(self.events) and self.events[0].kind is EventKind.HINT_WANTED


def part_of(drill: Drill, user: User) -> Part:
    """What somebody has to do with a drill."""
    if user.id == drill.examiner_id:
        return Part.EXAMINER
    return Part.RESPONDER if user.id == drill.responder_id else Part.OBSERVER


def step_of(drill: Drill, standing: DrillState, part: Part, *, is_withheld: bool) -> str:
    """What changes whenever there is something new for this part to see."""
    kept_back = ".withheld" if is_withheld else ""
    return f"{drill.id}.{drill.step}.{standing}.{part}{kept_back}"


def watched(drill: Drill, user: User, now: datetime) -> Watched:
    """The drill as this person watches it."""
    part, withheld = part_of(drill, user), _is_withheld(drill, user)
    lines = [Line(one.id, one.kind, one.clock, "" if withheld else one.text) for one in queries.events_of(drill)]
    return Watched(drill, part, drill.standing(now), drill.clock_seconds(now), withheld, lines)


def _is_withheld(drill: Drill, user: User) -> bool:
    has_seen = queries.has_seen(drill.scenario_id, user.id)
    is_to_respond = queries.is_to_respond(drill.scenario_id, user.id)
    return is_withheld(drill, part_of(drill, user), has_seen=has_seen, is_to_respond=is_to_respond)


def is_withheld(drill: Drill, part: Part, *, has_seen: bool, is_to_respond: bool) -> bool:
    """Whether hints and findings would help somebody who can still respond: after the reveal by having looked it up,
    before it by watching another drill on the scenario they are to respond to.
    """
    if part is not Part.OBSERVER:
        return False
    return not has_seen if drill.state in TOLD else is_to_respond


@dataclass(frozen=True)
class Beside:
    """What stands beside the record: the answer for whoever has seen it, and what the reader may do."""

    secret: ScenarioSecret | None
    can_take_over: bool
    can_see: bool
    organizes: bool
    given: int
    attachments: Sequence[ScenarioAttachment]

    @property
    def next_hint(self) -> str:
        """The hint that is given next; empty where none is left."""
        hints = self.secret.hint_lines if self.secret else []
        return hints[self.given] if self.given < len(hints) else ""


def beside(drill: Drill, user: User) -> Beside:
    """What of a drill's page is this reader's alone. While it goes on the answer is its examiner's alone."""
    is_revealed = drill.state in TOLD
    is_theirs = is_revealed or drill.examiner_id == user.id
    secret = answers.secret(drill.scenario, user) if is_theirs else None
    may_see = is_revealed and secret is None and queries.may_see(drill.scenario_id, user)
    takes_over = casting.can_take_over(drill, user)
    organizes = queries.organizes(drill.meeting.circle_id, user)
    attachments = answers.attachments(drill.scenario, user) if secret else []
    return Beside(secret, takes_over, may_see, organizes, queries.hints_given(drill), attachments)


def drills_of(meeting: Meeting, user: User | None) -> list[Drill] | None:
    """The drills of a session as its page shows them to a member; None where its circle is of another kind."""
    if meeting.circle.kind is not CircleKind.DRILL or not is_member(user):
        return None
    return queries.of_meeting(meeting, user)


@dataclass(frozen=True)
class Debrief:
    """What is said after the reveal, as one person reads it: nothing for whoever has not seen the answer."""

    remarks: Sequence[DrillRemark]
    review: DrillReview | None
    can_say: bool
    can_share: bool

    def of(self, kind: RemarkKind) -> list[DrillRemark]:
        """What was said of one kind."""
        return [one for one in self.remarks if one.kind == kind]


def debrief(drill: Drill, user: User, *, has_seen: bool) -> Debrief:
    """The debrief of a drill whose answer was told."""
    is_open = drill.state is DrillState.REVEALED
    can_share = is_open and drill.examiner_id == user.id
    return Debrief(queries.remarks_of(drill, user), queries.review(drill, user), is_open and has_seen, can_share)


@dataclass(frozen=True)
class Told:
    """What the notes of a session begin with: what was asked, tried and found, and what was learned."""

    title: str
    lines: Sequence[str]
    learned: Sequence[str]


def told_in(meeting: Meeting) -> list[Told]:
    """The drills of a session whose answers were told. Symptom, hints and what was found stay with the scenario."""
    found = []
    for drill in queries.told_in(meeting):
        events = [one for one in reversed(queries.events_of(drill)) if one.kind in LOGGED]
        # What was found is the answer, as a rule: who may still respond reads the notes, and the drill without it.
        said = [(one, "" if one.kind is EventKind.FOUND else one.text) for one in events]
        lines = [f"{one.clock} {EVENT_WORDS[one.kind]} {text}".strip() for one, text in said]
        found.append(Told(drill.scenario.title, lines, queries.learned_in(drill)))
    return found
