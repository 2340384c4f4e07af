"""Pages of decisions and actions: one module a place they stand in, all on one blueprint."""

from studyhub.actions.views.blueprint import bp as bp
from studyhub.actions.views.changing import edit as edit
from studyhub.actions.views.deciding import edit_decision as edit_decision
from studyhub.actions.views.lists import index as index
from studyhub.actions.views.of_meetings import create_in_meeting as create_in_meeting
from studyhub.actions.views.of_notes import new as new
