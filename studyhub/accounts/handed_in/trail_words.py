"""What the audit trail says of what is done here."""

from typing import Any

from studyhub.audit.words import Action, Kept, name_of
from studyhub.words.saying import lazy_gettext as _l

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


def _state(kept: Kept) -> str:
    return str(STATES.get(kept.get("state", ""), ""))


def _roles(kept: Kept) -> str:
    return ", ".join(str(words) for role, words in ROLES.items() if kept.get(role))


ACTIONS = {
    "organization.founded": Action(_l("set StudyHub up"), is_in_circles=False),
    "user.created": Action(_l("made an account"), is_in_circles=False),
    "user.edited": Action(_l("changed what is known of somebody"), is_in_circles=False, tells=name_of),
    "user.moved": Action(_l("changed the state of an account"), is_in_circles=False, tells=_state),
    "user.roles": Action(_l("changed somebody's roles"), is_in_circles=False, tells=_roles),
    "user.address_asked": Action(_l("asked for another e-mail address"), is_in_circles=False),
    "user.address_called_off": Action(_l("called the change of their address off"), is_in_circles=False),
    "user.address_changed": Action(_l("changed somebody's e-mail address"), is_in_circles=False),
    "invitation.sent": Action(_l("invited somebody"), is_in_circles=False),
    "invitation.accepted": Action(_l("accepted an invitation"), is_in_circles=False),
    "invitation.revoked": Action(_l("took an invitation back"), is_in_circles=False),
    "registration.asked": Action(_l("somebody asked for an account"), is_in_circles=False),
    "password.changed": Action(_l("set a new password"), is_in_circles=False),
    "reset.issued": Action(_l("asked for a link to set a password"), is_in_circles=False),
    "reset.printed": Action(_l("made a link to set a password on the server"), is_in_circles=False),
    "sessions.ended": Action(_l("signed somebody out everywhere"), is_in_circles=False),
}
