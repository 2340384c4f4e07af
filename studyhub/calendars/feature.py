"""Calendars for programs to subscribe to."""

from studyhub.audit.limits import recorded
from studyhub.calendars import circle_addresses, views
from studyhub.handing_in import Feature
from studyhub.people.departing import OfPeople

CALENDARS = Feature(
    name="calendars",
    blueprints=(views.bp,),
    # Counted together with other private addresses.
    limits={"calendars.create_renewal": (recorded(20, "address.renewed"),)},
    of_people=OfPeople(give_back=circle_addresses.end_all),
)
