"""Pages of notes: one module a thing that is shown or changed, all on one blueprint."""

from studyhub.notes.views import editor as editor
from studyhub.notes.views import pages as pages
from studyhub.notes.views import releases as releases
from studyhub.notes.views import revisions as revisions
from studyhub.notes.views import sharing as sharing
from studyhub.notes.views.blueprint import bp as bp
