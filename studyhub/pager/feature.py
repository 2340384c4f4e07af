"""The pager follows the rota, and pages say whom it calls."""

from studyhub.audit.limits import recorded
from studyhub.audit.words import Action
from studyhub.handing_in import Feature
from studyhub.pager import messages, reconciling, telling, views
from studyhub.pager.handed_in.departing import OF_PEOPLE
from studyhub.pager.handed_in.subjects import SUBJECTS
from studyhub.people.readers import is_admin
from studyhub.web.pages.menu import Entry, Menu
from studyhub.words.saying import lazy_gettext as _l

PAGER = Feature(
    name="pager",
    blueprints=(views.bp,),
    menu=(Entry(Menu.SETTINGS, 16, "/oncall/pager/", _l("Pager"), is_for=is_admin),),
    messages=messages.KINDS,
    ticks=reconciling.TICKS,
    ways=telling.WAYS,
    actions={
        "pager.connected": Action(_l("connected a pager"), is_in_circles=False),
        "pager.changed": Action(_l("changed the connection of the pager"), is_in_circles=False),
        "pager.disconnected": Action(_l("disconnected the pager"), is_in_circles=False),
        "pager.tested": Action(_l("tested the pager"), is_in_circles=False),
        "pager.people_named": Action(_l("entered ids of the pager"), is_in_circles=False),
        "pager.sent_again": Action(_l("sent to the pager again"), is_in_circles=False),
    },
    subjects=SUBJECTS,
    limits={
        "pager.connect": (recorded(20, "pager.connected", "pager.changed"),),
        "pager.create_test": (recorded(20, "pager.tested"),),
        "pager.update_people": (recorded(60, "pager.people_named"),),
        "pager.send_again": (recorded(60, "pager.sent_again"),),
        "pager.delete": (recorded(20, "pager.disconnected"),),
    },
    of_people=OF_PEOPLE,
)
