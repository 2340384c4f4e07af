"""A mail server that keeps what it is given, and misbehaves when asked to."""

import asyncio
import dataclasses
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from studyhub.smtp import Smtp, SmtpSecurity

TAKEN = "250 OK"
# The password of "studyhub", and one that is not.
RIGHT, WRONG = "right", "hush"


class Sink:
    """Keeps mails in the order they were taken. Used through `running`."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self._arrived = threading.Condition()
        # What is answered for a recipient's address instead of "OK", and to the sender's.
        self.answers: dict[str, str] = {}
        self.sender_answer = TAKEN
        # The step, "RCPT" or "DATA", at which the sink falls silent, and what tells that it did.
        self.silent_at: str | None = None
        self.fell_silent = threading.Event()

    async def handle_MAIL(  # noqa: N802 -- aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.sender_answer == TAKEN:
            envelope.mail_from, envelope.mail_options = address, [*envelope.mail_options, *options]
        return self.sender_answer

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        await self._maybe_fall_silent("RCPT")
        if (answer := self.answers.get(address, TAKEN)) == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        with self._arrived:
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
            self._arrived.notify_all()
        await self._maybe_fall_silent("DATA")
        return TAKEN

    async def _maybe_fall_silent(self, step: str) -> None:
        if self.silent_at == step:
            self._goes_on = asyncio.Event()
            self._loop = asyncio.get_running_loop()
            self.fell_silent.set()
            await self._goes_on.wait()

    def wait_for(self, is_meant: Callable[[EmailMessage], bool], seconds: float = 30) -> EmailMessage:
        """The first mail that is meant, as soon as it is here."""
        with self._arrived:
            found = self._arrived.wait_for(lambda: next(filter(is_meant, self.mails), None), seconds)
            assert found is not None, [f"{mail['To']}: {mail['Subject']}" for mail in self.mails]
            return found

    def release(self) -> None:
        """Let the sink answer after all."""
        self._loop.call_soon_threadsafe(self._goes_on.set)


@contextmanager
def running(
    sink: Sink, port: int | None = None, *, tls: ssl.SSLContext | None = None, password: str | None = None
) -> Iterator[Smtp]:
    """Listen, and hand out the settings by which the sink is reached.

    With `tls` it offers STARTTLS, with a password it wants "studyhub" to sign in with it.
    """
    port = port or free_port()
    options: dict[str, Any] = {"tls_context": tls, "require_starttls": tls is not None}
    if password is not None:
        options |= {"authenticator": _knowing(password), "auth_required": True}
    controller = Controller(sink, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        security = SmtpSecurity.STARTTLS if tls else SmtpSecurity.NONE
        yield dataclasses.replace(settings_at(port), security=security)
    finally:
        controller.stop()


def _knowing(password: str) -> Callable[..., AuthResult]:
    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, said: Any) -> AuthResult:
        # "Not handled": aiosmtpd answers by itself.
        return AuthResult(success=said == LoginPassword(b"studyhub", password.encode()), handled=False)

    return authenticate


def certificate(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """What a server shows that has a certificate of this authority for these names."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*names).configure_cert(context)
    return context


def settings_at(port: int) -> Smtp:
    """Settings for a mail server of ours that may or may not be there."""
    return Smtp("127.0.0.1", port, SmtpSecurity.NONE, user=None, password=None, sender="studyhub@example.com")


def free_port() -> int:
    """A port nobody listens at."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
