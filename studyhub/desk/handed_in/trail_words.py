"""What the audit trail says of what is done here."""

from studyhub.audit.words import Action
from studyhub.words.saying import lazy_gettext as _l

ACTIONS = {
    "note.kept_inside": Action(_l("kept a note inside")),
    "note.kept_inside_undone": Action(_l("let a note be asked about again")),
    "desk.told": Action(_l("told whose turn it is that notes are stuck")),
    "slot.planned": Action(_l("planned a note for a day of the blog")),
    "slot.freed": Action(_l("freed a day of the blog")),
    "desk.updated": Action(_l("changed after how many days notes are stuck"), is_in_circles=False),
}
