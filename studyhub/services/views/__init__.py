"""Pages of services: looking, and what their teams change; all on one blueprint."""

from studyhub.services.views import changing as changing
from studyhub.services.views import mapping as mapping
from studyhub.services.views import pages as pages
from studyhub.services.views import pool as pool
from studyhub.services.views import quirks as quirks
from studyhub.services.views import readiness as readiness
from studyhub.services.views.blueprint import bp as bp
