"""Moves of give and take between two people."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from studyhub.meetings.assigning.between import proposing
from tests.meetings.circle_machine.between_model import GiveAndTake, Proposal
from tests.meetings.circle_machine.machine import CHAPTER, CHOICE, PERSON, CircleMachine, Practice

ACCEPT: Practice = (proposing.accept, GiveAndTake.accept_proposal)
ANSWERS: list[Practice] = [ACCEPT, ACCEPT, (proposing.decline, GiveAndTake.decline_proposal)]
WITHDRAW: Practice = (proposing.withdraw, GiveAndTake.withdraw_proposal)


class ProposalMoves(CircleMachine):
    """Proposing, answering, and taking it back."""

    def __init__(self) -> None:
        super().__init__()
        # As many as the model's, in its order.
        self.proposals: list[int] = []

    @rule(choice=CHOICE, chapter=CHAPTER, person=PERSON)
    def hand_over(self, choice: int, chapter: int, person: int) -> None:
        """To anybody, by somebody who has a chapter, if anybody has."""
        present = self.model.with_part("suggested", "accepted", "cover_wanted")
        number, proposer = present[choice % len(present)] if present else (chapter, choice)
        self.propose(number, proposer, person, None)

    @precondition(lambda self: len(self.model.with_part("accepted", "cover_wanted")) > 1)
    @rule(choice=CHOICE, other=CHOICE)
    def exchange(self, choice: int, other: int) -> None:
        """One that somebody has for one that perhaps somebody else has."""
        present = self.model.with_part("accepted", "cover_wanted")
        number, proposer = present[choice % len(present)]
        for_number, asked = present[(choice + other) % len(present)]
        self.propose(number, proposer, asked, for_number)

    def propose(self, number: int, proposer: int, asked: int, for_number: int | None) -> None:
        now, place = self.later(), self.place_of(number)
        for_chapter = self.real.chapters[for_number] if for_number is not None else None
        by, to = self.people[proposer], self.people[asked]
        self.both(
            lambda: self.note(proposing.propose(*place, to, for_chapter, by=by, now=now).id),
            lambda: self.model.propose(number, proposer, asked, for_number),
        )

    def note(self, proposal_id: int) -> None:
        if proposal_id not in self.proposals:
            self.proposals.append(proposal_id)

    @precondition(lambda self: self.model.proposals)
    @rule(practice=st.sampled_from(ANSWERS), choice=CHOICE)
    def answer_proposal(self, practice: Practice, choice: int) -> None:
        """By whoever was asked, and at times by whoever proposed it."""
        one = self.one_of_the_newest(choice)
        self.act(practice, one, one.proposer if choice == 0 else one.asked)

    @precondition(lambda self: self.model.proposals)
    @rule(choice=CHOICE)
    def take_back_proposal(self, choice: int) -> None:
        """By whoever proposed it, and at times by whoever was asked."""
        one = self.one_of_the_newest(choice)
        self.act(WITHDRAW, one, one.asked if choice == 0 else one.proposer)

    def one_of_the_newest(self, choice: int) -> Proposal:
        newest = self.model.proposals[-2:]
        return newest[choice % len(newest)]

    def act(self, practice: Practice, proposal: Proposal, person: int) -> None:
        really, in_model = practice
        now = self.later()
        number = next(n for n, one in enumerate(self.model.proposals) if one is proposal)
        self.both(
            lambda: really(self.proposals[number], self.people[person], now=now),
            lambda: in_model(self.model, proposal, person),
        )
