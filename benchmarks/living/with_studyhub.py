"""Living through a story with StudyHub: everything that happens goes through what its pages call."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from benchmarks.living.lived import Lived, Piece
from benchmarks.living.organization import Crew
from benchmarks.living.story import (
    A_DAY,
    ASKED_AT_ONCE,
    EXCHANGED_WITHIN,
    PART,
    PLANNED_AHEAD,
    Absence,
    Span,
    Story,
    Wish,
)
from studyhub import zones
from studyhub.db import db
from studyhub.departures import leaving
from studyhub.features import FEATURES
from studyhub.people.days import unavailability
from studyhub.people.models import User, UserState
from studyhub.rota import drafting, publishing
from studyhub.rota.changes import Change, changes_of
from studyhub.rota.models import Rota, Shift
from studyhub.rota.swaps import answering, asking, held, unanswered
from studyhub.rota.swaps.finding.candidates import Offer, offers
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.rota.swaps.held import Duty
from studyhub.rota.swaps.models import Swap

OF_PEOPLE = tuple(feature.of_people for feature in FEATURES)
MORNING, ZONE = time(9), "Asia/Tokyo"


def at_morning(day: date) -> datetime:
    """When what happens on a day is told."""
    return zones.to_utc(day, MORNING, ZONE)


class WithStudyHub:
    """Days that are lived through with a crew, each committed at its end."""

    def __init__(self, story: Story, crew: Crew, spans: Sequence[Span]) -> None:
        self.story, self.crew, self.spans, self.lived = story, crew, spans, Lived()
        self.rotas: list[Rota] = []
        # Whoever fell ill and found nobody for what they had today: it is nobody's.
        self.left_alone: set[tuple[date, str]] = set()
        self.wishes: dict[date, list[tuple[date, str, Wish]]] = {}
        for day in story.days:
            for role in ("primary", "secondary"):
                if wish := story.wish(day, role):
                    self.wishes.setdefault(wish[1], []).append((day, role, wish[0]))

    def live(self) -> Lived:
        """Live day by day from when the first span is planned."""
        begin = self.story.first - PLANNED_AHEAD
        for trip in self.story.trips:
            self._note_days(trip)
        there = [number for number in range(self.story.people) if number not in self.story.joins_on]
        self.crew.make_ready(there, now=at_morning(begin))
        for number in range((self.story.last - begin).days + 1):
            self._day(begin + A_DAY * number)
            db.session.commit()
        self._note()
        return self.lived

    def _day(self, day: date) -> None:
        now = at_morning(day)
        happened = self._come_and_go(day, now)
        for span in self.spans:
            if span.first - PLANNED_AHEAD == day:
                self._plan(span, now)
        for illness in self.story.illnesses:
            if illness.told == day:
                self._fall_ill(illness, now)
                happened = True
        if happened:
            self._plan_again(day, now)
        self._offer_vacant(day, now)
        for wished, role, kind in self.wishes.get(day, ()):
            self._wish(wished, role, kind, now)
        unanswered.remind(now)

    def _come_and_go(self, day: date, now: datetime) -> bool:
        joining = [person for person, comes in self.story.joins_on.items() if comes == day]
        self.crew.make_ready(joining, now=now)
        moves = [(person, UserState.LEFT) for person, goes in self.story.leaves_on.items() if goes == day]
        moves += [(one.person, UserState.ON_LEAVE) for one in self.story.leaves if one.first == day]
        moves += [(one.person, UserState.ACTIVE) for one in self.story.leaves if one.last + A_DAY == day]
        for person, state in moves:
            leaving.move(self.crew.people[person], state, OF_PEOPLE, by=self.crew.admin, now=now)
        return bool(joining or moves)

    def _plan(self, span: Span, now: datetime) -> None:
        """Everybody who is there has practised lately: nobody is stale in the middle of a span."""
        there = [number for number in range(self.story.people) if self.story.is_there(number, span.first)]
        self.crew.make_ready([one for one in there if self._is_member(one)], now=now)
        rota = drafting.make(f"{span.first}", span.first, span.last, by=self.crew.keeper, now=now)
        publishing.publish(drafting.draft(rota, by=self.crew.keeper, now=now), by=self.crew.keeper, now=now)
        self.rotas.append(rota)

    def _is_member(self, number: int) -> bool:
        return self.crew.people[number].state is UserState.ACTIVE

    def _plan_again(self, day: date, now: datetime) -> None:
        for rota in self.rotas:
            if rota.ends_on > day and (draft := drafting.plan_anew(rota, by=self.crew.keeper, now=now).draft):
                self._count(changes_of(draft))
                publishing.publish(draft, by=self.crew.keeper, now=now)

    def _count(self, changes: Sequence[Change]) -> None:
        for one in changes:
            if one.published is not None and one.before_id != one.after_id:
                self.lived.moved += 1
                self._excuse(one.published, one.before_id)
                self.lived.moved_needlessly += one.before_id is not None and not self._is_away(
                    one.before_id, one.published
                )

    def _excuse(self, shift: Shift, user_id: int | None) -> None:
        """Note a shift that somebody ill had, if that is why they have it no more."""
        person = next((number for number, user in enumerate(self.crew.people) if user.id == user_id), None)
        if person is not None and self.story.is_ill(person, shift.day):
            self.lived.excused.append((shift.day, person, 1.0))

    def _is_away(self, user_id: int, shift: Shift) -> bool:
        """Whether somebody is ill or on a trip on a day that a shift touches."""
        away = [one for one in (*self.story.illnesses, *self.story.trips) if self.crew.people[one.person].id == user_id]
        return any(one.first <= shift.day + A_DAY and shift.day <= one.last for one in away)

    def _note_days(self, absence: Absence) -> None:
        said = unavailability.Said(absence.first, absence.last)
        unavailability.note(self.crew.people[absence.person], said)
        db.session.flush()

    def _fall_ill(self, illness: Absence, now: datetime) -> None:
        """The days are noted; the keeper asks on their behalf for what they have today, which is planned no more."""
        self._note_days(illness)
        user = self.crew.people[illness.person]
        for duty in held.held(now, now + A_DAY, user_id=user.id):
            is_missed = illness.first <= duty.day + A_DAY and duty.starts_at > now
            if is_missed and duty.day == illness.told:
                self.lived.excused.append((duty.day, illness.person, duty.share))
                if not self._find_somebody(duty, now):
                    self.left_alone.add((duty.day, duty.role.value))

    def _offer_vacant(self, day: date, now: datetime) -> None:
        for duty in held.held(now, now + A_DAY):
            if duty.user is None and duty.day == day and duty.starts_at > now:
                self._find_somebody(duty, now)

    def _find_somebody(self, duty: Duty, now: datetime) -> bool:
        """Ask the fairest few, and where none can, those who rest too little, which is confirmed by name."""
        self.lived.in_need += 1
        hours, giver = asking.as_hours(duty), duty.user
        found = offers(hours, duty.user_id, now=now)
        for offered, is_tired in ((found.can, False), (found.resting, True)):
            for offer in offered[:ASKED_AT_ONCE]:
                if self._says_yes(offer, duty):
                    self._hand_over(hours, giver, offer.person, [offer.person.id] if is_tired else [], now)
                    self.lived.helped += 1
                    return True
        return False

    def _hand_over(self, hours: Hours, giver: User | None, taker: User, confirmed: list[int], now: datetime) -> None:
        if confirmed:
            self.lived.confirmed.add((self.crew.people.index(taker), hours.shift.day))
        if giver is None:
            answering.take(hours, taker, now=now, confirmed=confirmed)
            return
        swap = asking.ask(hours, giver, [taker], by=self.crew.keeper, now=now, confirmed=confirmed)
        answering.accept(swap, taker, now=now, confirmed=confirmed)

    def _says_yes(self, offer: Offer, duty: Duty) -> bool:
        return self.story.says_yes(self.crew.people.index(offer.person), duty.day, duty.role.value)

    def _wish(self, day: date, role: str, kind: Wish, now: datetime) -> None:
        duty = self._duty(day, role)
        if duty is None or duty.user is None or duty.starts_at <= now or not duty.is_whole:
            return
        self.lived.asked += 1
        if kind is Wish.EXCHANGE:
            self.lived.accepted += self._exchange(duty, duty.user, now)
        else:
            ends_at = duty.starts_at + PART if kind is Wish.PART else duty.ends_at
            self.lived.accepted += self._give(Hours(duty.shift, duty.starts_at, ends_at), duty, duty.user, now)

    def _duty(self, day: date, role: str) -> Duty | None:
        shifts = db.session.scalars(select(Shift).where(Shift.day == day)).all()
        return next((held.of_shift(shift)[0] for shift in shifts if shift.role.value == role), None)

    def _give(self, hours: Hours, duty: Duty, giver: User, now: datetime) -> bool:
        """Ask the fairest few at once; they answer one after another."""
        asked = offers(hours, giver.id, now=now).can[:ASKED_AT_ONCE]
        if not asked:
            return False
        swap = asking.ask(hours, giver, [one.person for one in asked], by=giver, now=now)
        return any(self._answers(swap, one, duty, now) for one in asked)

    def _answers(self, swap: Swap, offer: Offer, duty: Duty, now: datetime) -> bool:
        if self._says_yes(offer, duty):
            answering.accept(swap, offer.person, now=now)
            return True
        answering.decline(swap, offer.person, now=now)
        return False

    def _exchange(self, mine: Duty, giver: User, now: datetime) -> bool:
        """Propose one after another for a shift of the kind within the month after."""
        asked = 0
        for theirs in held.held(mine.ends_at, mine.ends_at + EXCHANGED_WITHIN):
            is_fit = theirs.user is not None and theirs.user.id != giver.id and theirs.is_whole
            if asked < ASKED_AT_ONCE and is_fit and theirs.kind is mine.kind and theirs.starts_at >= mine.ends_at:
                try:
                    swap = asking.propose_exchange(mine, theirs, by=giver, now=now)
                except (asking.CannotTake, asking.RestBroken):
                    continue
                asked += 1
                if self._agrees(swap, theirs.user, mine, now):
                    return True
        return False

    def _agrees(self, swap: Swap, user: User | None, mine: Duty, now: datetime) -> bool:
        number = self.crew.number(user)
        if user is None or number is None:
            return False
        if self.story.says_yes(number, mine.day, mine.role.value):
            answering.accept(swap, user, now=now)
            return True
        answering.decline(swap, user, now=now)
        return False

    def _note(self) -> None:
        first, last = at_morning(self.story.first), at_morning(self.story.last + A_DAY)
        for duty in held.held(first, last + timedelta(hours=1)):
            if self.story.first <= duty.day <= self.story.last:
                key = duty.day, duty.role.value
                person = None if key in self.left_alone else self.crew.number(duty.user)
                self.lived.pieces.append(Piece(*key, duty.starts_at, duty.ends_at, person))
                self.lived.planned_for[key] = self.crew.number(duty.shift.user)
