"""Scrum of Scrums: asked for the day before, read in the round, returning until it is settled."""

from studyhub.demo import rounds
from studyhub.handing_in import Feature
from studyhub.home.waiting import Turn, Waits
from studyhub.people.readers import is_member
from studyhub.sos import asked_queries, asking, messages, views
from studyhub.sos.handed_in.departing import OF_PEOPLE, hand_over
from studyhub.sos.handed_in.limits import LIMITS
from studyhub.sos.handed_in.subjects import SUBJECTS
from studyhub.sos.handed_in.trail_words import ACTIONS
from studyhub.web.pages.menu import Entry, Menu
from studyhub.words.saying import lazy_gettext as _l

SOS = Feature(
    name="sos",
    blueprints=(views.bp,),
    menu=(Entry(Menu.BAR, 50, "/sos/", _l("SoS"), is_for=is_member),),
    messages=messages.KINDS,
    ticks=(asking.ask_for_cards, asking.escalate),
    waits=(
        Waits(
            Turn.ANSWER,
            asked_queries.unwritten,
            "sos/waits/unwritten.html",
            asked_queries.unwritten_rows,
            asked_queries.at,
        ),
    ),
    actions=ACTIONS,
    subjects=SUBJECTS,
    limits=LIMITS,
    of_people=OF_PEOPLE,
    of_teams=hand_over,
    demo=rounds.begin,
)
