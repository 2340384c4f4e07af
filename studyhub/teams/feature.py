"""Teams: who sits with whom."""

from studyhub.handing_in import Feature
from studyhub.teams import views

TEAMS = Feature(
    name="teams",
    blueprints=(views.bp,),
)
