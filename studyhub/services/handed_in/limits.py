"""How much of services one person makes in an hour, form by form."""

from studyhub.audit.limits import recorded

_SERVICES = recorded(60, *(f"service.{word}" for word in ("created", "changed", "retired", "brought_back")))
_QUIRKS = recorded(120, *(f"quirk.{word}" for word in ("written", "changed", "confirmed", "retired", "brought_back")))
_READINESS = recorded(120, *(f"readiness.{word}" for word in ("begun", "signed_off", "ended")))
# Forty people and ten services are one press.
_POOL = recorded(2000, "readiness.signed_off")

LIMITS = {
    "services.create": (_SERVICES,),
    "services.create_confirmation": (_QUIRKS,),
    "services.create_practice": (_READINESS,),
    "services.create_quirk": (_QUIRKS,),
    "services.create_quirk_retirement": (_QUIRKS,),
    "services.create_readiness": (_READINESS,),
    "services.create_retirement": (_SERVICES,),
    "services.delete_practice": (_READINESS,),
    "services.delete_quirk_retirement": (_QUIRKS,),
    "services.delete_readiness": (_READINESS,),
    "services.delete_retirement": (_SERVICES,),
    "services.update": (_SERVICES,),
    "services.update_pool": (_POOL,),
    "services.update_quirk": (_QUIRKS,),
}
