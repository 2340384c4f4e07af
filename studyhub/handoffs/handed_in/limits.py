"""How much of hand-offs one person makes in an hour, form by form."""

from studyhub.audit.limits import recorded

_WRITTEN = recorded(60, "handoff.written", "handoff.changed")

LIMITS = {
    "handoffs.create": (_WRITTEN,),
    "handoffs.create_quiet": (_WRITTEN,),
    "handoffs.create_receipt": (recorded(60, "handoff.taken"),),
    "handoffs.update": (_WRITTEN,),
}
