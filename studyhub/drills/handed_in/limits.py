"""How much of training one person makes in an hour, form by form."""

from studyhub.audit.limits import recorded

_SCENARIOS = recorded(60, *(f"scenario.{word}" for word in ("written", "changed", "retired", "brought_back")))

LIMITS = {
    "drills.create_scenario": (_SCENARIOS,),
    "drills.create_scenario_retirement": (_SCENARIOS,),
    "drills.delete_scenario_retirement": (_SCENARIOS,),
    "drills.update_scenario": (_SCENARIOS,),
}
