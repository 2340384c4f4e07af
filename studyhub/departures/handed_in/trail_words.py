"""What the audit trail says of what is done here."""

from studyhub.audit.words import Action
from studyhub.words.saying import lazy_gettext as _l

ACTIONS = {
    "user.merged": Action(_l("made two accounts of one person one"), is_in_circles=False),
}
