"""Home: what comes next for a person, what waits for them, what was shared."""

from studyhub.audit.limits import recorded
from studyhub.handing_in import Feature
from studyhub.home import early, views
from studyhub.home.waiting import Turn, Waits
from studyhub.web.pages.menu import Entry, Menu
from studyhub.words.saying import lazy_gettext as _l

HOME = Feature(
    name="home",
    blueprints=(views.bp,),
    menu=(Entry(Menu.BAR, 0, "/", _l("Home")),),
    waits=(Waits(Turn.SUSTAIN, early.warnings, "home/waits/early.html", early.warning_rows, early.soon),),
    limits={"home.create_membership": (recorded(10, "membership.added"),)},
)
