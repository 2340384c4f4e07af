"""Which columns of the rota name people, and what becomes of them."""

from studyhub.people.departing import OfPeople
from studyhub.rota import leaving
from studyhub.rota.models import DraftShift, Rota, RotaDraft, Shift
from studyhub.rota.swaps import merging
from studyhub.rota.swaps.models import Swap, SwapAsk

OF_PEOPLE = OfPeople(
    moved=(
        *(Rota.created_by_id, RotaDraft.made_by_id, RotaDraft.published_by_id, DraftShift.user_id, Shift.user_id),
        *(Swap.giver_id, Swap.taker_id, Swap.asked_by_id),
    ),
    without_second=(SwapAsk.user_id,),
    settle=merging.settle,
    give_back=leaving.give_back,
)
