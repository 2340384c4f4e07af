"""Calendars for programs to subscribe to."""

from studyhub.calendars import views
from studyhub.handing_in import Feature

CALENDARS = Feature(
    name="calendars",
    blueprints=(views.bp,),
)
