"""What the worker tells administrators about itself."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from studyhub.delivery.texts import Kind, Message, Payload

_GROUP = _l("About StudyHub itself")


def mail_off(payload: Payload, language: str) -> Message:
    """There is no mail server."""
    return Message(
        _("No mail is being sent"),
        [
            _("StudyHub has no mail server yet, so people find their messages here, in the notices, and nowhere else."),
            _("To send mail, set STUDYHUB_SMTP_HOST and STUDYHUB_SMTP_FROM (see the README) and start StudyHub again."),
        ],
    )


def mail_failed(payload: Payload, language: str) -> Message:
    """One mail will never arrive."""
    return Message(
        _("A mail to %(address)s could not be delivered", address=payload["address"]),
        [
            _("The mail server said: %(error)s", error=payload["error"]),
            _("Please check whether the address is right. The mail is not sent again."),
        ],
    )


KINDS = {
    "mail_off": Kind(mail_off, _l("No mail server"), _GROUP, can_be_turned_off=False),
    "mail_failed": Kind(mail_failed, _l("Mail that could not be delivered"), _GROUP, can_be_turned_off=False),
}
