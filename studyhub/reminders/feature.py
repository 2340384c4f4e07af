"""Reminders: before sessions, of what is unfinished, and what comes this week."""

from studyhub.audit.words import Action
from studyhub.handing_in import Feature
from studyhub.reminders import messages, views
from studyhub.reminders.handed_in.departing import OF_PEOPLE
from studyhub.reminders.handed_in.ticks import TICKS
from studyhub.words.saying import lazy_gettext as _l

REMINDERS = Feature(
    name="reminders",
    blueprints=(views.bp,),
    messages=messages.KINDS,
    ticks=TICKS,
    of_people=OF_PEOPLE,
    actions={
        "reminders.halted": Action(_l("halted the reminders of the circle")),
        "reminders.resumed": Action(_l("let people be reminded of the circle again")),
    },
)
