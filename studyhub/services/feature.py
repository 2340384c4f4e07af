"""Services: what is peculiar to each, and who can be left alone with it."""

from studyhub.demo.on_call import services as on_call
from studyhub.handing_in import Feature
from studyhub.home.waiting import Turn, Waits
from studyhub.search.kinds import Searched
from studyhub.services import messages, views
from studyhub.services.handed_in import searched, waiting
from studyhub.services.handed_in.departing import OF_PEOPLE
from studyhub.services.handed_in.limits import LIMITS
from studyhub.services.handed_in.of_teams import hand_over
from studyhub.services.handed_in.subjects import SUBJECTS
from studyhub.services.handed_in.trail_words import ACTIONS
from studyhub.services.models import Quirk, Service
from studyhub.words.saying import lazy_gettext as _l

SERVICES = Feature(
    name="services",
    blueprints=(views.bp,),
    waits=(
        Waits(
            Turn.REVIEW,
            waiting.unconfirmed,
            "services/waits/unconfirmed.html",
            waiting.unconfirmed_rows,
            waiting.long_ago,
        ),
    ),
    searched=(
        Searched(
            16, "services", _l("Services"), Service, searched.services, searched.service_hits, "services/_found.html"
        ),
        Searched(
            18, "quirks", _l("Quirks"), Quirk, searched.quirks, searched.quirk_hits, "services/_found_quirks.html"
        ),
    ),
    messages=messages.KINDS,
    actions=ACTIONS,
    subjects=SUBJECTS,
    limits=LIMITS,
    of_people=OF_PEOPLE,
    of_teams=hand_over,
    demo=on_call.begin,
)
