"""How to reach the mail server."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from typing import Self


class BadSmtp(Exception):
    """A sentence: which mail setting cannot be used, and what it should be."""


class SmtpSecurity(StrEnum):
    """When the connection to the mail server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


CLEAR_TEXT_ALLOWED = "allowed"
USUAL_PORTS = {SmtpSecurity.STARTTLS: 587, SmtpSecurity.TLS: 465, SmtpSecurity.NONE: 25}


@dataclass(frozen=True)
class Smtp:
    """A mail server and the sender of everything that goes through it."""

    host: str
    port: int
    security: SmtpSecurity
    user: str | None
    password: str | None = field(repr=False)
    sender: str
    # The file of a certification authority of one's own; None trusts those of the system (or SSL_CERT_FILE).
    ca: str | None = None

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self | None:
        """The mail server named by STUDYHUB_SMTP_…; None when there is none. Raises BadSmtp."""
        host = environ.get("STUDYHUB_SMTP_HOST")
        if not host:
            return None
        security = _security(environ)
        _refuse_clear_text(environ, host, security)
        return cls(
            host=host,
            port=_port(environ, security),
            security=security,
            user=environ.get("STUDYHUB_SMTP_USER") or None,
            password=environ.get("STUDYHUB_SMTP_PASSWORD") or None,
            sender=_sender(environ),
            ca=_ca(environ),
        )


def _security(environ: Mapping[str, str]) -> SmtpSecurity:
    text = environ.get("STUDYHUB_SMTP_TLS") or SmtpSecurity.STARTTLS
    try:
        return SmtpSecurity(text)
    except ValueError:
        raise BadSmtp(f"STUDYHUB_SMTP_TLS must be starttls, tls or none, not {text!r}.") from None


def _port(environ: Mapping[str, str], security: SmtpSecurity) -> int:
    text = environ.get("STUDYHUB_SMTP_PORT") or str(USUAL_PORTS[security])
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:9]) <= 65535:
        raise BadSmtp(f"STUDYHUB_SMTP_PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _sender(environ: Mapping[str, str]) -> str:
    text = environ.get("STUDYHUB_SMTP_FROM") or ""
    before, at, after = text.partition("@")
    if not (before and at and after) or not text.isprintable() or " " in text:
        raise BadSmtp(
            f"STUDYHUB_SMTP_FROM must be the address mail is sent from, such as studyhub@example.com, not {text!r}."
        )
    return text


def _refuse_clear_text(environ: Mapping[str, str], host: str, security: SmtpSecurity) -> None:
    is_allowed = environ.get("STUDYHUB_SMTP_CLEAR_TEXT") == CLEAR_TEXT_ALLOWED
    if security is SmtpSecurity.NONE and not is_this_machine(host) and not is_allowed:
        raise BadSmtp(
            f"STUDYHUB_SMTP_TLS=none sends links and passwords to {host} in clear text: set it to starttls or tls, or "
            f"STUDYHUB_SMTP_CLEAR_TEXT={CLEAR_TEXT_ALLOWED} where nobody can listen on the way."
        )


def is_this_machine(host: str) -> bool:
    """Whether what is sent to this host leaves the machine: a name that only looks like it is believed to."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _ca(environ: Mapping[str, str]) -> str | None:
    path = environ.get("STUDYHUB_SMTP_CA") or None
    try:
        ssl.create_default_context(cafile=path)
    except OSError as error:
        raise BadSmtp(
            f"STUDYHUB_SMTP_CA must name a file of certificates (PEM); {path} cannot be used: "
            f"{error.strerror or error}."
        ) from error
    return path
