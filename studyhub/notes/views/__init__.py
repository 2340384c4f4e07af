"""Pages of notes: one module a thing that is shown or changed, all on one blueprint."""

from studyhub.notes.views.blueprint import bp as bp
from studyhub.notes.views.editor import edit as edit
from studyhub.notes.views.pages import show as show
from studyhub.notes.views.releases import show_release as show_release
from studyhub.notes.views.revisions import show_revision as show_revision
from studyhub.notes.views.sharing import create as create
from studyhub.notes.views.together import show_live as show_live
from studyhub.notes.views.wiping import new_wiping as new_wiping
