"""Moves of an organiser with whole sessions."""

from datetime import time, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from studyhub.circles.editing import CircleRhythm
from studyhub.circles.planning.planner import HolidayRule
from studyhub.meetings.changing import cancelling, circle_terms, editing, postponing, rhythm_change
from studyhub.meetings.changing.together import Sessions
from tests.meetings.circle_machine.chapters_model import TOKYO
from tests.meetings.circle_machine.machine import CHOICE, MEETING, PEOPLE, CircleMachine
from tests.meetings.circle_machine.sessions_model import LENGTH, moment
from tests.meetings.scenes import details_of, terms_of

WAYS = [{"keep_all": False, "reopen": False}, {"keep_all": True, "reopen": False}, {"keep_all": False, "reopen": True}]
# By meeting: no two begin together, nor when the rhythm lets one begin.
HOURS = [time(8), time(14), time(16)]


class SessionMoves(CircleMachine):
    """Capacity, terms, rhythm, postponing and calling off."""

    @rule(meeting=MEETING, capacity=st.one_of(st.none(), st.integers(1, PEOPLE)), way=st.sampled_from(WAYS))
    def set_capacity(self, meeting: int, capacity: int | None, way: dict[str, bool]) -> None:
        now, one = self.later(), self.real.meetings[meeting]
        new, how = details_of(one, capacity=capacity), dict[str, Any](way)
        self.both(
            lambda: editing.update_meeting(one, new, by=self.people[0], now=now, **how),
            lambda: self.model.set_capacity(meeting, capacity, **way),
        )

    @rule(place=st.sampled_from(["", "A", "B"]), capacity=st.sampled_from([None, 2, 3]), keep_all=st.booleans())
    def change_terms(self, place: str, capacity: int | None, keep_all: bool) -> None:
        now, circle = self.later(), self.real.circle
        new = terms_of(circle, place=place, capacity=capacity)
        how: Any = {"by": self.people[0], "now": now, "keep_all": keep_all}
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
            lambda: rhythm_change.change(circle, new, Sessions.ALL, by=self.people[0], now=now),
            lambda: self.model.change_rhythm(weekday, time(hour)),
        )

    @rule(meeting=MEETING, days=st.one_of(st.none(), st.integers(1, 20)))
    def postpone(self, meeting: int, days: int | None) -> None:
        """One that waits for a date gets it, before or after others, unless it is postponed once more."""
        now, one = self.later(), self.real.meetings[meeting]
        if self.model.meetings[meeting].is_postponed and days:
            starts_at = moment((now.astimezone(TOKYO) + timedelta(days=days)).date(), HOURS[meeting])
            self.both(
                lambda: postponing.reschedule(one, starts_at, starts_at + LENGTH, by=self.people[0], now=now),
                lambda: self.model.reschedule(meeting, starts_at),
            )
        else:
            self.both(
                lambda: postponing.postpone(one, by=self.people[0], now=now), lambda: self.model.postpone(meeting)
            )

    @rule(meeting=MEETING, chapters=st.sampled_from(cancelling.Chapters))
    def cancel(self, meeting: int, chapters: cancelling.Chapters) -> None:
        now = self.later()
        self.both(
            lambda: cancelling.cancel(self.real.meetings[meeting], "Ill", chapters, by=self.people[0], now=now),
            lambda: self.model.cancel(meeting, chapters.value),
        )

    @precondition(lambda self: any(meeting.is_called_off for meeting in self.model.meetings))
    @rule(choice=CHOICE)
    def undo(self, choice: int) -> None:
        now, called_off = self.later(), [one.number for one in self.model.meetings if one.is_called_off]
        chosen = called_off[choice % len(called_off)]
        self.both(
            lambda: cancelling.restore(self.real.meetings[chosen], by=self.people[0], now=now),
            lambda: self.model.undo(chosen),
        )
