"""The audit trail: who did what, and when."""

from studyhub.audit import views
from studyhub.handing_in import Feature

AUDIT = Feature(
    name="audit",
    blueprints=(views.bp,),
)
