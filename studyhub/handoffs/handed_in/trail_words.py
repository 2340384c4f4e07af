"""What the audit trail says of hand-offs."""

from flask_babel import lazy_gettext as _l

from studyhub.audit.words import Action

ACTIONS = {
    "handoff.written": Action(_l("handed a shift over"), is_in_circles=False),
    "handoff.changed": Action(_l("changed a hand-off"), is_in_circles=False),
    "handoff.taken": Action(_l("received a hand-off"), is_in_circles=False),
}
