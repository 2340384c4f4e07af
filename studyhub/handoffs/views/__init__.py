"""Pages of hand-offs: read by everybody inside, written by whoever has the hours."""

from studyhub.handoffs.views import pages as pages
from studyhub.handoffs.views import writing as writing
from studyhub.handoffs.views.blueprint import bp as bp
