"""Whatever people press, and in whatever order, a circle is that of a model: seats, waitlists, who takes part, who
presents what, and who was told."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from studyhub.audit.models import AuditEvent
from studyhub.circles.editing import CircleRhythm
from studyhub.circles.models import ParticipationRole
from studyhub.circles.planning.planner import HolidayRule
from studyhub.db import db
from studyhub.meetings import takings
from studyhub.meetings.assigning import asking, assignments, reading_together, suggestions, swapping
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import deciding
from studyhub.meetings.changing import cancelling, circle_terms, editing, rhythm_change
from studyhub.meetings.changing.together import Sessions
from studyhub.meetings.signing_up import joining, removing, signups
from studyhub.people.models import ImpossibleMove
from tests.cast import NOON, Cast
from tests.meetings import arranging_model as model
from tests.meetings.circle_facts import Facts, RealCircle, of_model
from tests.meetings.machines import Machine, run
from tests.meetings.scenes import details_of, terms_of
from tests.meetings.signing_up.seats_model import Meeting, Refused, Seats

STEPS, STEPS_LONG, STEPS_EACH = 1_000, 10_000, 40
PEOPLE, MEETINGS, SEATS = 6, 3, 3
PERSON, MEETING, CHAPTER = st.integers(0, PEOPLE - 1), st.integers(0, MEETINGS - 1), st.integers(0, MEETINGS - 1)
PLACES = [
    (signups.sign_up, Seats.sign_up),
    (signups.withdraw, Seats.withdraw),
    (signups.be_absent, model.Circle.be_absent),
]
TAKING = [
    (assignments.claim, model.Circle.claim),
    (assignments.claim, model.Circle.claim),
    (assignments.pair, model.Circle.pair),
]
ANSWERS = [
    (assignments.accept, model.Circle.accept),
    (asking.decline, model.Circle.decline),
]
GIVING = [
    (assignments.want_cover, model.Circle.want_cover),
    (assignments.give_back, model.Circle.give_back),
]
TOGETHER = [
    (reading_together.read_together, model.Circle.read_together),
    (reading_together.present_again, model.Circle.present_again),
]
REFUSALS = (
    signups.SignupClosed,
    assignments.AssignmentClosed,
    assignments.ChapterTaken,
    assignments.NoAssignment,
    assignments.ListenerNeverAsked,
    cancelling.TooLateToUndo,
    takings.TooLateToUndo,
    swapping.NothingToSwap,
    deciding.NoNextMeeting,
    editing.CapacityBelowConfirmed,
    ImpossibleMove,
)
# Calling off is a move of its own.
INSTEAD = [deciding.Instead.READ_TOGETHER, deciding.Instead.NEXT]
WAYS = [{"keep_all": False, "reopen": False}, {"keep_all": True, "reopen": False}, {"keep_all": False, "reopen": True}]


def test_a_circle_is_that_of_the_model(cast: Cast, is_long: bool) -> None:
    steps = STEPS_LONG if is_long else STEPS
    machine = machine_for(cast)

    run(machine, steps, steps_each=STEPS_EACH)

    assert machine.taken >= steps


def machine_for(cast: Cast) -> type[Machine]:
    """A machine in this test's database; each run has a circle of its own, which the first of the people organises."""
    people = cast.people(PEOPLE)
    db.session.commit()

    class CircleMachine(Machine):
        def __init__(self) -> None:
            super().__init__()
            circle = cast.new_circle(people[0], title="Model", capacity=SEATS, meetings=MEETINGS)
            circle.weekday, circle.start_time, circle.holiday_rule = 2, time(19), HolidayRule.KEEP
            self.real = RealCircle(circle, people)
            meetings = [Meeting(n, one.starts_at, one.ends_at, SEATS) for n, one in enumerate(self.real.meetings)]
            self.model = model.Circle(meetings, NOON, self.asked_by_fairness)
            self.model.begin_arranging()
            self.removals: dict[int, AuditEvent] = {}
            self.swaps: list[AuditEvent] = []
            self.taken_off: list[AuditEvent] = []
            self.model.join(0, "participant")
            self.begin()

        def begin(self) -> None:
            """Seats are taken and people wait, one of them only listens, and three chapters are in hands."""
            for person in range(1, PEOPLE - 1):
                self.join_or_leave(person, ParticipationRole.LISTENER if person == 1 else ParticipationRole.PARTICIPANT)
            for chapter in (0, 1):
                self.change_part(TAKING[0], chapter, chapter + 2)
            self.change_part(GIVING[0], 1, 3)
            self.suggest(2, 4)

        def asked_by_fairness(self, chapter: int, can: list[int]) -> int:
            """Whom fairness chooses is proved elsewhere; here it is one of those who can be asked."""
            parts = self.real.parts()[chapter]
            [asked] = [person for person, (state, _meeting) in parts.items() if state == "suggested"]
            assert asked in can
            return asked

        def both(self, really: Callable[[], Any], in_model: Callable[[], None]) -> None:
            """Both do it, or both refuse for the same reason."""
            assert refusal(really) == refusal(in_model)

        def later(self) -> Any:
            self.model.now += timedelta(seconds=1)
            return self.model.now

        @rule(person=st.integers(1, PEOPLE - 1), role=st.sampled_from([*ParticipationRole, None]))
        def join_or_leave(self, person: int, role: ParticipationRole | None) -> None:
            now = self.later()
            if role:
                joining.join(self.real.circle, people[person], now=now, role=role)
                self.model.join(person, role.value)
            else:
                joining.leave(self.real.circle, people[person], now=now)
                self.model.leave(person)

        @rule(meeting=MEETING, person=PERSON)
        def sign_up(self, meeting: int, person: int) -> None:
            self.change_place((signups.sign_up, Seats.sign_up), meeting, person)

        @rule(practice=st.sampled_from(PLACES), meeting=MEETING, person=PERSON)
        def change_place(self, practice: Any, meeting: int, person: int) -> None:
            really, in_model = practice
            now = self.later()
            self.both(
                lambda: really(self.real.meetings[meeting], people[person], now=now),
                lambda: in_model(self.model, meeting, person),
            )

        @rule(meeting=MEETING, capacity=st.one_of(st.none(), st.integers(1, PEOPLE)), way=st.sampled_from(WAYS))
        def set_capacity(self, meeting: int, capacity: int | None, way: dict[str, bool]) -> None:
            now, one = self.later(), self.real.meetings[meeting]
            new = details_of(one, capacity=capacity)
            self.both(
                lambda: editing.update_meeting(one, new, by=people[0], now=now, **way),
                lambda: self.model.set_capacity(meeting, capacity, **way),
            )

        @rule(place=st.sampled_from(["", "A", "B"]), capacity=st.sampled_from([None, 2, 3]), keep_all=st.booleans())
        def change_terms(self, place: str, capacity: int | None, keep_all: bool) -> None:
            now, circle = self.later(), self.real.circle
            new = terms_of(circle, place=place, capacity=capacity)
            how: Any = {"by": people[0], "now": now, "keep_all": keep_all}
            self.both(
                lambda: circle_terms.change(circle, new, Sessions.ALL, **how),
                lambda: self.model.change_terms(place, capacity, keep_all=keep_all),
            )

        # What was called off and moved onto meanwhile would be restored beside another one.
        @precondition(lambda self: not any(meeting.is_called_off for meeting in self.model.meetings))
        @rule(weekday=st.integers(0, 4), hour=st.sampled_from([12, 19]))
        def change_rhythm(self, weekday: int, hour: int) -> None:
            now, circle = self.later(), self.real.circle
            new = CircleRhythm(1, None, weekday, time(hour), 90, HolidayRule.KEEP)
            self.both(
                lambda: rhythm_change.change(circle, new, Sessions.ALL, by=people[0], now=now),
                lambda: self.model.change_rhythm(weekday, time(hour)),
            )

        @rule(meeting=MEETING, person=PERSON)
        def remove(self, meeting: int, person: int) -> None:
            """By an organiser; the last of each meeting can be undone for a minute."""
            now, one = self.later(), self.real.meetings[meeting]
            self.both(
                lambda: self.note_removal(meeting, removing.remove(one, people[person], by=people[0], now=now)),
                lambda: self.model.remove(meeting, person),
            )

        def note_removal(self, meeting: int, event: AuditEvent | None) -> None:
            if event is not None:
                self.removals[meeting] = event

        @precondition(lambda self: self.model.removals)
        @rule(meeting=MEETING)
        def undo_removal(self, meeting: int) -> None:
            now, removed = self.later(), sorted(self.model.removals)
            chosen = removed[meeting % len(removed)]
            self.both(
                lambda: removing.undo(self.removals[chosen], by=people[0], now=now),
                lambda: self.model.undo_removal(chosen),
            )

        @rule(meeting=MEETING, chapters=st.sampled_from(cancelling.Chapters))
        def cancel(self, meeting: int, chapters: cancelling.Chapters) -> None:
            now = self.later()
            self.both(
                lambda: cancelling.cancel(self.real.meetings[meeting], "Ill", chapters, by=people[0], now=now),
                lambda: self.model.cancel(meeting, chapters.value),
            )

        @precondition(lambda self: any(meeting.is_called_off for meeting in self.model.meetings))
        @rule(meeting=MEETING)
        def undo(self, meeting: int) -> None:
            now, called_off = self.later(), [one.number for one in self.model.meetings if one.is_called_off]
            chosen = called_off[meeting % len(called_off)]
            self.both(
                lambda: cancelling.restore(self.real.meetings[chosen], by=people[0], now=now),
                lambda: self.model.undo(chosen),
            )

        @rule(practice=st.sampled_from(TAKING), chapter=CHAPTER, person=PERSON)
        def take(self, practice: Any, chapter: int, person: int) -> None:
            self.change_part(practice, chapter, person)

        @rule(practice=st.sampled_from(ANSWERS), chapter=CHAPTER, person=PERSON)
        def answer(self, practice: Any, chapter: int, person: int) -> None:
            """By somebody who was asked, if anybody was."""
            asked = self.model.with_part("suggested")
            self.change_part(practice, *(asked[person % len(asked)] if asked else (chapter, person)))

        @rule(practice=st.sampled_from(GIVING), chapter=CHAPTER, person=PERSON)
        def give(self, practice: Any, chapter: int, person: int) -> None:
            """By somebody who has a part, if anybody has."""
            present = self.model.with_part("suggested", "accepted", "cover_wanted")
            self.change_part(practice, *(present[person % len(present)] if present else (chapter, person)))

        def change_part(self, practice: Any, chapter: int, person: int) -> None:
            really, in_model = practice
            now, meeting = self.later(), self.real.meetings[self.model.chapters[chapter].meeting]
            self.both(
                lambda: really(meeting, self.real.chapters[chapter], people[person], now=now),
                lambda: in_model(self.model, chapter, person),
            )

        @rule(chapter=CHAPTER, person=PERSON)
        def suggest(self, chapter: int, person: int) -> None:
            now, meeting = self.later(), self.real.meetings[self.model.chapters[chapter].meeting]
            one = self.real.chapters[chapter]
            self.both(
                lambda: suggestions.suggest(meeting, one, people[person], by=people[0], now=now),
                lambda: self.model.suggest(chapter, person),
            )

        @rule(chapter=CHAPTER, practice=st.sampled_from(TOGETHER))
        def read_another_way(self, chapter: int, practice: Any) -> None:
            really, in_model = practice
            now, meeting = self.later(), self.real.meetings[self.model.chapters[chapter].meeting]
            self.both(
                lambda: really(meeting, self.real.chapters[chapter], by=people[0], now=now),
                lambda: in_model(self.model, chapter),
            )

        @rule(chapter=CHAPTER, other=CHAPTER)
        def swap(self, chapter: int, other: int) -> None:
            now, places = self.later(), [self.place_of(one) for one in (chapter, other)]
            self.both(
                lambda: self.swaps.append(swapping.swap(*places, by=people[0], now=now)),
                lambda: self.model.swap(chapter, other),
            )

        @precondition(lambda self: self.model.swaps)
        @rule()
        def undo_swap(self) -> None:
            now, event = self.later(), self.swaps.pop()
            self.both(lambda: swapping.undo(event, by=people[0], now=now), self.model.undo_swap)

        @rule(chapter=CHAPTER, person=PERSON)
        def take_off(self, chapter: int, person: int) -> None:
            """An organiser takes somebody off who has a part, if anybody has."""
            present = self.model.with_part("suggested", "accepted", "cover_wanted")
            chapter, person = present[person % len(present)] if present else (chapter, person)
            now, place = self.later(), self.place_of(chapter)
            self.both(
                lambda: self.taken_off.append(
                    suggestions.take_off(*place, self.row_of(chapter, person), by=people[0], now=now)
                ),
                lambda: self.model.take_off(chapter, person),
            )

        @precondition(lambda self: self.model.taken_off)
        @rule()
        def undo_taking_off(self) -> None:
            now, event = self.later(), self.taken_off.pop()
            self.both(lambda: suggestions.undo_taking_off(event, by=people[0], now=now), self.model.undo_taking_off)

        @rule(chapter=CHAPTER, instead=st.sampled_from(INSTEAD))
        def decide(self, chapter: int, instead: deciding.Instead) -> None:
            now, (meeting, _chapter) = self.later(), self.place_of(chapter)
            absent = [one.id for one in self.rows_of(chapter) if one.state != "suggested"]
            how: Any = {"reason": "Ill", "by": people[0], "now": now}
            self.both(
                lambda: deciding.decide(meeting, absent, instead, **how),
                lambda: self.model.decide(chapter, instead.value),
            )

        def place_of(self, chapter: int) -> tuple[Any, Any]:
            """The meeting that reads a chapter, and the chapter."""
            return self.real.meetings[self.model.chapters[chapter].meeting], self.real.chapters[chapter]

        def rows_of(self, chapter: int) -> list[Any]:
            return list(db.session.scalars(chapter_queries.current([self.real.chapters[chapter].id])))

        def row_of(self, chapter: int, person: int) -> int:
            """Of this person's part in a chapter; none has the number 0."""
            return next((one.id for one in self.rows_of(chapter) if one.user_id == people[person].id), 0)

        @rule(hours=st.sampled_from([1, 6, 30]))
        def let_time_pass(self, hours: int) -> None:
            until = self.model.now + timedelta(hours=hours)
            while deadline := self.model.next_deadline(until):
                self.model.now = deadline
                self.end_silence()
            self.model.now = until

        def end_silence(self) -> None:
            asking.ask_after_silence(self.model.now)
            self.model.end_silence()

        @invariant()
        def is_that_of_the_model(self) -> None:
            self.end_silence()
            # Every press is a request of its own, which remembers nothing of the one before.
            db.session.flush()
            db.session.expire_all()
            facts = self.real.facts()
            assert facts == of_model(self.model)
            self.nobody_is_overbooked(facts)
            self.no_listener_presents(facts)

        def nobody_is_overbooked(self, facts: Facts) -> None:
            for one, seated in zip(self.model.meetings, facts.seated, strict=True):
                assert one.capacity is None or len(seated) <= max(one.capacity, one.kept)

        def no_listener_presents(self, facts: Facts) -> None:
            coming = [
                person
                for parts in facts.parts
                for person, (_state, meeting) in parts.items()
                if not self.model.has_begun(meeting)
            ]
            assert "listener" not in {facts.roles.get(person) for person in coming}

    return CircleMachine


def refusal(act: Callable[[], Any]) -> str | None:
    """Why it is refused; whatever was changed by then is undone, as it is for a request."""
    try:
        with db.session.begin_nested():
            act()
    except Refused as refused:
        return str(refused)
    except REFUSALS as refused:
        return type(refused).__name__
    return None
