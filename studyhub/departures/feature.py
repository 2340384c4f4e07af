"""Departures: whoever leaves gives back what is to come, and two accounts of one person become one."""

from studyhub.departures.handed_in.trail_words import ACTIONS
from studyhub.handing_in import Feature

DEPARTURES = Feature(
    name="departures",
    actions=ACTIONS,
)
