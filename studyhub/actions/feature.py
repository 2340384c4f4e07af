"""Decisions and actions: what was settled, and what is to do until when."""

from studyhub.actions import messages, views
from studyhub.actions.handed_in import waiting
from studyhub.actions.handed_in.departing import OF_PEOPLE
from studyhub.actions.handed_in.limits import LIMITS
from studyhub.actions.handed_in.subjects import SUBJECTS
from studyhub.actions.handed_in.trail_words import ACTIONS
from studyhub.handing_in import Feature
from studyhub.home.waiting import Turn, Waits

DECISIONS_AND_ACTIONS = Feature(
    name="actions",
    blueprints=(views.bp,),
    messages=messages.KINDS,
    waits=(Waits(Turn.ORGANIZE, waiting.left_behind, "actions/waits/left_behind.html"),),
    actions=ACTIONS,
    subjects=SUBJECTS,
    of_people=OF_PEOPLE,
    limits=LIMITS,
    tells=frozenset({"actions.create_in_note", "actions.update"}),
)
