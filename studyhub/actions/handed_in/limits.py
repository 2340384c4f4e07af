"""How much of decisions and actions one person makes in an hour, form by form."""

from studyhub.audit.limits import recorded

_KEPT = recorded(120, "action.given", "decision.kept")
_CHANGED = recorded(240, *(f"action.{word}" for word in ("changed", "done", "reopened", "dropped")))
_DECISIONS = recorded(120, "decision.changed", "decision.dropped", "decision.restored")

LIMITS = {
    "actions.create": (_KEPT,),
    "actions.create_decision_drop": (_DECISIONS,),
    "actions.create_done": (_CHANGED,),
    "actions.create_drop": (_CHANGED,),
    "actions.create_in_meeting": (_KEPT,),
    "actions.create_in_note": (_KEPT,),
    "actions.delete_decision_drop": (_DECISIONS,),
    "actions.delete_done": (_CHANGED,),
    "actions.update": (_CHANGED,),
    "actions.update_decision": (_DECISIONS,),
}
