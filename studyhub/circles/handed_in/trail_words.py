"""What the audit trail says of what is done here."""

from studyhub.audit.words import Action
from studyhub.words.saying import lazy_gettext as _l

ACTIONS = {
    "book.looked_up": Action(_l("looked a book up by its ISBN")),
    "circle.updated": Action(_l("changed the circle")),
    "circle.running": Action(_l("resumed the circle")),
    "circle.paused": Action(_l("paused the circle")),
    "circle.finished": Action(_l("finished the circle")),
    "circle.ended": Action(_l("ended the circle early")),
    "circle.invited": Action(_l("invited people to the circle")),
    "circle.invitation_withdrawn": Action(_l("took an invitation to the circle back")),
    "circle.organizer_named": Action(_l("named an organiser")),
    "circle.organizer_stood_in": Action(_l("named an organiser where none was there")),
    "circle.organizer_left": Action(_l("stepped down as organiser")),
    "circle.departed": Action(_l("somebody left the organisation, and so the circle")),
}
