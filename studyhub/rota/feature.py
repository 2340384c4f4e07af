"""The rota: who is on call in nights, on days off and on special days, over all teams."""

from studyhub.demo.on_call import rotas
from studyhub.handing_in import Feature
from studyhub.home.waiting import Turn, Waits
from studyhub.people.readers import is_admin, is_member
from studyhub.rota import cli, messages, views
from studyhub.rota.collecting import collecting as collecting_days
from studyhub.rota.collecting import queries as collecting
from studyhub.rota.handed_in import waiting as of_keepers
from studyhub.rota.handed_in.departing import OF_PEOPLE
from studyhub.rota.handed_in.limits import LIMITS
from studyhub.rota.handed_in.subjects import SUBJECTS
from studyhub.rota.handed_in.trail_words import ACTIONS
from studyhub.rota.pool import following
from studyhub.rota.pool import messages as pool_messages
from studyhub.rota.swaps import messages as swap_messages
from studyhub.rota.swaps import unanswered, waiting
from studyhub.web.pages.menu import Entry, Menu
from studyhub.words.saying import lazy_gettext as _l

ROTA = Feature(
    name="rota",
    blueprints=(views.bp,),
    commands=(cli.group,),
    menu=(
        Entry(Menu.BAR, 30, "/oncall/", _l("On call"), covers=("/services/",), is_for=is_member),
        Entry(Menu.SETTINGS, 15, "/oncall/rules/", _l("Rules of the rota"), is_for=is_admin),
    ),
    messages=messages.KINDS | swap_messages.KINDS | pool_messages.KINDS,
    ticks=(unanswered.remind, collecting_days.remind, following.follow),
    waits=(
        Waits(Turn.ANSWER, waiting.asked_of, "rota/waits/asked.html", waiting.asked_of_rows, waiting.at),
        Waits(Turn.OUTAGE, waiting.unanswered_of, "rota/waits/unanswered.html", waiting.unanswered_rows, waiting.at),
        Waits(Turn.ANSWER, collecting.unanswered, "rota/waits/days_asked.html", collecting.unanswered_rows),
        Waits(Turn.OUTAGE, of_keepers.vacant, "rota/waits/vacant.html"),
        Waits(Turn.ORGANIZE, of_keepers.doubtful, "rota/waits/doubtful.html"),
    ),
    actions=ACTIONS,
    subjects=SUBJECTS,
    limits=LIMITS,
    of_people=OF_PEOPLE,
    demo=rotas.begin,
)
