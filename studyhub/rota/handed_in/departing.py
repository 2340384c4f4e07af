"""Which columns of the rota name people, and what becomes of them."""

from datetime import datetime

from studyhub.people.departing import OfPeople
from studyhub.people.models import User
from studyhub.rota import leaving
from studyhub.rota.collecting import merging as of_collecting
from studyhub.rota.collecting.models import Collection, CollectionAnswer
from studyhub.rota.models import DraftShift, Rota, RotaDraft, Shift
from studyhub.rota.pool.models import PoolMember
from studyhub.rota.swaps import merging
from studyhub.rota.swaps.models import DroppedHours, Swap, SwapAsk


def settle(going: User, staying: User, *, now: datetime) -> None:
    """Be asked for a swap once, and for days away once. Does not commit."""
    merging.settle(going, staying, now=now)
    of_collecting.settle(going, staying, now=now)


OF_PEOPLE = OfPeople(
    moved=(
        *(Rota.created_by_id, RotaDraft.made_by_id, RotaDraft.published_by_id, DraftShift.user_id, Shift.user_id),
        *(Swap.giver_id, Swap.taker_id, Swap.asked_by_id, Collection.asked_by_id, DroppedHours.user_id),
    ),
    without_second=(SwapAsk.user_id, CollectionAnswer.user_id),
    # Worked out anew from the readiness of the account that stays.
    ended=(PoolMember.user_id,),
    settle=settle,
    give_back=leaving.give_back,
)
