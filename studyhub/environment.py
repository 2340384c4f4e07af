"""The settings as the environment and the command line say them: read once at start, checked with a sentence each."""

import os
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from studyhub import database_address
from studyhub.config import (
    LOOPBACK,
    METRICS_TOKEN_MIN_CHARS,
    NIGHTLY_COPIES_MAX,
    ROOT,
    BadConfiguration,
    Settings,
)
from studyhub.database_address import BadDatabaseAddress
from studyhub.files import key_files
from studyhub.files.key_files import BadKeyFile
from studyhub.files.secret_files import BadSecretFile, with_secrets
from studyhub.outgoing import hosts, services
from studyhub.outgoing.hosts import BadInternalHost, InternalHost
from studyhub.outgoing.services import BadService, BookService
from studyhub.smtp import BadSmtp, Smtp


def read_settings(
    environ: Mapping[str, str] = os.environ, *, host: str | None = None, port: int | None = None
) -> Settings:
    """Read and check the settings; makes the data folder and the secret key when they are not there yet.

    ``host`` and ``port`` come from the command line and win. Raises BadConfiguration.
    """
    try:
        return _settings(with_secrets(environ), host, port)
    except (BadSecretFile, BadDatabaseAddress, BadSmtp, BadKeyFile, BadInternalHost, BadService) as error:
        raise BadConfiguration(str(error)) from error


def _settings(environ: Mapping[str, str], host: str | None, port: int | None) -> Settings:
    data = _data_folder(environ)
    url = _public_url(environ)
    return Settings(
        host=_host(host, url),
        port=_port(environ, port),
        database_url=database_address.database_url(environ, data),
        data=data,
        url=url,
        proxies=_proxies(environ),
        smtp=Smtp.read(environ),
        clock=_clock(environ),
        secret_key=key_files.secret_key(environ, data),
        metrics_token=_metrics_token(environ),
        older_keys=key_files.older_keys(data),
        secret_key_file=key_files.key_file(environ),
        nightly_copies=_nightly_copies(environ),
        internal_hosts=_internal_hosts(environ),
        book_services=_book_services(environ),
    )


def _data_folder(environ: Mapping[str, str]) -> Path:
    folder = Path(environ.get("STUDYHUB_DATA") or ROOT / "instance").absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise BadConfiguration(
            f"The folder {folder} cannot be written ({error.strerror}): "
            "make it writable, or name another in STUDYHUB_DATA."
        ) from error
    return folder


def _host(host: str | None, url: str | None) -> str:
    if host is None or host in LOOPBACK:
        return host or LOOPBACK[0]
    if url is None:
        raise BadConfiguration(
            f"--host {host} lets other machines in: set STUDYHUB_URL to the address people will use, "
            "such as https://studyhub.example.com."
        )
    return host


def _port(environ: Mapping[str, str], port: int | None) -> int:
    text = str(port) if port is not None else environ.get("PORT") or "8000"
    return _whole_number("PORT", text, "a number from 0 to 65535", largest=65535)


def _proxies(environ: Mapping[str, str]) -> int:
    text = environ.get("STUDYHUB_PROXIES") or "0"
    return _whole_number("STUDYHUB_PROXIES", text, "the number of reverse proxies in front, from 0 to 10", largest=10)


def _nightly_copies(environ: Mapping[str, str]) -> int:
    text = environ.get("STUDYHUB_NIGHTLY_COPIES") or "0"
    wanted = f"how many nightly backups are kept, from 0 (none are made) to {NIGHTLY_COPIES_MAX}"
    return _whole_number("STUDYHUB_NIGHTLY_COPIES", text, wanted, largest=NIGHTLY_COPIES_MAX)


def _internal_hosts(environ: Mapping[str, str]) -> tuple[InternalHost, ...]:
    try:
        return hosts.read(environ.get("STUDYHUB_INTERNAL_HOSTS") or "")
    except BadInternalHost as error:
        raise BadInternalHost(f"STUDYHUB_INTERNAL_HOSTS: {error}") from error


def _book_services(environ: Mapping[str, str]) -> tuple[BookService, ...]:
    try:
        return services.read(environ.get("STUDYHUB_BOOK_SERVICES") or "")
    except BadService as error:
        raise BadService(f"STUDYHUB_BOOK_SERVICES: {error}") from error


def _whole_number(name: str, text: str, wanted: str, *, largest: int) -> int:
    if not (text.isascii() and text.isdigit()) or int(text[:9]) > largest:
        raise BadConfiguration(f"{name} must be {wanted}, not {text!r}.")
    return int(text)


def _public_url(environ: Mapping[str, str]) -> str | None:
    text = environ.get("STUDYHUB_URL")
    if not text:
        return None
    if not _is_plain_address(text):
        raise BadConfiguration(
            f"STUDYHUB_URL must be an address without a path, such as https://studyhub.example.com, not {text!r}."
        )
    return text.rstrip("/")


def _is_plain_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    plain = parts.path in ("", "/") and not parts.query and not parts.fragment and not parts.username
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain and port != 0 and text.isascii()


def _clock(environ: Mapping[str, str]) -> datetime | None:
    text = environ.get("STUDYHUB_CLOCK")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 2000 <= moment.year <= 2100:
        raise BadConfiguration(
            f"STUDYHUB_CLOCK must be a time with its zone, such as 2026-12-01T09:00:00+09:00, not {text!r}."
        )
    return moment


def _metrics_token(environ: Mapping[str, str]) -> str | None:
    token = environ.get("STUDYHUB_METRICS_TOKEN")
    if not token:
        return None
    if len(token) < METRICS_TOKEN_MIN_CHARS or not token.isascii() or not token.isprintable() or " " in token:
        # The value is not repeated: it is a secret.
        raise BadConfiguration(
            f"STUDYHUB_METRICS_TOKEN must be {METRICS_TOKEN_MIN_CHARS} or more letters and digits, without spaces."
        )
    return token
