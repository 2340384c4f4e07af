"""The ledger: which duties were done by whom."""

from studyhub.handing_in import Feature
from studyhub.ledger.models import DutyEntry
from studyhub.people.departing import OfPeople

LEDGER = Feature(
    name="ledger",
    of_people=OfPeople(moved=(DutyEntry.user_id,)),
)
