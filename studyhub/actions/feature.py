"""Decisions and actions: what was settled, and what is to do until when."""

from studyhub.actions import messages, views
from studyhub.actions.handed_in import searched, waiting
from studyhub.actions.handed_in.departing import OF_PEOPLE
from studyhub.actions.handed_in.limits import LIMITS
from studyhub.actions.handed_in.subjects import SUBJECTS
from studyhub.actions.handed_in.trail_words import ACTIONS
from studyhub.actions.models import Action, Decision
from studyhub.handing_in import Feature
from studyhub.home.waiting import Turn, Waits
from studyhub.search.kinds import Searched
from studyhub.words.saying import lazy_gettext as _l

DECISIONS_AND_ACTIONS = Feature(
    name="actions",
    blueprints=(views.bp,),
    messages=messages.KINDS,
    waits=(Waits(Turn.ORGANIZE, waiting.left_behind, "actions/waits/left_behind.html", waiting.left_behind_rows),),
    searched=(
        Searched(12, "decisions", _l("Decisions"), Decision, searched.decisions, searched.hits, "actions/_found.html"),
        Searched(14, "actions", _l("Actions"), Action, searched.actions, searched.hits, "actions/_found.html"),
    ),
    actions=ACTIONS,
    subjects=SUBJECTS,
    of_people=OF_PEOPLE,
    limits=LIMITS,
    tells=frozenset({"actions.create_in_note", "actions.update"}),
)
