"""How much of the Scrum of Scrums one person makes in an hour, form by form."""

from studyhub.audit.limits import recorded

_HELP = recorded(
    60,
    "help_wanted.claimed",
    "help_wanted.given_back",
    "help_wanted.resolved",
    "help_wanted.withdrawn",
    "help_wanted.wanted_again",
)

_CIRCLES = recorded(10, "circle.created", "circle.book_changed")

LIMITS = {
    "sos.create": (_CIRCLES,),
    "sos.create_session": (_CIRCLES,),
    "sos.update": (recorded(60, "team_update.handed_in", "team_update.written_down"),),
    "sos.create_claim": (_HELP,),
    "sos.delete_claim": (_HELP,),
    "sos.create_settling": (_HELP,),
    "sos.delete_settling": (_HELP,),
    "sos.create_withdrawal": (_HELP,),
}
