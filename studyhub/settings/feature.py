"""What an organisation sets: its name, languages, closed days."""

from studyhub.handing_in import Feature
from studyhub.settings import views
from studyhub.settings.subjects import SUBJECTS
from studyhub.settings.trail_words import ACTIONS

SETTINGS = Feature(
    name="settings",
    blueprints=(views.bp,),
    actions=ACTIONS,
    subjects=SUBJECTS,
)
