"""Which columns of decisions and actions name people, and what becomes of them."""

from studyhub.actions import giving
from studyhub.actions.models import Action, Decision
from studyhub.people.departing import OfPeople

OF_PEOPLE = OfPeople(
    moved=(
        Action.owner_id,
        Action.former_owner_id,
        Action.created_by_id,
        Action.done_by_id,
        Action.dropped_by_id,
        Decision.created_by_id,
        Decision.dropped_by_id,
    ),
    give_back=giving.give_back_all,
)
