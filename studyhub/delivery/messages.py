"""What the worker tells administrators about itself."""

from datetime import datetime

from studyhub.delivery.mailing.trouble_words import WORDS, said
from studyhub.delivery.models import TroubleKind
from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.words import dates
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l

_GROUP = _l("About StudyHub itself")
_PAGE = "/settings/mail/"


def mail_off(payload: Payload, language: str) -> Message:
    """There is no mail server."""
    return Message(
        _("No mail is being sent"),
        [
            _("StudyHub has no mail server yet, so people find their messages here, in the notices, and nowhere else."),
            _("To send mail, set STUDYHUB_SMTP_HOST and STUDYHUB_SMTP_FROM (see the README) and start StudyHub again."),
            _("Mail waits for a day; what is older then is left out."),
        ],
        _PAGE,
        _("Look at the mail"),
    )


def mail_trouble(payload: Payload, language: str) -> Message:
    """All mail is held up, or some of it again and again."""
    kind = TroubleKind(payload["kind"])
    since = dates.when(datetime.fromisoformat(payload["since"]))
    lines = [_("Since %(since)s. Nothing is lost: what waits is sent once this is mended.", since=since)]
    if payload["error"]:
        lines.append(said(kind, payload["error"]))
    return Message(str(WORDS[kind].what), [*lines, str(WORDS[kind].advice)], _PAGE, _("Look at the mail"))


def mail_failed(payload: Payload, language: str) -> Message:
    """One mail, the first of its day, was given up."""
    return Message(
        _("A mail to %(address)s could not be delivered", address=payload["address"]),
        [
            _("The mail server said: %(error)s", error=payload["error"]),
            _("Please check whether the address is right. For thirty days the mail can be sent again."),
        ],
        _PAGE,
        _("Look at the mail"),
    )


def mail_test(payload: Payload, language: str) -> Message:
    """Somebody tries whether mail arrives."""
    return Message(
        _("A test mail of StudyHub"),
        [_("Mail of StudyHub arrives. Somebody who looks after it sent this one to see that; you need do nothing.")],
    )


KINDS = {
    "mail_off": Kind(mail_off, _l("No mail server"), _GROUP, can_be_turned_off=False),
    "mail_trouble": Kind(mail_trouble, _l("Trouble with mail"), _GROUP, can_be_turned_off=False),
    "mail_failed": Kind(mail_failed, _l("Mail that could not be delivered"), _GROUP, can_be_turned_off=False),
    "mail_test": Kind(mail_test, _l("Test mail"), _GROUP, can_be_turned_off=False),
}
