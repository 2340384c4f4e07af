"""Pages of teams: looking, saying who is in one, and what only administrators change; all on one blueprint."""

from studyhub.teams.views import changing as changing
from studyhub.teams.views import members as members
from studyhub.teams.views import pages as pages
from studyhub.teams.views.blueprint import bp as bp
