"""Circles: what is read, who takes part, who organises."""

from studyhub.circles import cli, messages, views
from studyhub.circles.handed_in import waiting
from studyhub.circles.handed_in.departing import OF_PEOPLE
from studyhub.circles.handed_in.limits import LIMITS
from studyhub.circles.handed_in.subjects import SUBJECTS
from studyhub.circles.handed_in.trail_words import ACTIONS
from studyhub.circles.planning import keeping
from studyhub.handing_in import Feature
from studyhub.home.waiting import Turn, Waits
from studyhub.people.readers import is_admin
from studyhub.web.pages.menu import Entry, Menu
from studyhub.words.saying import lazy_gettext as _l

CIRCLES = Feature(
    name="circles",
    blueprints=(views.bp,),
    commands=(cli.group,),
    messages=messages.KINDS,
    waits=(
        Waits(Turn.ANSWER, waiting.invitations, "circles/waits/invitations.html", waiting.invitation_rows),
        Waits(Turn.ADMINISTER, waiting.without_organizer, "circles/waits/unorganized.html"),
    ),
    actions=ACTIONS,
    subjects=SUBJECTS,
    of_people=OF_PEOPLE,
    menu=(
        Entry(Menu.BAR, 10, "/circles/", _l("Circles"), covers=("/meetings/", "/check-in")),
        Entry(Menu.SETTINGS, 30, "/circles-without-organizer/", _l("Circles without an organiser"), is_for=is_admin),
    ),
    ticks=(keeping.forget_old,),
    limits=LIMITS,
    tells=frozenset({"circles.create_invitation", "circles.create_organizer"}),
)
