"""Hand-offs: asked for at the end of a shift, shown at the beginning of the next."""

from studyhub.demo.on_call import handing_over
from studyhub.handing_in import Feature
from studyhub.handoffs import messages, reminding, views
from studyhub.handoffs.handed_in import waiting
from studyhub.handoffs.handed_in.departing import OF_PEOPLE
from studyhub.handoffs.handed_in.limits import LIMITS
from studyhub.handoffs.handed_in.subjects import SUBJECTS
from studyhub.handoffs.handed_in.trail_words import ACTIONS
from studyhub.home.waiting import Turn, Waits

HANDOFFS = Feature(
    name="handoffs",
    blueprints=(views.bp,),
    messages=messages.KINDS,
    ticks=(reminding.remind,),
    waits=(
        Waits(Turn.ANSWER, waiting.brought, "handoffs/waits/brought.html", waiting.untaken_rows, waiting.at),
        Waits(Turn.ANSWER, waiting.unwritten, "handoffs/waits/unwritten.html", waiting.ending_rows, waiting.at),
    ),
    actions=ACTIONS,
    subjects=SUBJECTS,
    limits=LIMITS,
    of_people=OF_PEOPLE,
    demo=handing_over.begin,
)
