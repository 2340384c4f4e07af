"""How much of training one person makes in an hour, form by form."""

from studyhub.audit.limits import recorded

_SCENARIOS = recorded(
    60, *(f"scenario.{word}" for word in ("written", "changed", "retired", "brought_back", "confirmed", "taken_on"))
)
_DRILLS = recorded(
    60,
    *(
        f"drill.{word}"
        for word in (
            "planned",
            "cast",
            "called_off",
            "planned_again",
            "left",
            "taken_over",
            "started",
            "revealed",
            "debriefed",
        )
    ),
)

LIMITS = {
    "drills.create_cancellation": (_DRILLS,),
    "drills.delete_cancellation": (_DRILLS,),
    "drills.delete_part": (_DRILLS,),
    "drills.create_debrief": (_DRILLS,),
    "drills.create_drill": (_DRILLS,),
    "drills.create_lesson": (recorded(60, "quirk.written"),),
    "drills.create_lesson_action": (recorded(60, "action.given"),),
    "drills.create_lesson_help": (recorded(60, "help_wanted.asked"),),
    "drills.create_reveal": (_DRILLS,),
    "drills.create_start": (_DRILLS,),
    "drills.create_takeover": (_DRILLS,),
    "drills.create_spin": (recorded(60, "wheel.spun"),),
    "drills.update_drill": (_DRILLS,),
    "drills.create_scenario": (_SCENARIOS,),
    "drills.create_attachment": (_SCENARIOS,),
    "drills.delete_attachment": (_SCENARIOS,),
    "drills.create_scenario_confirmation": (_SCENARIOS,),
    "drills.create_succession": (_SCENARIOS,),
    "drills.create_scenario_retirement": (_SCENARIOS,),
    "drills.delete_scenario_retirement": (_SCENARIOS,),
    "drills.update_scenario": (_SCENARIOS,),
}
