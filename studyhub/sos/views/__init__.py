"""Pages of the Scrum of Scrums: read by whoever may open the circle, written by the teams."""

from studyhub.sos.views import cards as cards
from studyhub.sos.views import circles as circles
from studyhub.sos.views import helping as helping
from studyhub.sos.views import rounds as rounds
from studyhub.sos.views import sessions as sessions
from studyhub.sos.views.blueprint import bp as bp
