"""What the audit trail says of what is done here."""

from studyhub.audit.words import Action
from studyhub.words.saying import lazy_gettext as _l

ACTIONS = {
    "organization.changed": Action(_l("changed the settings"), is_in_circles=False),
    "closed_day.added": Action(_l("added closed days"), is_in_circles=False),
    "closed_day.removed": Action(_l("removed closed days"), is_in_circles=False),
}
