"""What each action of the audit trail is called."""

from typing import Any

from flask_babel import lazy_gettext as _l

from studyhub.audit.models import AuditEvent

# In the order of their names, as each feature writes them with trail.record.
ACTIONS: dict[str, Any] = {
    "attendance.confirmed": _l("recorded who came"),
    "chapter.accepted": _l("took on a chapter that was offered"),
    "chapter.asking_stopped": _l("stopped asking others for a chapter"),
    "chapter.carried_over": _l("carried a chapter over"),
    "chapter.claimed": _l("claimed a chapter"),
    "chapter.cover_wanted": _l("asked for cover for a chapter"),
    "chapter.covered": _l("took over a chapter"),
    "chapter.declined": _l("declined a chapter"),
    "chapter.given_back": _l("gave a chapter back"),
    "chapter.guest_named": _l("named a guest for a chapter"),
    "chapter.merged": _l("merged two chapters"),
    "chapter.moved": _l("moved a chapter"),
    "chapter.paired": _l("joined in presenting a chapter"),
    "chapter.presented": _l("presented a chapter"),
    "chapter.read_together": _l("had a chapter read together instead"),
    "chapter.ready": _l("is ready to present a chapter"),
    "chapter.skipped": _l("skipped a chapter"),
    "chapter.split": _l("split a chapter"),
    "chapter.suggested": _l("offered somebody a chapter"),
    "chapter.swapped": _l("swapped two chapters"),
    "chapter.taken_off": _l("took somebody off a chapter"),
    "chapter.unanswered": _l("a suggestion ended without an answer"),
    "checkin_code.changed": _l("changed the check-in code"),
    "circle.book_changed": _l("went on with another book"),
    "circle.created": _l("started the circle"),
    "circle.departed": _l("somebody left the organisation, and so the circle"),
    "circle.ended": _l("ended the circle early"),
    "circle.finished": _l("finished the circle"),
    "circle.invitation_withdrawn": _l("took an invitation to the circle back"),
    "circle.invited": _l("invited people to the circle"),
    "circle.joined": _l("joined the circle"),
    "circle.left": _l("left the circle"),
    "circle.organizer_left": _l("stepped down as organiser"),
    "circle.organizer_named": _l("named an organiser"),
    "circle.organizer_stood_in": _l("named an organiser where none was there"),
    "circle.paused": _l("paused the circle"),
    "circle.running": _l("resumed the circle"),
    "circle.taken_out": _l("took somebody out of the circle"),
    "circle.updated": _l("changed the circle"),
    "closed_day.added": _l("added closed days"),
    "closed_day.removed": _l("removed closed days"),
    "invitation.accepted": _l("accepted an invitation"),
    "invitation.revoked": _l("took an invitation back"),
    "invitation.sent": _l("invited somebody"),
    "meeting.added": _l("added a session"),
    "meeting.cancelled": _l("cancelled a session"),
    "meeting.deleted": _l("deleted a session"),
    "meeting.postponed": _l("postponed a session"),
    "meeting.rescheduled": _l("gave a postponed session its date"),
    "meeting.restored": _l("took a cancellation back"),
    "meeting.updated": _l("changed a session"),
    "membership.added": _l("added somebody to a team"),
    "membership.lead": _l("changed the lead of a team"),
    "membership.primary": _l("changed somebody's primary team"),
    "membership.removed": _l("took somebody out of a team"),
    "note.passage_wiped": _l("wiped a passage of a note"),
    "note.shared": _l("shared a note"),
    "note.tagged": _l("changed the tags of a note"),
    "note.unshared": _l("made a note a draft again"),
    "organization.changed": _l("changed the settings"),
    "organization.founded": _l("set StudyHub up"),
    "password.changed": _l("set a new password"),
    "registration.asked": _l("somebody asked for an account"),
    "release.address_changed": _l("changed the address of a post"),
    "release.approved": _l("released a note"),
    "release.declined": _l("sent a note back"),
    "release.requested": _l("asked to publish a note"),
    "release.retracted": _l("retracted a note"),
    "release.retraction_asked": _l("asked to retract a note"),
    "release.withdrawn": _l("withdrew a request to publish"),
    "reset.issued": _l("asked for a link to set a password"),
    "reset.printed": _l("made a link to set a password on the server"),
    "sessions.ended": _l("signed somebody out everywhere"),
    "team.closed": _l("closed a team"),
    "team.created": _l("made a team"),
    "team.merged": _l("merged a team into another"),
    "team.renamed": _l("renamed a team"),
    "team.reopened": _l("opened a team again"),
    "team.slug_changed": _l("changed the address of a team"),
    "thought.wiped": _l("wiped a thought"),
    "user.address_asked": _l("asked for another e-mail address"),
    "user.address_called_off": _l("called the change of their address off"),
    "user.address_changed": _l("changed somebody's e-mail address"),
    "user.created": _l("made an account"),
    "user.edited": _l("changed what is known of somebody"),
    "user.enrolled": _l("read somebody in from a list"),
    "user.merged": _l("made two accounts of one person one"),
    "user.moved": _l("changed the state of an account"),
    "user.roles": _l("changed somebody's roles"),
}


def action_words(action: str) -> str:
    """The action in the reader's language; one without words is shown as it is kept."""
    return str(ACTIONS.get(action, action))


STATES: dict[str, Any] = {
    "invited": _l("Invited"),
    "pending": _l("Waiting to be accepted"),
    "active": _l("Member"),
    "on_leave": _l("On leave"),
    "suspended": _l("Suspended"),
    "left": _l("Has left"),
}
ROLES: dict[str, Any] = {
    "is_admin": _l("Administrator"),
    "is_editor": _l("Editor"),
    "is_rota_keeper": _l("Rota keeper"),
}
# What these were about has a name before and after.
NAMED = frozenset({"team.renamed", "team.merged", "user.edited", "user.enrolled"})


def event_words(event: AuditEvent) -> str:
    """The action, and for some what it was before and after; never a text that somebody wrote for others."""
    before, after = _values(event.action, event.before or {}), _values(event.action, event.after or {})
    words = action_words(event.action)
    return f"{words}: {before or '–'} → {after or '–'}" if before or after else words


def _values(action: str, kept: dict[str, Any]) -> str:
    if action == "user.moved":
        return str(STATES.get(kept.get("state", ""), ""))
    if action == "user.roles":
        return ", ".join(str(words) for role, words in ROLES.items() if kept.get(role))
    return str(kept.get("name", "")) if action in NAMED else ""
