"""Living through a story with a list: planned in order of days, handed on in order of the list, nothing weighed.

The same rules, days away, wishes and answers as with StudyHub; whoever is asked or offered something comes in the
order in which the way chooses. Nothing moves but what its person cannot do.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from benchmarks.living.lived import Lived, Piece
from benchmarks.living.story import ASKED_AT_ONCE, EXCHANGED_WITHIN, PART, PLANNED_AHEAD, Absence, Span, Story, Wish
from studyhub.rota.planning.board import Board, near
from studyhub.rota.planning.inputs import Candidate, Rules, Seat, Slot

# The order of people for a shift: the smallest comes first.
Order = Callable[[Board, int, int], int]


def weekly(board: Board, slot: int, person: int) -> int:
    """Whose week it is, then the next in the row."""
    count = len(board.people)
    return (person - board.slots[slot].day.isocalendar().week) % count


def longest_ago(board: Board, slot: int, person: int) -> int:
    """Whoever had no shift for the longest time before this one."""
    return (board.taken[person] & (1 << slot) - 1).bit_length()


class Plainly:
    """A year on a board: `parts` are the first hours of a seat that somebody took over."""

    def __init__(self, story: Story, slots: Sequence[Slot], teams: Sequence[str], rules: Rules, order: Order) -> None:
        self.story, self.order, self.lived = story, order, Lived()
        self.board = Board(slots, [Candidate(number, team) for number, team in enumerate(teams)], rules)
        self.unrested = near(slots, replace(rules, rest=timedelta(0)))
        self.parts: dict[Seat, int] = {}
        self.wishes = list(self._wishes())

    def live(self, spans: Sequence[Span]) -> Lived:
        """Live day by day through spans that are planned one after another."""
        for trip in self.story.trips:
            self._block(trip.person, trip.first, trip.last)
        for person in self.story.joins_on:
            self._block(person, self.story.first, self.story.last)
        begin = min(span.first for span in spans) - PLANNED_AHEAD
        for number in range((self.story.last - begin).days + 1):
            self._day(begin + timedelta(days=number), spans)
        self._note()
        return self.lived

    def _day(self, day: date, spans: Sequence[Span]) -> None:
        self._come_and_go(day)
        for span in spans:
            if span.first - PLANNED_AHEAD == day:
                self._plan(span)
        for illness in self.story.illnesses:
            if illness.told == day:
                self._block(illness.person, illness.first, illness.last)
                self._hand_on(illness.person, day)
        self._offer_vacant(day)
        for seat, kind, told in self.wishes:
            if told == day:
                self._wish(seat, kind)

    def _come_and_go(self, day: date) -> None:
        for person, comes in self.story.joins_on.items():
            if comes == day:
                self._free(person, day)
        for person, goes in self.story.leaves_on.items():
            if goes == day:
                self._block(person, day, self.story.last)
                self._hand_on(person, day)
        for leave in self.story.leaves:
            if leave.first == day:
                # Nobody knows yet when it ends.
                self._block(leave.person, day, self.story.last)
                self._hand_on(leave.person, day)
            elif leave.last == day:
                self._free(leave.person, day + timedelta(days=1))

    def _block(self, person: int, first: date, last: date) -> None:
        for number, slot in enumerate(self.board.slots):
            if slot.days[0] <= last and first <= slot.days[-1]:
                self.board.blocked[person] |= 1 << number

    def _free(self, person: int, first: date) -> None:
        for number, slot in enumerate(self.board.slots):
            if first <= slot.days[0]:
                self.board.blocked[person] &= ~(1 << number)
        for absence in (*self.story.trips, *self.story.illnesses):
            if absence.person == person and self._is_known(absence, first):
                self._block(person, absence.first, absence.last)

    @staticmethod
    def _is_known(absence: Absence, day: date) -> bool:
        return absence.told <= day <= absence.last

    def _plan(self, span: Span) -> None:
        for slot, role in self.board.all_seats():
            if span.first <= self.board.slots[slot].day <= span.last:
                self._appoint((slot, role))

    def _appoint(self, seat: Seat) -> None:
        """Whoever comes first in the order has it from now on."""
        person = next(iter(self._in_order(seat[0], self._may(seat[0]))), None)
        self.lived.planned_for[self._key(seat)] = person
        self._seat(seat, person)

    def _seat(self, seat: Seat, person: int | None) -> None:
        if person is not None:
            self.board.put(*seat, person)

    def _may(self, slot: int) -> list[int]:
        """Who may have a shift; of the team of somebody who has a part of it, nobody."""
        takers = [self.parts[slot, role] for role in range(len(self.board.rules.roles)) if (slot, role) in self.parts]
        teams = {self.board.people[taker].team for taker in takers}
        return [person for person in self.board.free(slot) if self.board.people[person].team not in teams]

    def _in_order(self, slot: int, people: Iterable[int]) -> list[int]:
        return sorted(people, key=lambda person: (self.order(self.board, slot, person), person))

    def _hand_on(self, person: int, today: date) -> None:
        """What somebody cannot do any more goes to the next; today's is asked of people, one after another."""
        for slot in self.board.shifts_of(person):
            if self.board.slots[slot].day < today or not self.board.blocked[person] >> slot & 1:
                continue
            if person in self.board.seats[slot]:
                self._hand_on_seat((slot, self.board.role_of(slot, person)), today)
            else:
                self._return_part(slot, person)

    def _hand_on_seat(self, seat: Seat, today: date) -> None:
        day, person = self._key(seat)[0], self.board.lift(*seat)
        if self.story.is_ill(person, day):
            self.lived.excused.append((day, person, 1.0))
        if day > today:
            self._appoint(seat)
            self.lived.moved += 1
        else:
            self._ask_for(seat, besides=person)

    def _return_part(self, slot: int, person: int) -> None:
        self.board.taken[person] &= ~(1 << slot)
        for role in range(len(self.board.rules.roles)):
            if self.parts.get((slot, role)) == person:
                del self.parts[slot, role]

    def _ask_for(self, seat: Seat, *, besides: int | None = None) -> None:
        """A shift of today that its person cannot do, or nobody has: also those are asked who rest too little."""
        slot, day = seat[0], self._key(seat)[0]
        person = self._who_says_yes(seat, [one for one in self._may(slot) if one != besides])
        if person is None:
            person = self._who_says_yes(seat, [one for one in self._tired(slot) if one != besides])
            if person is not None:
                self.lived.confirmed.add((person, day))
        self._seat(seat, person)
        self.lived.in_need += 1
        self.lived.helped += person is not None

    def _who_says_yes(self, seat: Seat, people: Iterable[int]) -> int | None:
        asked = self._in_order(seat[0], people)[:ASKED_AT_ONCE]
        return next((one for one in asked if self.story.says_yes(one, *self._key(seat))), None)

    def _tired(self, slot: int) -> list[int]:
        """Who could have a shift but for their rest."""
        board = self.board
        return [
            person
            for person, taken in enumerate(board.taken)
            if board.near[slot] & taken
            and not (board.blocked[person] >> slot & 1 or self.unrested[slot] & taken)
            and not board.shares_team(person, slot)
        ]

    def _offer_vacant(self, day: date) -> None:
        for seat in self.board.holes():
            if self._key(seat)[0] == day:
                self._ask_for(seat)

    def _wishes(self) -> Iterable[tuple[Seat, Wish, date]]:
        for seat in self.board.all_seats():
            if wish := self.story.wish(*self._key(seat)):
                yield seat, *wish

    def _wish(self, seat: Seat, kind: Wish) -> None:
        giver = self.board.seats[seat[0]][seat[1]]
        if giver is None or seat in self.parts:
            return
        self.lived.asked += 1
        if kind is Wish.EXCHANGE:
            self.lived.accepted += self._exchange(seat, giver)
        else:
            taker = self._who_says_yes(seat, [one for one in self._may(seat[0]) if one != giver])
            if taker is not None:
                self.lived.accepted += 1
                self._give(seat, taker, is_part=kind is Wish.PART)

    def _give(self, seat: Seat, taker: int, *, is_part: bool) -> None:
        if is_part:
            self.parts[seat] = taker
            self.board.taken[taker] |= 1 << seat[0]
        else:
            self.board.lift(*seat)
            self.board.put(*seat, taker)

    def _exchange(self, seat: Seat, giver: int) -> bool:
        """For another of the kind within the month after; the first of those asked who may and says yes."""
        asked = 0
        for other in self._later(seat):
            person = self.board.seats[other[0]][other[1]]
            if person is None or person == giver or other in self.parts or asked == ASKED_AT_ONCE:
                continue
            if self._try(seat, other, giver, person):
                asked += 1
                if self.story.says_yes(person, *self._key(seat)):
                    return True
                self._turn_back(seat, other, giver, person)
        return False

    def _later(self, seat: Seat) -> list[Seat]:
        slots = self.board.slots
        first = slots[seat[0]].day
        return [
            other
            for other in self.board.all_seats()
            if first < slots[other[0]].day <= first + EXCHANGED_WITHIN and slots[other[0]].kind is slots[seat[0]].kind
        ]

    def _try(self, seat: Seat, other: Seat, giver: int, person: int) -> bool:
        """Exchange two seats where both may; where not, all is as it was."""
        self.board.lift(*seat)
        self.board.lift(*other)
        if person in self._may(seat[0]) and giver in self._may(other[0]):
            self.board.put(*seat, person)
            if giver in self._may(other[0]):
                self.board.put(*other, giver)
                return True
            self.board.lift(*seat)
        self.board.put(*seat, giver)
        self.board.put(*other, person)
        return False

    def _turn_back(self, seat: Seat, other: Seat, giver: int, person: int) -> None:
        self.board.lift(*seat)
        self.board.lift(*other)
        self.board.put(*seat, giver)
        self.board.put(*other, person)

    def _key(self, seat: Seat) -> tuple[date, str]:
        return self.board.slots[seat[0]].day, self.board.rules.roles[seat[1]].value

    def _note(self) -> None:
        for seat in self.board.all_seats():
            slot, (day, role) = self.board.slots[seat[0]], self._key(seat)
            since = slot.starts_at
            if seat in self.parts:
                since += PART
                self.lived.pieces.append(Piece(day, role, slot.starts_at, since, self.parts[seat]))
            self.lived.pieces.append(Piece(day, role, since, slot.ends_at, self.board.seats[seat[0]][seat[1]]))
