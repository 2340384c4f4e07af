"""The audit trail: who did what, and when."""

from studyhub.audit import views
from studyhub.audit.models import AuditEvent
from studyhub.handing_in import Feature
from studyhub.people.departing import OfPeople

AUDIT = Feature(
    name="audit",
    blueprints=(views.bp,),
    of_people=OfPeople(kept=(AuditEvent.actor_id,)),
)
