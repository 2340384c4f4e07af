"""Which columns of the rota name people, and what becomes of them."""

from studyhub.people.departing import OfPeople
from studyhub.rota import leaving
from studyhub.rota.models import DraftShift, Rota, RotaDraft, Shift

OF_PEOPLE = OfPeople(
    moved=(Rota.created_by_id, RotaDraft.made_by_id, RotaDraft.published_by_id, DraftShift.user_id, Shift.user_id),
    give_back=leaving.give_back,
)
