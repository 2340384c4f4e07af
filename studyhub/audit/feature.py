"""The audit trail: who did what, and when."""

from studyhub.audit import views
from studyhub.audit.models import AuditEvent
from studyhub.handing_in import Feature
from studyhub.people.departing import OfPeople
from studyhub.people.readers import is_admin
from studyhub.web.pages.menu import Entry, Menu
from studyhub.words.saying import lazy_gettext as _l

AUDIT = Feature(
    name="audit",
    blueprints=(views.bp,),
    of_people=OfPeople(kept=(AuditEvent.actor_id,)),
    menu=(Entry(Menu.SETTINGS, 40, "/audit/", _l("Audit trail"), is_for=is_admin),),
)
