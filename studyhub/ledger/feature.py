"""The ledger: which duties were done by whom, and the pages that show it with what every other practice counts."""

from studyhub.handing_in import Feature
from studyhub.ledger import views
from studyhub.ledger.models import DutyEntry
from studyhub.people.departing import OfPeople
from studyhub.people.readers import is_member
from studyhub.web.pages.menu import Entry, Menu
from studyhub.words.saying import lazy_gettext as _l

LEDGER = Feature(
    name="ledger",
    blueprints=(views.bp,),
    menu=(Entry(Menu.PERSON, 2, "/ledger/", _l("What I carried"), is_for=is_member),),
    of_people=OfPeople(moved=(DutyEntry.user_id,)),
)
