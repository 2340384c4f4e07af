"""What the audit trail says of what is done here."""

from flask_babel import lazy_gettext as _l

from studyhub.audit.words import Action

ACTIONS = {
    "address.renewed": Action(_l("made a new private address"), is_in_circles=False),
    "release.address_changed": Action(_l("changed the address of a post"), is_in_circles=False),
}
