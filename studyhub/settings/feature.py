"""What an organisation sets: its name, languages, closed days."""

from studyhub.handing_in import Feature
from studyhub.settings import views

SETTINGS = Feature(
    name="settings",
    blueprints=(views.bp,),
)
