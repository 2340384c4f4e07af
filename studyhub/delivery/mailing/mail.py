"""Handing one mail to the mail server."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from studyhub.delivery.mailing import diagnosis
from studyhub.delivery.mailing.diagnosis import ServerTrouble
from studyhub.delivery.models import TroubleKind
from studyhub.smtp import Smtp, SmtpSecurity

# Seven answers are awaited at most; together they must come within a lease (leases.LEASE).
TIMEOUT_SECONDS = 15
NEEDS_SIGN_IN = 530
TOO_LARGE = 552


class Refused(Exception):
    """The server will never take this mail; trying again is of no use. Says why."""


def send(server: Smtp, mail: EmailMessage) -> None:
    """Return when the server has taken the mail over.

    Raises ServerTrouble when no mail can go out; of this mail alone Refused, and smtplib.SMTPException or OSError when
    it may work later.
    """
    with _connection(server) as connection:
        try:
            connection.send_message(mail)
        except smtplib.SMTPSenderRefused as error:
            _refuse_sender(error)
        except smtplib.SMTPRecipientsRefused as error:
            _refuse_if_permanent(error, *next(iter(error.recipients.values())))
        except smtplib.SMTPDataError as error:
            _refuse_if_permanent(error, error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(str(error)) from error


def _refuse_sender(error: smtplib.SMTPSenderRefused) -> None:
    """All mail has the one sender; of this mail the server has only heard the size."""
    if error.smtp_code == TOO_LARGE:
        raise Refused(diagnosis.said(error)) from error
    raise diagnosis.trouble(error) from error


def _refuse_if_permanent(error: smtplib.SMTPException, code: int, answer: bytes | str) -> None:
    if code == NEEDS_SIGN_IN:
        raise diagnosis.trouble(smtplib.SMTPAuthenticationError(code, answer)) from error
    if code < diagnosis.PERMANENT:
        raise error
    raise Refused(diagnosis.answer(code, answer)) from error


@contextmanager
def _connection(server: Smtp) -> Iterator[smtplib.SMTP]:
    with _as_trouble(TroubleKind.NAME):
        connection = _connect(server)
    try:
        with _as_trouble(TroubleKind.SIGN_IN):
            _open(connection, server)
        yield connection
    finally:
        # What was taken over stays so, however the server says goodbye.
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
        connection.close()


@contextmanager
def _as_trouble(unwritable: TroubleKind) -> Iterator[None]:
    """Before a mail was spoken of, whatever fails is the server's or the settings' fault.

    `unwritable` is the kind where a name or a password holds what cannot even be sent.
    """
    try:
        yield
    except UnicodeError as error:
        raise ServerTrouble(unwritable, type(error).__name__) from error
    except (smtplib.SMTPException, OSError) as error:
        raise diagnosis.trouble(error) from error


def _connect(server: Smtp) -> smtplib.SMTP:
    # Named by us: looking up the machine's own name may take longer than everything else.
    name = server.sender.rpartition("@")[2]
    if server.security is SmtpSecurity.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, name, timeout=TIMEOUT_SECONDS, context=_context(server))
    return smtplib.SMTP(server.host, server.port, name, timeout=TIMEOUT_SECONDS)


def _open(connection: smtplib.SMTP, server: Smtp) -> None:
    """Encrypt and sign in, as the settings say."""
    if server.security is SmtpSecurity.STARTTLS:
        try:
            connection.starttls(context=_context(server))
        except smtplib.SMTPNotSupportedError as error:
            raise diagnosis.no_starttls(error) from error
    if server.user and server.password:
        connection.login(server.user, server.password)


def _context(server: Smtp) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=server.ca)
