"""Reminders: before sessions, of what is unfinished, and what comes this week."""

from studyhub.handing_in import Feature
from studyhub.reminders import messages
from studyhub.reminders.handed_in.departing import OF_PEOPLE
from studyhub.reminders.handed_in.ticks import TICKS

REMINDERS = Feature(
    name="reminders",
    messages=messages.KINDS,
    ticks=TICKS,
    of_people=OF_PEOPLE,
)
