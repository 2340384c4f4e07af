"""The ledger of a person and of a team: pages, and the same figures as files; all on one blueprint."""

from studyhub.ledger.views import files as files
from studyhub.ledger.views import pages as pages
from studyhub.ledger.views.blueprint import bp as bp
