"""What an organiser decides where presenters cannot come, and taking that back, in the model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.meetings.circle_machine.arranging_model import Arranging
from tests.meetings.circle_machine.chapters_model import Chapter, Part
from tests.meetings.circle_machine.seats_model import Meeting, Refused
from tests.meetings.circle_machine.sessions_model import Cancellation


@dataclass
class Had:
    """Somebody's part in a chapter when it was decided: what it was then, and how often it had changed after that."""

    chapter: Chapter
    person: int
    part: Part
    state: str
    changes: int = 0


@dataclass
class Decision:
    """What was decided for chapters of a meeting; `to` is the one that they went to, if any."""

    meeting: int
    instead: str
    to: int | None
    had: list[Had]
    is_taken_back: bool = False

    @property
    def chapters(self) -> list[Chapter]:
        return list({one.chapter.number: one.chapter for one in self.had}.values())


class Deciding(Arranging):
    """The circle, with decisions; `asking` is how cover was wanted before a meeting was called off by one."""

    def __init__(self, meetings: Sequence[Meeting], now: datetime, next_one: Callable[[int, list[int]], int]) -> None:
        super().__init__(meetings, now, next_one)
        self.decisions: list[Decision] = []
        self.asking: dict[int, list[Had]] = {}

    def lost_with(self, number: int) -> list[int]:
        """A chapter, and those of its meeting whose presenters all want cover: one decision holds for them."""
        meeting = self.chapters[number].meeting
        here = [one for one in self.chapters if one.meeting == meeting and not one.is_dropped and not one.is_together]
        states = {one.number: {part.state for part in one.presented_by().values()} for one in here}
        return sorted({number, *(one for one, found in states.items() if found == {"cover_wanted"})})

    def decide(self, number: int, instead: str) -> None:
        """What has no presenter is read together, or in the next session, or the session is called off."""
        lost = [self.chapters[one] for one in self.lost_with(number)]
        lost = [one for one in lost if one.presented_by()]
        if not lost:
            raise Refused("NoAssignment")
        for one in lost:
            self._changing(one.number)
        meeting = self.meetings[lost[0].meeting]
        if instead == "next" and not self.opening_after(meeting):
            raise Refused("NoNextMeeting")
        to = self.opening_after(meeting)[0].number if instead == "next" else None
        had = [Had(one, who, part, part.state) for one in lost for who, part in one.presented_by().items()]
        self.decisions.append(Decision(meeting.number, instead, to, had))
        if instead == "call_off":
            self._call_off(meeting, lost)
            return
        for one in lost:
            self._set_aside(one) if instead == "read_together" else self._present_in(one, to)
        for each in had:
            each.changes = each.part.changes
        self.tell_signed_up("plan_changed", meeting.number, *(one.person for one in had))

    def _present_in(self, chapter: Chapter, to: int | None) -> None:
        self._present_later(chapter)
        chapter.meeting = chapter.meeting if to is None else to

    def _present_later(self, chapter: Chapter) -> None:
        chapter.ask_no_more()
        for part in chapter.parts.values():
            part.become("accepted")

    def _call_off(self, meeting: Meeting, lost: Sequence[Chapter]) -> None:
        asking = [Had(one, who, part, part.state) for one in lost for who, part in one.parts.items()]
        for one in lost:
            self._present_later(one)
        for had in asking:
            had.changes = had.part.changes
        self.cancel(meeting.number, "slide")
        self.asking[meeting.number] = asking

    def cancel(self, number: int, choice: str) -> None:
        if not self.meetings[number].is_called_off:
            self.asking.pop(number, None)
        super().cancel(number, choice)

    def _put_chapters_back(self, number: int, undo: Cancellation, out: set[int]) -> list[Chapter]:
        back = super()._put_chapters_back(number, undo, out)
        self._ask_again(number, self.asking.pop(number, []), out)
        return back

    def _ask_again(self, number: int, asking: Sequence[Had], out: set[int]) -> None:
        """Cover is wanted as before, and those who were asked are asked again; what was said since stays.

        Nobody is asked who could not be, or where somebody else has come to the chapter.
        """
        here = {id(part): one for one in self.chapters if one.meeting == number for part in one.parts.values()}
        stayed = [one for one in asking if id(one.part) in here and one.part.changes == one.changes]
        for one in stayed:
            one.part.become(one.state)
        known = {id(one.part) for one in stayed}
        for one in asking:
            parts = one.chapter.parts
            is_as_before = parts and {id(part) for part in parts.values()} <= known and one.person not in parts
            can = one.person not in out and one.part.answer_until and self.now < one.part.answer_until
            if one.state == "suggested" and one.chapter.meeting == number and is_as_before and can:
                parts[one.person] = one.part
                known.add(id(one.part))

    # Taking back

    def take_back(self, meeting: int, number: int) -> None:
        """The last decision on a chapter of this meeting."""
        mine = [one for one in self.decisions if one.meeting == meeting and not one.is_taken_back]
        decision = next((one for one in reversed(mine) if self.chapters[number] in one.chapters), None)
        is_over = self._is_held(self.meetings[meeting])
        if decision is None or decision.instead == "call_off" or is_over:
            raise Refused("NoAssignment")
        undo = {"read_together": self._read_again, "next": self._bring_back}[decision.instead]
        undo(decision)
        decision.is_taken_back = True

    def _is_held(self, meeting: Meeting) -> bool:
        return not meeting.is_called_off and not meeting.is_postponed and self.now >= meeting.ends_at

    def _read_again(self, decision: Decision) -> None:
        here = [one for one in decision.chapters if one.meeting == decision.meeting and not one.is_dropped]
        if here and self.meetings[decision.meeting].is_called_off:
            raise Refused("AssignmentClosed")
        together = [one for one in here if one.is_together]
        if not any(self._can_have_again(one) for one in together):
            raise Refused("NoAssignment")
        for one in together:
            self._unset_aside(one)
        self._tell_restored(decision, [who for one in together for who in one.parts])

    def _can_have_again(self, chapter: Chapter) -> bool:
        """Whether anybody of those who had it before it was read together would have it again."""
        meeting = self.meetings[chapter.meeting]
        can = (self.roles.keys() | {*meeting.seated, *meeting.waiting}) - self.listeners()
        return bool(chapter.set_aside and chapter.set_aside[-1].keys() & can)

    def _bring_back(self, decision: Decision) -> None:
        """Those chapters that whoever had them then still has, and that are not over; what was said since stays."""
        had = [one for one in decision.had if one.chapter.parts.get(one.person) is one.part]
        had = [
            one for one in had if one.chapter.meeting in (decision.meeting, decision.to) and self.is_read(one.chapter)
        ]
        away = [one.chapter for one in had if one.chapter.meeting == decision.to]
        if away and self.meetings[decision.meeting].is_called_off:
            raise Refused("NotInCircle")
        if not had:
            raise Refused("NoAssignment")
        for chapter in away:
            chapter.meeting = decision.meeting
        for one in had:
            if one.part.changes == one.changes:
                one.part.become(one.state)
        self._tell_restored(decision, [one.person for one in had])

    def is_read(self, chapter: Chapter) -> bool:
        return not chapter.is_dropped and (self.is_on(chapter) or self.meetings[chapter.meeting].is_called_off)

    def _tell_restored(self, decision: Decision, presenters: Sequence[int]) -> None:
        self.tell_signed_up("plan_restored", decision.meeting, *presenters)
