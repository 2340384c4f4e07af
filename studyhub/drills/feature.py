"""On-call training: scenarios with their answers, and drills on them."""

from studyhub.demo.on_call import training
from studyhub.drills import messages, views
from studyhub.drills.handed_in import near, searched, unfinished, waiting
from studyhub.drills.handed_in.departing import OF_PEOPLE
from studyhub.drills.handed_in.limits import LIMITS
from studyhub.drills.handed_in.subjects import SUBJECTS
from studyhub.drills.handed_in.trail_words import ACTIONS
from studyhub.drills.models import Scenario
from studyhub.handing_in import Feature
from studyhub.home.waiting import Turn, Waits
from studyhub.people.readers import is_member
from studyhub.search.kinds import Searched
from studyhub.web.pages.menu import Entry, Menu
from studyhub.words.saying import lazy_gettext as _l

DRILLS = Feature(
    name="drills",
    blueprints=(views.bp,),
    menu=(Entry(Menu.BAR, 40, "/training/", _l("Training"), is_for=is_member),),
    waits=(
        Waits(Turn.ANSWER, near.near, "drills/waits/near.html", near.near_rows, near.at),
        Waits(
            Turn.ANSWER,
            unfinished.unfinished,
            "drills/waits/unfinished.html",
            unfinished.unfinished_rows,
            unfinished.at,
        ),
        Waits(Turn.REVIEW, waiting.doubtful, "drills/waits/doubtful.html", waiting.doubtful_rows, waiting.long_ago),
    ),
    searched=(
        Searched(
            19, "scenarios", _l("Scenarios"), Scenario, searched.rows, searched.hits, "drills/scenarios/_found.html"
        ),
    ),
    messages=messages.KINDS,
    actions=ACTIONS,
    subjects=SUBJECTS,
    limits=LIMITS,
    of_people=OF_PEOPLE,
    demo=training.begin,
)
