"""Handing one mail to the mail server."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from studyhub.smtp import Smtp, SmtpSecurity

# Seven answers are awaited at most; together they must come within a lease (leases.LEASE).
TIMEOUT_SECONDS = 15
PERMANENT = 500


class Refused(Exception):
    """The server will never take this mail; trying again is of no use. Says why."""


def send(server: Smtp, mail: EmailMessage) -> None:
    """Return when the server has taken the mail over.

    Raises Refused; smtplib.SMTPException or OSError when it may work later.
    """
    with _connection(server) as connection:
        try:
            connection.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            _refuse_if_permanent(error, *next(iter(error.recipients.values())))
        except smtplib.SMTPDataError as error:
            _refuse_if_permanent(error, error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(str(error)) from error


def _refuse_if_permanent(error: smtplib.SMTPException, code: int, answer: bytes | str) -> None:
    if code < PERMANENT:
        raise error
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    raise Refused(f"{code} {text}") from error


@contextmanager
def _connection(server: Smtp) -> Iterator[smtplib.SMTP]:
    connection = _connect(server)
    try:
        if server.security is SmtpSecurity.STARTTLS:
            connection.starttls(context=ssl.create_default_context())
        if server.user and server.password:
            connection.login(server.user, server.password)
        yield connection
    finally:
        # What was taken over stays so, however the server says goodbye.
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
        connection.close()


def _connect(server: Smtp) -> smtplib.SMTP:
    # Named by us: looking up the machine's own name may take longer than everything else.
    name = server.sender.rpartition("@")[2]
    if server.security is SmtpSecurity.TLS:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, name, timeout=TIMEOUT_SECONDS, context=context)
    return smtplib.SMTP(server.host, server.port, name, timeout=TIMEOUT_SECONDS)
