"""Messages: the inbox, mail, and the worker that sends them."""

from studyhub.delivery import cli, messages, ticks
from studyhub.delivery.handed_in import waiting
from studyhub.delivery.handed_in.departing import OF_PEOPLE
from studyhub.delivery.views import figures, inbox, mail
from studyhub.handing_in import Feature
from studyhub.home.waiting import Turn, Waits
from studyhub.people.readers import is_admin
from studyhub.web.pages.menu import Entry, Menu
from studyhub.words.saying import lazy_gettext as _l

DELIVERY = Feature(
    name="delivery",
    blueprints=(inbox.bp, mail.bp),
    commands=(cli.worker, cli.mail),
    messages=messages.KINDS,
    waits=(Waits(Turn.OUTAGE, waiting.concerns, "delivery/waits/mail.html"),),
    ticks=ticks.OWN,
    set_up=figures.observe,
    of_people=OF_PEOPLE,
    menu=(Entry(Menu.SETTINGS, 20, "/settings/mail/", _l("Outgoing mail"), is_for=is_admin),),
)
