"""Somebody asks others to take hours, and hours that are nobody's are taken."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from studyhub.people.models import User
from studyhub.rota.swaps import answering, asking
from studyhub.rota.swaps.held import Duty, of_shift
from tests.rota.swaps.swap_machine.machine import CHOICE, PERSON, SwapMachine, pick
from tests.rota.swaps.swap_machine.model import AN_HOUR, CANNOT, FREE, TIRED, Hours, Piece

# Which part of hours: all, the first ones, the last ones, some in the middle.
PARTS = ("all", "first", "last", "middle")


class AskingMoves(SwapMachine):
    """What can be asked for."""

    def could(self, person: int, hours: Hours, *, is_confirmed: bool) -> bool:
        """Whether somebody could take hours."""
        return self.model.could(person, hours) in ({FREE, TIRED} if is_confirmed else {FREE})

    def confirmed(self, *, is_confirmed: bool) -> list[int]:
        """The ids of everybody, or of nobody."""
        return [user.id for user in self.people] if is_confirmed else []

    def to_come(self, *, vacant: bool = False) -> list[Piece]:
        """Parts of shifts that somebody has, or nobody."""
        return [piece for piece in self.model.all_pieces() if (piece.person is None) == vacant]

    @rule(
        choice=CHOICE,
        part=st.sampled_from(PARTS),
        people=st.lists(PERSON, min_size=1, max_size=3, unique=True),
        is_confirmed=st.booleans(),
        by_keeper=st.booleans(),
    )
    def ask(self, choice: int, part: str, people: list[int], is_confirmed: bool, by_keeper: bool) -> None:
        """For some hours of somebody, by them or by the keeper of the rota."""
        piece = pick(self.to_come(), choice)
        if piece is None:
            return
        hours, giver = part_of(piece.hours, part), self.people[piece.person]
        able = [one for one in people if self.model.could(one, hours) == FREE]
        asked = able or people
        self.really(
            lambda: asking.ask(
                self.real(hours),
                giver,
                [self.people[one] for one in asked],
                by=self.keeper if by_keeper else giver,
                now=self.model.now,
                confirmed=self.confirmed(is_confirmed=is_confirmed),
            ),
            is_allowed=hours.until > self.model.now
            and all(self.could(one, hours, is_confirmed=is_confirmed) for one in asked),
        )

    @rule(choice=CHOICE, part=st.sampled_from(PARTS))
    def ask_everybody(self, choice: int, part: str) -> None:
        """Whoever could freely."""
        piece = pick(self.to_come(), choice)
        if piece is None:
            return
        hours, giver = part_of(piece.hours, part), self.people[piece.person]
        able = {one for one in self.numbers.values() if self.model.could(one, hours) == FREE} - {piece.person}
        swap = self.really(
            lambda: asking.ask_everybody(self.real(hours), giver, by=giver, now=self.model.now),
            is_allowed=hours.until > self.model.now and bool(able),
        )
        if swap is not None:
            assert self.asked(swap).keys() >= able

    @rule(choice=CHOICE, other=CHOICE, is_confirmed=st.booleans())
    def propose_exchange(self, choice: int, other: int, is_confirmed: bool) -> None:
        """Of what somebody has for what another has."""
        mine = pick(self.to_come(), choice)
        theirs = pick([one for one in self.to_come() if mine and self._suit(mine, one)] or self.to_come(), other)
        if mine is None or theirs is None:
            return
        duties = self._duty(mine), self._duty(theirs)
        is_to_come = min(mine.hours.since, theirs.hours.since) > self.model.now
        enough = {FREE, TIRED} if is_confirmed else {FREE}
        self.really(
            lambda: asking.propose_exchange(
                *duties,
                by=self.people[mine.person],
                now=self.model.now,
                confirmed=self.confirmed(is_confirmed=is_confirmed),
            ),
            is_allowed=is_to_come and duties[1].is_whole and self.exchange(mine, theirs) in enough,
        )

    def exchange(self, mine: Piece, theirs: Piece) -> str:
        """Whether two could exchange what they have; nobody does with themselves."""
        if mine.person == theirs.person:
            return CANNOT
        found = {
            self.model.could(theirs.person or 0, mine.hours, theirs.hours.cells()),
            self.model.could(mine.person or 0, theirs.hours, mine.hours.cells()),
        }
        return next(one for one in (CANNOT, TIRED, FREE) if one in found)

    def _suit(self, mine: Piece, theirs: Piece) -> bool:
        return self.exchange(mine, theirs) != CANNOT

    def _duty(self, piece: Piece) -> Duty:
        shift = self.shifts[piece.hours.place]
        (duty,) = [one for one in of_shift(shift) if one.starts_at == piece.hours.since]
        assert (duty.ends_at, self.number(duty.user_id)) == (piece.hours.until, piece.person)
        return duty

    @rule(choice=CHOICE)
    def ask_to_cover(self, choice: int) -> None:
        """A shift that runs, first whoever has the other role."""
        place = pick([one for one in self.model.ends if one.starts_at <= self.model.now < self.model.ends[one]], choice)
        piece = next((one for one in self.to_come() if one.hours.place == place and self._runs(one)), None)
        if piece is None or piece.person is None:
            return
        giver: User = self.people[piece.person]
        hours = Hours(place, self.model.now, piece.hours.until)
        able = {one for one in self.numbers.values() if self.model.could(one, hours) == FREE}
        beside = self.beside(hours)
        swap = self.really(
            lambda: asking.ask_to_cover(self.shifts[place], giver, by=giver, now=self.model.now),
            is_allowed=beside is not None or bool(able),
        )
        if swap is not None:
            assert self.asked(swap).keys() >= ({beside} if beside is not None else able)

    def _runs(self, piece: Piece) -> bool:
        return piece.hours.since <= self.model.now < piece.hours.until

    def beside(self, hours: Hours) -> int | None:
        """Whoever has all of these hours in the other role."""
        cells = [self.model.table[hour] for hour in hours.each()]
        people = {cell.person for roles in cells for role, cell in roles.items() if role != hours.place.role}
        return people.pop() if len(people) == 1 else None

    @rule(choice=CHOICE, part=st.sampled_from(PARTS), person=PERSON, is_confirmed=st.booleans())
    def take(self, choice: int, part: str, person: int, is_confirmed: bool) -> None:
        """Hours that nobody has; as often as not by somebody who could."""
        piece = pick(self.to_come(vacant=True), choice)
        if piece is None:
            return
        hours = part_of(piece.hours, part)
        able = [one for one in self.numbers.values() if self.model.could(one, hours) == FREE]
        person = pick(able, person) if able and choice % 2 else person
        taken = hours._replace(since=max(hours.since, self.model.now))
        swap = self.really(
            lambda: answering.take(
                self.real(hours),
                self.people[person],
                now=self.model.now,
                confirmed=self.confirmed(is_confirmed=is_confirmed),
            ),
            is_allowed=hours.until > self.model.now and self.could(person, taken, is_confirmed=is_confirmed),
        )
        if swap is not None:
            self.claims[swap.id] = self.model.claim(taken, None, person)


def part_of(hours: Hours, part: str) -> Hours:
    """Some of these hours."""
    length = (hours.until - hours.since) // AN_HOUR
    third = max(length // 3, 1) * AN_HOUR
    if part == "first":
        return hours._replace(until=hours.since + third)
    if part == "last":
        return hours._replace(since=hours.until - third)
    if part == "middle" and length > 2:
        return hours._replace(since=hours.since + third, until=hours.until - third)
    return hours
