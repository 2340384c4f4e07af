"""Give and take between two presenters, in the model, by the rules of docs/rules.md, Give and take."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.meetings.circle_machine.deciding_model import Deciding
from tests.meetings.circle_machine.seats_model import ORGANIZER, Meeting, Refused


@dataclass
class Proposal:
    """That `proposer` asked `asked` to present a chapter in their stead, for one of theirs or for nothing."""

    chapter: int
    for_chapter: int | None
    proposer: int
    asked: int
    answer_until: datetime
    is_open: bool = True


class GiveAndTake(Deciding):
    """The circle, with what its people propose to each other."""

    def __init__(self, meetings: Sequence[Meeting], now: datetime, next_one: Callable[[int, list[int]], int]) -> None:
        super().__init__(meetings, now, next_one)
        self.proposals: list[Proposal] = []

    def open_proposals(self) -> Iterator[Proposal]:
        return (one for one in self.proposals if one.is_open)

    def deadlines(self) -> list[datetime]:
        return [*super().deadlines(), *(one.answer_until for one in self.open_proposals())]

    def propose(self, number: int, proposer: int, asked: int, for_chapter: int | None) -> None:
        """One for each chapter of a person: another takes its place, the same is one."""
        mine = [one for one in self.open_proposals() if (one.chapter, one.proposer) == (number, proposer)]
        if any((one.asked, one.for_chapter) == (asked, for_chapter) for one in mine):
            return
        read_in = [self.chapters[one].meeting for one in (number, for_chapter) if one is not None]
        until = min(self.answer_until(one) for one in read_in)
        new = Proposal(number, for_chapter, proposer, asked, until)
        if not self._stands(new):
            raise Refused("CannotPropose")
        for one in mine:
            self._end_proposal(one, asked_by=proposer)
        self.proposals.append(new)
        self._tell("chapter_proposed", new, asked)

    def accept_proposal(self, proposal: Proposal, person: int) -> None:
        self._answering(proposal, proposal.asked == person)
        proposal.is_open = False
        told = {ORGANIZER} - {proposal.proposer, person}
        self._tell("proposal_answered", proposal, proposal.proposer)
        self._tell("proposal_agreed", proposal, *told)
        self._hand_on(proposal.chapter, proposal.proposer, proposal.asked)
        if proposal.for_chapter is not None:
            self._hand_on(proposal.for_chapter, proposal.asked, proposal.proposer)

    def decline_proposal(self, proposal: Proposal, person: int) -> None:
        self._answering(proposal, proposal.asked == person)
        proposal.is_open = False
        self._tell("proposal_answered", proposal, proposal.proposer)

    def withdraw_proposal(self, proposal: Proposal, person: int) -> None:
        self._answering(proposal, proposal.proposer == person)
        self._end_proposal(proposal, asked_by=person)

    def end_proposals(self) -> None:
        """What a worker does: what nobody answered in time is over, and what does not stand any more."""
        for one in self.open_proposals():
            if one.answer_until <= self.now or not self._stands(one):
                self._end_proposal(one, asked_by=None)

    def _answering(self, proposal: Proposal, is_theirs: bool) -> None:
        stands = proposal.is_open and self.now < proposal.answer_until and self._stands(proposal)
        if not stands or not is_theirs:
            raise Refused("ProposalOver")

    def _end_proposal(self, proposal: Proposal, *, asked_by: int | None) -> None:
        proposal.is_open = False
        told = {proposal.proposer, proposal.asked} - {asked_by}
        self._tell("proposal_ended", proposal, *(one for one in told if one is not None))

    def _tell(self, kind: str, proposal: Proposal, *people: int) -> None:
        meeting = self.chapters[proposal.chapter].meeting
        self.told.update((kind, meeting, person) for person in people)

    def _stands(self, proposal: Proposal) -> bool:
        """Whether each chapter is still its giver's, and its taker may present it."""
        giver, taker, for_chapter = proposal.proposer, proposal.asked, proposal.for_chapter
        is_given = self._can_go(proposal.chapter, giver, taker)
        return is_given and (for_chapter is None or self._can_go(for_chapter, taker, giver))

    def _can_go(self, number: int, giver: int, taker: int) -> bool:
        chapter = self.chapters[number]
        is_to_come = self.can_be_left(self.meetings[chapter.meeting])
        is_presented = is_to_come and not chapter.is_dropped and not chapter.is_together
        can_take = self.roles.get(taker) == "participant" and taker not in chapter.parts
        return is_presented and giver in chapter.presented_by() and can_take

    def _hand_on(self, number: int, giver: int, taker: int) -> None:
        """Whoever was asked to stand in for the giver is asked no more."""
        chapter = self.chapters[number]
        if chapter.lose(giver).state == "cover_wanted":
            chapter.ask_no_more()
        self._say_yes(chapter, taker)
