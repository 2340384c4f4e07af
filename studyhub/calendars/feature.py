"""Calendars for programs to subscribe to."""

from studyhub.audit.limits import recorded
from studyhub.audit.words import Action
from studyhub.calendars import circle_addresses, views
from studyhub.handing_in import Feature
from studyhub.people.departing import OfPeople
from studyhub.words.saying import lazy_gettext as _l

CALENDARS = Feature(
    name="calendars",
    blueprints=(views.bp,),
    actions={
        "circle_address.renewed": Action(_l("made a new private address of a circle's calendar"), is_in_circles=False)
    },
    limits={"calendars.create_renewal": (recorded(20, "circle_address.renewed"),)},
    of_people=OfPeople(give_back=circle_addresses.end_all),
)
