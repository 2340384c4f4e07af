"""Pages of circles: one module a thing that is shown or changed, all on one blueprint."""

from studyhub.circles.views import changing as changing
from studyhub.circles.views import checking as checking
from studyhub.circles.views import looking_up as looking_up
from studyhub.circles.views import pages as pages
from studyhub.circles.views import people as people
from studyhub.circles.views import planned as planned
from studyhub.circles.views import planning as planning
from studyhub.circles.views import rhythm as rhythm
from studyhub.circles.views import scheduling as scheduling
from studyhub.circles.views import standing_in as standing_in
from studyhub.circles.views import study as study
from studyhub.circles.views.blueprint import bp as bp
