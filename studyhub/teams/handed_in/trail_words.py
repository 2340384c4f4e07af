"""What the audit trail says of what is done here."""

from studyhub.audit.words import Action, name_of
from studyhub.words.saying import lazy_gettext as _l

ACTIONS = {
    "team.created": Action(_l("made a team"), is_in_circles=False),
    "team.renamed": Action(_l("renamed a team"), is_in_circles=False, tells=name_of),
    "team.slug_changed": Action(_l("changed the address of a team"), is_in_circles=False),
    "team.merged": Action(_l("merged a team into another"), is_in_circles=False, tells=name_of),
    "team.closed": Action(_l("closed a team"), is_in_circles=False),
    "team.reopened": Action(_l("opened a team again"), is_in_circles=False),
    "membership.added": Action(_l("added somebody to a team"), is_in_circles=False),
    "membership.lead": Action(_l("changed the lead of a team"), is_in_circles=False),
    "membership.primary": Action(_l("changed somebody's primary team"), is_in_circles=False),
    "membership.removed": Action(_l("took somebody out of a team"), is_in_circles=False),
    "user.enrolled": Action(_l("read somebody in from a list"), is_in_circles=False, tells=name_of),
}
