"""The audit trail: its pages and files, and what events are about, on one blueprint."""

from studyhub.audit.views import files as files
from studyhub.audit.views import pages as pages
from studyhub.audit.views.blueprint import bp as bp
