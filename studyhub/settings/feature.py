"""What an organisation sets: its name, languages, closed days."""

from studyhub.handing_in import Feature
from studyhub.people.readers import is_admin
from studyhub.settings import views
from studyhub.settings.handed_in.subjects import SUBJECTS
from studyhub.settings.handed_in.trail_words import ACTIONS
from studyhub.web.pages.menu import Entry, Menu
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l

SETTINGS = Feature(
    name="settings",
    blueprints=(views.bp,),
    actions=ACTIONS,
    subjects=SUBJECTS,
    menu=(
        Entry(Menu.PERSON, 20, "/settings/", _l("Settings"), is_for=is_admin),
        Entry(Menu.SETTINGS, 0, "/settings/", _l("Organisation"), is_for=is_admin),
        Entry(Menu.SETTINGS, 10, "/settings/closed-days/", _l("Closed days"), is_for=is_admin),
    ),
    acts={"settings.update": lambda: _("Change the settings of the organisation")},
)
