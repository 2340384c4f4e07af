"""How much of services one person makes in an hour, form by form."""

from studyhub.audit.limits import recorded

_SERVICES = recorded(60, *(f"service.{word}" for word in ("created", "changed", "retired", "brought_back")))

LIMITS = {
    "services.create": (_SERVICES,),
    "services.create_retirement": (_SERVICES,),
    "services.delete_retirement": (_SERVICES,),
    "services.update": (_SERVICES,),
}
