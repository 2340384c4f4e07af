"""How much of teams one person makes in an hour, form by form; of several limits the first that is full is told."""

from studyhub.audit.limits import recorded

_TEAMS = recorded(60, "team.created", "team.renamed")

LIMITS = {
    "teams.create": (_TEAMS,),
    "teams.update": (_TEAMS,),
}
