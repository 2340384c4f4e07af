"""What was served on call: figures, and the allowance of closed months."""

from studyhub.allowance import views
from studyhub.audit.limits import recorded
from studyhub.handing_in import Feature

ALLOWANCE = Feature(
    name="allowance",
    blueprints=(views.bp,),
    limits={"allowance.update_figures": (recorded(60, "rota_rules.changed"),)},
)
