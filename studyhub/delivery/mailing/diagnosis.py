"""What an error on the way to the mail server means: which kind of trouble, and in whose words."""

import smtplib
import socket
import ssl

from studyhub.delivery.models import TroubleKind
from studyhub.text.cleaning import clean_line

PERMANENT = 500
# The name is not there; other errors of looking it up may pass.
UNKNOWN_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
ERROR_MAX_CHARS = 500


class ServerTrouble(Exception):
    """No mail can go out, whichever it is: of which kind, and what was said."""

    def __init__(self, kind: TroubleKind, text: str) -> None:
        super().__init__(text)
        self.kind = kind


def trouble(error: smtplib.SMTPException | OSError) -> ServerTrouble:
    """What an error means that came before the server had heard of any mail."""
    return ServerTrouble(_kind(error), said(error))


def no_starttls(error: smtplib.SMTPNotSupportedError) -> ServerTrouble:
    """The server does not offer to encrypt the connection."""
    return ServerTrouble(TroubleKind.NO_STARTTLS, said(error))


def said(error: Exception) -> str:
    """The error in one line: the server's own answer where there is one."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return answer(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return answer(error.smtp_code, error.smtp_error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return _line(error.verify_message)
    if isinstance(error, OSError) and error.strerror:
        return _line(error.strerror)
    return _line(str(error) or type(error).__name__)


def answer(code: int, text: bytes | str) -> str:
    """An answer of the server as it stands in logs of mail: number and words."""
    return _line(f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}")


def _line(text: str) -> str:
    return clean_line(text)[:ERROR_MAX_CHARS]


def _kind(error: smtplib.SMTPException | OSError) -> TroubleKind:
    if isinstance(error, smtplib.SMTPException):
        return _kind_of_answer(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return TroubleKind.CERTIFICATE
    if isinstance(error, ssl.SSLError):
        return TroubleKind.ENCRYPTION
    if isinstance(error, socket.gaierror) and error.errno in UNKNOWN_NAME:
        return TroubleKind.NAME
    return TroubleKind.UNREACHABLE


def _kind_of_answer(error: smtplib.SMTPException) -> TroubleKind:
    if not isinstance(error, smtplib.SMTPResponseException):
        # What smtplib says by itself when signing in is offered in no way that it knows; a lost connection is another.
        is_lost = isinstance(error, smtplib.SMTPServerDisconnected)
        return TroubleKind.AWAY if is_lost else TroubleKind.SIGN_IN
    if error.smtp_code < PERMANENT:
        return TroubleKind.AWAY
    is_sign_in = isinstance(error, smtplib.SMTPAuthenticationError) or error.smtp_code in (530, 535)
    return TroubleKind.SIGN_IN if is_sign_in else TroubleKind.REFUSED
