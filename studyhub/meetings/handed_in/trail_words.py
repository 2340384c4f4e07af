"""What the audit trail says of what is done here."""

from flask_babel import lazy_gettext as _l

from studyhub.audit.words import Action

ACTIONS = {
    "attendance.confirmed": Action(_l("recorded who came")),
    "chapter.accepted": Action(_l("took on a chapter that was offered")),
    "chapter.asking_stopped": Action(_l("stopped asking others for a chapter")),
    "chapter.carried_over": Action(_l("carried a chapter over")),
    "chapter.claimed": Action(_l("claimed a chapter")),
    "chapter.cover_wanted": Action(_l("asked for cover for a chapter")),
    "chapter.covered": Action(_l("took over a chapter")),
    "chapter.declined": Action(_l("declined a chapter")),
    "chapter.given_back": Action(_l("gave a chapter back")),
    "chapter.guest_named": Action(_l("named a guest for a chapter")),
    "chapter.merged": Action(_l("merged two chapters")),
    "chapter.moved": Action(_l("moved a chapter")),
    "chapter.paired": Action(_l("joined in presenting a chapter")),
    "chapter.presented": Action(_l("presented a chapter")),
    "chapter.read_together": Action(_l("had a chapter read together instead")),
    "chapter.ready": Action(_l("is ready to present a chapter")),
    "chapter.skipped": Action(_l("skipped a chapter")),
    "chapter.split": Action(_l("split a chapter")),
    "chapter.suggested": Action(_l("offered somebody a chapter")),
    "chapter.swapped": Action(_l("swapped two chapters")),
    "chapter.taken_off": Action(_l("took somebody off a chapter")),
    "chapter.unanswered": Action(_l("a suggestion ended without an answer")),
    "checkin_code.changed": Action(_l("changed the check-in code")),
    "circle.book_changed": Action(_l("went on with another book")),
    "circle.created": Action(_l("started the circle")),
    "circle.joined": Action(_l("joined the circle")),
    "circle.left": Action(_l("left the circle")),
    "circle.taken_out": Action(_l("took somebody out of the circle")),
    "meeting.added": Action(_l("added a session")),
    "meeting.cancelled": Action(_l("cancelled a session")),
    "meeting.deleted": Action(_l("deleted a session")),
    "meeting.postponed": Action(_l("postponed a session")),
    "meeting.rescheduled": Action(_l("gave a postponed session its date")),
    "meeting.restored": Action(_l("took a cancellation back")),
    "meeting.updated": Action(_l("changed a session")),
    "thought.wiped": Action(_l("wiped a thought")),
}
