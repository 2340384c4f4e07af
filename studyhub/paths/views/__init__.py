"""Pages of paths: seen by newcomer, mentor, the leads of the newcomer's teams, and keepers of the rota."""

from studyhub.paths.views import pages as pages
from studyhub.paths.views import steps as steps
from studyhub.paths.views.blueprint import bp as bp
