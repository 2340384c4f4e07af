"""Teams: who sits with whom."""

from studyhub.handing_in import Feature
from studyhub.teams import views
from studyhub.teams.departing import OF_PEOPLE
from studyhub.teams.limits import LIMITS
from studyhub.teams.subjects import SUBJECTS
from studyhub.teams.trail_words import ACTIONS

TEAMS = Feature(
    name="teams",
    blueprints=(views.bp,),
    actions=ACTIONS,
    subjects=SUBJECTS,
    of_people=OF_PEOPLE,
    limits=LIMITS,
)
