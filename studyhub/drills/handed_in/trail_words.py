"""What the audit trail says of training."""

from flask_babel import lazy_gettext as _l

from studyhub.audit.words import Action

ACTIONS = {
    "scenario.written": Action(_l("wrote a scenario"), is_in_circles=False),
    "scenario.changed": Action(_l("changed a scenario"), is_in_circles=False),
    "scenario.retired": Action(_l("put a scenario away"), is_in_circles=False),
    "scenario.brought_back": Action(_l("took a scenario out again"), is_in_circles=False),
}
