"""What the audit trail says of what is done here."""

from studyhub.audit.words import Action
from studyhub.words.saying import lazy_gettext as _l

ACTIONS = {
    "address.renewed": Action(_l("made a new private address"), is_in_circles=False),
    "release.address_changed": Action(_l("changed the address of a post"), is_in_circles=False),
}
