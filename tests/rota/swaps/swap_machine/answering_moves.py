"""What was asked for is accepted, declined or taken back; what was accepted is undone."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from studyhub.rota.swaps import answering, undoing
from studyhub.rota.swaps.models import Swap, SwapKind
from tests.rota.swaps.swap_machine.asking_moves import PARTS, AskingMoves
from tests.rota.swaps.swap_machine.machine import CHOICE, PERSON, pick
from tests.rota.swaps.swap_machine.model import FREE, TIRED, Claim, Hours, Piece, Place, halves

NEWEST = -1


class AnsweringMoves(AskingMoves):
    """Answers to what was asked for."""

    @rule(choice=CHOICE, part=st.sampled_from(PARTS), person=PERSON)
    def give(self, choice: int, part: str, person: int) -> None:
        """Asked and accepted at once."""
        self.ask_everybody(choice, part)
        self.accept_in_time(NEWEST, person)

    @rule(choice=CHOICE, other=CHOICE)
    def exchange_at_once(self, choice: int, other: int) -> None:
        """Asked and accepted at once."""
        self.propose_exchange(choice, other, is_confirmed=True)
        self.accept_in_time(NEWEST, other % len(self.people))

    @rule(choice=CHOICE, person=PERSON, is_confirmed=st.booleans())
    def accept(self, choice: int, person: int, is_confirmed: bool) -> None:
        """As often as not by somebody who was asked."""
        self._accept(pick(self.open_requests(), choice), choice, person, is_confirmed=is_confirmed)

    @rule(choice=CHOICE, person=PERSON)
    def accept_in_time(self, choice: int, person: int) -> None:
        """What can be accepted still, by somebody who was asked."""
        now = self.model.now
        in_time = [one for one in self.open_requests() if one.ends_at > now]
        self._accept(pick(in_time, choice), 1, person, is_confirmed=True)

    @rule(choice=CHOICE, person=PERSON)
    def accept_what_is_settled(self, choice: int, person: int) -> None:
        """Too late, save for whoever has it: they press once more."""
        open_ones = {one.id for one in self.open_requests()}
        swap = pick([one for one in self.swaps() if one.id not in open_ones], choice)
        if swap is not None and self.people[person].is_member:
            is_twice = swap.accepted_at is not None and swap.undone_at is None and self.number(swap.taker_id) == person
            user = self.people[person]
            self.really(lambda: answering.accept(swap, user, now=self.model.now), is_allowed=is_twice)

    def _accept(self, swap: Swap | None, choice: int, person: int, *, is_confirmed: bool) -> None:
        if swap is None:
            return
        asked = [one for one, may in self.asked(swap).items() if may]
        person = pick(asked, person) if asked and choice % 2 else person
        hours, giver = self.hours_of(swap), self.number(swap.giver_id)
        is_asked = person in asked and self._is_in_time(swap, hours)
        if swap.kind is SwapKind.EXCHANGE:
            theirs = self._whole(swap, person)
            is_allowed = is_asked and theirs is not None and self._may_exchange(hours, giver, theirs, is_confirmed)
        elif swap.kind is SwapKind.COVER_NOW:
            hours, theirs = hours._replace(since=max(hours.since, self.model.now)), None
            is_beside = is_asked and self.beside(hours) == person
            is_allowed = is_asked and (is_beside or self.could(person, hours, is_confirmed=is_confirmed))
        else:
            theirs = None
            is_allowed = is_asked and self.could(person, hours, is_confirmed=is_confirmed)
        self.really(
            lambda: answering.accept(
                swap,
                self.people[person],
                now=self.model.now,
                confirmed=self.confirmed(is_confirmed=is_confirmed),
            ),
            is_allowed=is_allowed,
        )
        if is_allowed:
            self._accepted(swap, hours, giver, person, theirs)

    def _is_in_time(self, swap: Swap, hours: Hours) -> bool:
        last = hours.until if swap.kind is SwapKind.COVER_NOW else hours.since
        return last > self.model.now and self.model.has_all(self.number(swap.giver_id), hours)

    def _whole(self, swap: Swap, person: int) -> Piece | None:
        """What would be given in return: all of the shift, or nothing."""
        assert swap.in_return is not None
        place = Place(swap.in_return.starts_at, swap.in_return.role.value)
        pieces = self.model.pieces(place)
        is_theirs = len(pieces) == 1 and pieces[0].person == person
        return pieces[0] if is_theirs and place.starts_at > self.model.now else None

    def _may_exchange(self, hours: Hours, giver: int | None, theirs: Piece, is_confirmed: bool) -> bool:
        enough = {FREE, TIRED} if is_confirmed else {FREE}
        return self.exchange(Piece(hours, giver, None), theirs) in enough

    def _accepted(self, swap: Swap, hours: Hours, giver: int | None, person: int, theirs: Piece | None) -> None:
        leaves = swap.kind is SwapKind.COVER_NOW and self.beside(hours) == person
        self.claims[swap.id] = claim = self.model.claim(hours, giver, person)
        if theirs is not None:
            assert swap.pair_id is not None
            self.claims[swap.pair_id] = self.model.claim(theirs.hours, person, giver, pair=claim)
        if leaves:
            self._leaves(hours, person)

    def _leaves(self, hours: Hours, person: int) -> None:
        """The other role."""
        for place in [one for one in self.model.ends if one.role != hours.place.role]:
            for piece in self.model.pieces(place):
                since, until = max(piece.hours.since, hours.since), min(piece.hours.until, hours.until)
                if piece.person == person and since < until:
                    self.model.vacate(piece, since, until)

    @rule(choice=CHOICE, person=PERSON)
    def decline(self, choice: int, person: int) -> None:
        """As often as not by somebody who was asked."""
        swap = pick(self.open_requests(), choice)
        if swap is not None:
            asked = [one for one, may in self.asked(swap).items() if may]
            person = pick(asked, person) if asked and choice % 2 else person
            user = self.people[person]
            self.really(lambda: answering.decline(swap, user, now=self.model.now), is_allowed=person in asked)

    @rule(choice=CHOICE)
    def withdraw(self, choice: int) -> None:
        """What is open, or not any more."""
        swap = pick(self.swaps(), choice)
        if swap is not None:
            is_open = swap.accepted_at is None and swap.withdrawn_at is None
            self.really(lambda: answering.withdraw(swap, by=self.keeper, now=self.model.now), is_allowed=is_open)

    @rule(choice=CHOICE, is_confirmed=st.booleans())
    def undo(self, choice: int, is_confirmed: bool) -> None:
        """Something that was accepted; then its hours are whose they were."""
        swap = pick([one for one in self.swaps() if one.accepted_at is not None], choice)
        if swap is None:
            return
        claim = self.claims.get(swap.id)
        self.really(
            lambda: undoing.undo(
                swap, by=self.keeper, now=self.model.now, confirmed=self.confirmed(is_confirmed=is_confirmed)
            ),
            is_allowed=claim is not None and self._may_be_undone(claim, is_confirmed=is_confirmed),
        )
        if claim is not None and swap.undone_at is not None and not claim.is_undone:
            self.model.undo(claim)
            for half in halves(claim):
                assert self.model.has_all(half.giver, half.hours), "whoever gave hours has them again"

    def _may_be_undone(self, claim: Claim, *, is_confirmed: bool) -> bool:
        both = halves(claim)
        if not all(self._is_in_force(half) for half in both):
            return False
        enough = {FREE, TIRED} if is_confirmed else {FREE}
        cells = {cell for half in both for cell in half.hours.cells()}
        return all(half.giver is None or self.model.could(half.giver, half.hours, cells) in enough for half in both)

    def _is_in_force(self, claim: Claim) -> bool:
        is_there = claim.giver is None or self.people[claim.giver].is_member
        has_all = claim.taker is not None and self.model.has_all(claim.taker, claim.hours)
        return (
            not claim.is_undone
            and self.model.now < claim.hours.since
            and is_there
            and has_all
            and self.model.goes_back(claim)
        )
