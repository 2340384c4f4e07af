"""Pages of people: the list, one person, who edits, imports and merges them, and one's own profile."""

from studyhub.people.views import editing as editing
from studyhub.people.views import importing as importing
from studyhub.people.views import merging as merging
from studyhub.people.views import people as people
from studyhub.people.views import profile as profile
from studyhub.people.views import unavailability as unavailability
