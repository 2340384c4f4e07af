"""Calendars for programs to subscribe to."""

from studyhub.calendars import circle_addresses, views
from studyhub.handing_in import Feature
from studyhub.people.departing import OfPeople

CALENDARS = Feature(
    name="calendars",
    blueprints=(views.bp,),
    of_people=OfPeople(give_back=circle_addresses.end_all),
)
