"""What the audit trail says of hand-offs."""

from studyhub.audit.words import Action
from studyhub.words.saying import lazy_gettext as _l

ACTIONS = {
    "handoff.written": Action(_l("handed a shift over"), is_in_circles=False),
    "handoff.changed": Action(_l("changed a hand-off"), is_in_circles=False),
    "handoff.taken": Action(_l("received a hand-off"), is_in_circles=False),
}
