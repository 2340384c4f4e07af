"""What administrators are told when a nightly copy fails."""

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def nightly_copy_failed(payload: Payload, language: str) -> Message:
    """The copy of one night could not be made."""
    reason = [_("The reason: %(error)s", error=payload["error"])] if payload["error"] else []
    return Message(
        _("The nightly copy of %(night)s could not be made", night=payload["night"]),
        [
            *reason,
            _("StudyHub tries again every hour. Please see that the folder of the copies is writable and has room."),
            _("Copies of earlier nights are still there."),
        ],
    )


KINDS = {
    "nightly_copy_failed": Kind(
        nightly_copy_failed, _l("Nightly copies that failed"), _l("About StudyHub itself"), can_be_turned_off=False
    ),
}
