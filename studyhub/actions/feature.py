"""Decisions and actions: what was settled, and what is to do until when."""

from studyhub.actions import messages
from studyhub.actions.handed_in.departing import OF_PEOPLE
from studyhub.actions.handed_in.subjects import SUBJECTS
from studyhub.actions.handed_in.trail_words import ACTIONS
from studyhub.handing_in import Feature

DECISIONS_AND_ACTIONS = Feature(
    name="actions",
    messages=messages.KINDS,
    actions=ACTIONS,
    subjects=SUBJECTS,
    of_people=OF_PEOPLE,
)
