"""What each kind of trouble with mail is called, and what to do about it."""

from typing import NamedTuple

from studyhub.delivery.models import TroubleKind
from studyhub.text.translated import Text
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


class Words(NamedTuple):
    """What is wrong, and what mends it."""

    what: Text
    advice: Text


_CHECK_THAT_IT_RUNS = _l(
    "Check that it runs, and STUDYHUB_SMTP_HOST and STUDYHUB_SMTP_PORT. StudyHub goes on trying, at least every half "
    "an hour."
)
WORDS = {
    TroubleKind.CERTIFICATE: Words(
        _l("The mail server's certificate is not trusted."),
        _l(
            "Give STUDYHUB_SMTP_HOST the name that stands in the certificate. If it comes from a certification "
            "authority of your own, name that one's file in STUDYHUB_SMTP_CA."
        ),
    ),
    TroubleKind.ENCRYPTION: Words(
        _l("No encrypted connection to the mail server comes about."),
        _l("Check port and kind: STUDYHUB_SMTP_TLS=starttls goes with port 587, tls with port 465."),
    ),
    TroubleKind.NO_STARTTLS: Words(
        _l("The mail server does not offer to encrypt the connection."),
        _l("Set STUDYHUB_SMTP_TLS=tls with port 465, or let the mail server offer STARTTLS."),
    ),
    TroubleKind.NAME: Words(
        _l("There is no mail server of this name."),
        _l("Check STUDYHUB_SMTP_HOST, and whether this machine can look names up."),
    ),
    TroubleKind.SIGN_IN: Words(
        _l("The mail server refuses StudyHub's name or password."),
        _l(
            "Check STUDYHUB_SMTP_USER and STUDYHUB_SMTP_PASSWORD. Some services want a password made for programs, or "
            "signing in to be allowed first."
        ),
    ),
    TroubleKind.REFUSED: Words(
        _l("The mail server takes no mail from StudyHub."),
        _l("Check STUDYHUB_SMTP_FROM: the mail server must let this sender, and this machine, send."),
    ),
    TroubleKind.UNREACHABLE: Words(
        _l("StudyHub cannot connect to the mail server."),
        _CHECK_THAT_IT_RUNS,
    ),
    TroubleKind.AWAY: Words(
        _l("The mail server does not answer as it should."),
        _CHECK_THAT_IT_RUNS,
    ),
    TroubleKind.PUT_OFF: Words(
        _l("Some mail is put off again and again."),
        _l("StudyHub tries each again for a week. Whoever runs the mail server can say why it puts them off."),
    ),
    TroubleKind.WORKER_UNSET: Words(
        _l("The process that sends mail knows no mail server."),
        _l("A process that only serves pages does: give the same STUDYHUB_SMTP_… settings to the worker."),
    ),
    TroubleKind.OFF: Words(
        _l("There is no mail server yet."),
        _l("To send mail, set STUDYHUB_SMTP_HOST and STUDYHUB_SMTP_FROM (see the README) and start StudyHub again."),
    ),
}
# What went wrong before the server could say anything.
_UNSAID = {TroubleKind.CERTIFICATE, TroubleKind.ENCRYPTION, TroubleKind.NAME, TroubleKind.UNREACHABLE}


def said(kind: TroubleKind, error: str) -> str:
    """The error in a sentence that tells an answer of the server from what this machine noticed itself."""
    if kind in _UNSAID:
        return _("Cause: %(error)s", error=error)
    return _("The mail server said: %(error)s", error=error)
