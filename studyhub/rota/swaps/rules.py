"""Who may ask for swaps, in whose name, and who may undo them."""

from studyhub.people.models import User
from studyhub.rota.swaps import queries
from studyhub.rota.swaps.models import Swap


def can_ask_for(user: User, giver: User) -> bool:
    """Whether somebody may give a person's hours away: that person, the keeper of the rota, a lead of their team."""
    return user.is_member and (user.id == giver.id or user.is_rota_keeper or queries.leads(user, giver))


def can_undo(user: User, swap: Swap) -> bool:
    """Whether somebody may undo a swap: both, whoever asked on behalf of one, the keeper of the rota."""
    return user.is_rota_keeper or user.id in {swap.giver_id, swap.taker_id, swap.asked_by_id}
