"""What the audit trail says of what is done here."""

from flask_babel import lazy_gettext as _l

from studyhub.audit.words import Action

ACTIONS = {
    "user.merged": Action(_l("made two accounts of one person one"), is_in_circles=False),
}
