"""How much one person says of alerts in an hour, form by form."""

from studyhub.audit.limits import recorded

_DECISIONS = recorded(120, "alert_group.decided")
# A quarter of a noisy service, looked over in one go.
_MARKS = recorded(600, "alert.acted_on", "alert.left", "alert.written")
_NAMES = recorded(120, "alert.named", "alert.unnamed")
_INTAKES = recorded(30, *(f"alert_intake.{word}" for word in ("made", "renewed", "ended")), "alert_settings.changed")

LIMITS = {
    "alerts.create": (_MARKS,),
    "alerts.create_acting": (_MARKS,),
    "alerts.create_decision": (_DECISIONS,),
    "alerts.create_import": (recorded(60, "alert.imported"),),
    "alerts.create_intake": (_INTAKES,),
    "alerts.create_name": (_NAMES,),
    "alerts.delete_acting": (_MARKS,),
    "alerts.delete_intake": (_INTAKES,),
    "alerts.delete_name": (_NAMES,),
    "alerts.update_settings": (_INTAKES,),
    "alerts.update_token": (_INTAKES,),
}
