"""People go and come back, note days away, the rota is planned anew, and time passes."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from studyhub.db import db
from studyhub.departures import leaving
from studyhub.people.models import USER_TRANSITIONS, Unavailability, UserState
from studyhub.rota import drafting, publishing
from studyhub.rota import queries as rota_queries
from tests.cast import OF_PEOPLE
from tests.rota.swaps.swap_machine.machine import CHOICE, PERSON, SwapMachine, pick
from tests.rota.swaps.swap_machine.model import AN_HOUR, TOKYO, Place, other


class OtherMoves(SwapMachine):
    """What happens around swaps."""

    @rule(person=PERSON, state=st.sampled_from([UserState.ON_LEAVE, UserState.LEFT]))
    def go(self, person: int, state: UserState) -> None:
        """On leave, or for good; never so many that no shift could be filled."""
        user = self.people[person]
        if len(self.model.there) <= len(self.people) // 2:
            return
        before = user.state
        is_allowed = state in USER_TRANSITIONS[before] or state is before
        self.really(
            lambda: leaving.move(user, state, OF_PEOPLE, by=self.cast.admin, now=self.model.now), is_allowed=is_allowed
        )
        if is_allowed:
            self.model.went.add(person)
            if state is UserState.LEFT:
                self.model.ended.add(person)
            self.model.goes(person)

    @rule(choice=CHOICE)
    def come_back(self, choice: int) -> None:
        """Somebody who went."""
        gone = sorted(set(self.numbers.values()) - self.model.there)
        if gone:
            person = gone[choice % len(gone)]
            leaving.move(self.people[person], UserState.ACTIVE, OF_PEOPLE, by=self.cast.admin, now=self.model.now)
            # Whoever comes back after having left has to become ready anew.
            if person not in self.model.ended:
                self.model.there.add(person)

    @rule(person=PERSON, days=st.integers(0, 10))
    def be_away(self, person: int, days: int) -> None:
        """On a day to come."""
        day = (self.model.now + timedelta(days=days)).astimezone(TOKYO).date()
        db.session.add(Unavailability(user_id=self.people[person].id, starts_on=day, ends_on=day))
        self.model.away.setdefault(person, set()).add(day)

    @rule(seed=st.integers(0, 3))
    def plan_anew(self, seed: int) -> None:
        """And publish, if there is anything to come."""
        try:
            draft = drafting.draft(self.rota, by=self.keeper, now=self.model.now, seed=seed)
        except drafting.Over:
            return
        plan = {
            Place(row.starts_at, row.role.value): self.number(row.user_id)
            for row in rota_queries.shifts_of_draft(draft)
        }
        publishing.publish(draft, by=self.keeper, now=self.model.now)
        changed = self.model.publish(plan)
        assert not self.model.badly_given(changed)

    @rule(choice=CHOICE, seed=st.integers(0, 3))
    def lose_the_other_role(self, choice: int, seed: int) -> None:
        """Whoever has the other role beside hours that were swapped is away that day, and it is planned anew."""
        swapped = [piece for piece in self.model.all_pieces() if piece.claim is not None and piece.person is not None]
        piece = pick([one for one in swapped if one.hours.since > self.model.now], choice)
        if piece is None:
            return
        person = self.model.cell(piece.hours.since, other(piece.hours.place.role)).person
        if person is not None:
            day = piece.hours.place.starts_at.astimezone(TOKYO).date()
            self.be_away(person, (day - self.model.now.astimezone(TOKYO).date()).days)
            self.plan_anew(seed)

    @rule(hours=st.sampled_from([1, 2, 7, 20]))
    def time_passes(self, hours: int) -> None:
        """And the worker asks others, and tells what nobody answered."""
        self.later(hours * AN_HOUR)
