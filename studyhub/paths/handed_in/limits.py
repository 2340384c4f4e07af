"""How much of paths one person makes in an hour, form by form."""

from studyhub.audit.limits import recorded

_PATHS = recorded(60, *(f"path.{word}" for word in ("made", "changed", "ended")))
_STEPS = recorded(
    120, *(f"path.{word}" for word in ("step_done", "step_repeated", "shadow_planned", "shadow_withdrawn"))
)

LIMITS = {
    "paths.create": (_PATHS,),
    "paths.update": (_PATHS,),
    "paths.create_end": (_PATHS,),
    "paths.create_tick": (_STEPS,),
    "paths.create_repeat": (_STEPS,),
    "paths.create_shadow": (_STEPS,),
    "paths.delete_shadow": (_STEPS,),
}
