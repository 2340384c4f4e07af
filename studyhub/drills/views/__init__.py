"""Pages of training: for members alone; of answers whoever has seen them."""

from studyhub.drills.views import attachments as attachments
from studyhub.drills.views import debriefing as debriefing
from studyhub.drills.views import lessons as lessons
from studyhub.drills.views import pages as pages
from studyhub.drills.views import planning as planning
from studyhub.drills.views import playing as playing
from studyhub.drills.views import scenarios as scenarios
from studyhub.drills.views import stepping_back as stepping_back
from studyhub.drills.views import truth as truth
from studyhub.drills.views import wheel as wheel
from studyhub.drills.views.blueprint import bp as bp
