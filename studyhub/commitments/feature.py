"""Commitments: who is busy when."""

from studyhub.commitments.models import Commitment
from studyhub.handing_in import Feature
from studyhub.people.departing import OfPeople

COMMITMENTS = Feature(
    name="commitments",
    of_people=OfPeople(without_second=(Commitment.user_id,)),
)
