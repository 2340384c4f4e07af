"""How often one person plans in an hour, form by form: a year takes the processor a fifth of a second."""

from studyhub.audit.limits import recorded

_PLANNING = recorded(60, *(f"rota.{word}" for word in ("made", "planned", "published", "discarded", "imported")))

LIMITS = {
    "rota.create": (_PLANNING,),
    "rota.create_draft": (_PLANNING,),
    "rota.delete_draft": (_PLANNING,),
    "rota.create_import": (_PLANNING,),
    "rota.create_collection": (recorded(20, "collection.asked"),),
    "rota.publish_draft": (_PLANNING,),
    "rota.create_swap": (recorded(120, "swap.asked"),),
    "rota.create_taking": (recorded(120, "swap.accepted"),),
    "rota.create_offer": (recorded(60, "shift.offered"),),
    "rota.create_acceptance": (recorded(120, "swap.accepted"),),
    "rota.create_decline": (recorded(120, "swap.declined"),),
    "rota.delete_swap": (recorded(120, "swap.withdrawn"),),
    "rota.undo_swap": (recorded(120, "swap.undone"),),
    "rota.update_rules": (recorded(60, "rota_rules.changed"),),
}
