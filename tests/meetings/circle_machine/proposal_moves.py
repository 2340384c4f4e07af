"""Moves of give and take between two people."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from studyhub.meetings.assigning.between import proposing
from tests.meetings.circle_machine.between_model import GiveAndTake, Proposal
from tests.meetings.circle_machine.machine import CHAPTER, CHOICE, CHOICES, CircleMachine, Practice

ACCEPT: Practice = (proposing.accept, GiveAndTake.accept_proposal)
WITHDRAW: Practice = (proposing.withdraw, GiveAndTake.withdraw_proposal)
ANSWERS: list[Practice] = [ACCEPT, ACCEPT, WITHDRAW, (proposing.decline, GiveAndTake.decline_proposal)]
AT_ONCE = [None, ACCEPT]


class ProposalMoves(CircleMachine):
    """Proposing, answering, and taking it back."""

    def __init__(self) -> None:
        super().__init__()
        # As many as the model's, in its order.
        self.proposals: list[int] = []

    @rule(choice=CHOICE, other=CHOICE, chapter=CHAPTER, is_swap=st.booleans(), answer=st.sampled_from(AT_ONCE))
    def propose_something(self, choice: int, other: int, chapter: int, is_swap: bool, answer: Practice | None) -> None:
        """Somebody who has a chapter hands it to anybody, or swaps it for one that perhaps somebody else has."""
        present = self.model.with_part("accepted", "cover_wanted")
        number, proposer = present[choice % len(present)] if present else (chapter, choice)
        for_number, asked = present[(choice + other) % len(present)] if present else (None, other)
        self.propose(number, proposer, *((asked, for_number) if is_swap else (other, None)))
        newest = self.model.proposals[-1:]
        if answer and newest and newest[0].is_open:
            self.is_that_of_the_model()
            self.act(answer, newest[0], newest[0].asked)

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
        """One that is open, if any is: by whoever it is to, and at times by the other of the two."""
        found = list(self.model.open_proposals()) or self.model.proposals[-2:]
        one = found[choice % len(found)]
        is_to_proposer = (practice is WITHDRAW) != (choice == CHOICES - 1)
        self.act(practice, one, one.proposer if is_to_proposer else one.asked)

    def act(self, practice: Practice, proposal: Proposal, person: int) -> None:
        really, in_model = practice
        now = self.later()
        number = next(n for n, one in enumerate(self.model.proposals) if one is proposal)
        self.both(
            lambda: really(self.proposals[number], self.people[person], now=now),
            lambda: in_model(self.model, proposal, person),
        )
