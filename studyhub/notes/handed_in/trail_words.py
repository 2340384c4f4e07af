"""What the audit trail says of what is done here."""

from studyhub.audit.words import Action
from studyhub.words.saying import lazy_gettext as _l

ACTIONS = {
    "note.shared": Action(_l("shared a note")),
    "note.unshared": Action(_l("made a note a draft again")),
    "note.tagged": Action(_l("changed the tags of a note")),
    "note.passage_wiped": Action(_l("wiped a passage of a note")),
    "release.requested": Action(_l("asked to publish a note")),
    "release.withdrawn": Action(_l("withdrew a request to publish")),
    "release.approved": Action(_l("released a note")),
    "release.declined": Action(_l("sent a note back")),
    "release.retraction_asked": Action(_l("asked to retract a note")),
    "release.retracted": Action(_l("retracted a note")),
}
