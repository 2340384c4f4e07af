"""Teams: who sits with whom."""

from studyhub.handing_in import Feature
from studyhub.teams import messages, views
from studyhub.teams.handed_in.departing import OF_PEOPLE
from studyhub.teams.handed_in.limits import LIMITS
from studyhub.teams.handed_in.subjects import SUBJECTS
from studyhub.teams.handed_in.trail_words import ACTIONS

TEAMS = Feature(
    name="teams",
    blueprints=(views.bp,),
    messages=messages.KINDS,
    actions=ACTIONS,
    subjects=SUBJECTS,
    of_people=OF_PEOPLE,
    limits=LIMITS,
)
