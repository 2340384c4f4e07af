"""People: the list, one person, and one's own profile."""

from studyhub.handing_in import Feature
from studyhub.people import cli
from studyhub.people.views import editing, importing, merging, people, profile

PEOPLE = Feature(
    name="people",
    blueprints=(people.bp, editing.bp, merging.bp, importing.bp, profile.bp),
    commands=(cli.group,),
)
