"""Several people take the same shift at the same moment: one has it."""

from collections.abc import Callable

from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps import answering, asking, held
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.rota.swaps.models import Swap
from tests.at_once import at_once
from tests.cast import NOON, Cast


def test_of_three_who_take_a_shift_at_once_one_has_it(
    cast: Cast, night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    swap = asking.ask(hours, giver, able[:3], by=giver, now=NOON)
    swap_id, shift_id, ids = swap.id, night.id, [person.id for person in able[:3]]

    def accept(user_id: int) -> Callable[[], None]:
        return lambda: answering.accept(db.session.get_one(Swap, swap_id), db.session.get_one(User, user_id), now=NOON)

    assert at_once(cast.app, [accept(id_) for id_ in ids]) == ["Ended", "Ended", "done"]
    (duty,) = held.of_shift(db.session.get_one(Shift, shift_id))
    assert duty.user_id in ids
