"""What can be set from outside, read once at start, each value checked with a sentence when it is wrong."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import make_url

from studyhub import database_address
from studyhub.database_address import BadDatabaseAddress
from studyhub.files import key_files
from studyhub.files.key_files import BadKeyFile
from studyhub.files.secret_files import BadSecretFile, with_secrets
from studyhub.outages.pool import Pool
from studyhub.outgoing import hosts, services
from studyhub.outgoing.hosts import BadInternalHost, InternalHost
from studyhub.outgoing.services import BadService, BookService
from studyhub.smtp import BadSmtp, Smtp

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SERVER_THREADS = 8
# Passwords hashed at once: each fills a processor, and pages keep one.
HASHERS = max(1, (os.cpu_count() or 1) // 2)
# Who signs in next is made ready while a password is hashed.
SIGN_IN_THREADS = HASHERS + 1
METRICS_TOKEN_MIN_CHARS = 16
NIGHTLY_COPIES_MAX = 1000
NOTE_MAX_BYTES = 100 * 1024
# A form carries Japanese as nine bytes a character, and a note may come with everything else on its page.
REQUEST_MAX_BYTES = 2 * 2**20 + 3 * NOTE_MAX_BYTES
FORM_MAX_PARTS = 2000
POOL_WAIT_SECONDS = 3


class CannotStart(Exception):
    """A sentence for whoever starts StudyHub: what is wrong and what to do."""


class BadConfiguration(CannotStart):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """Everything that was set, checked."""

    host: str
    port: int
    database_url: str = field(repr=False)
    data: Path
    url: str | None
    proxies: int
    smtp: Smtp | None
    clock: datetime | None
    secret_key: str = field(repr=False)
    metrics_token: str | None = field(default=None, repr=False)
    older_keys: tuple[str, ...] = field(default=(), repr=False)
    secret_key_file: Path | None = None
    nightly_copies: int = 0
    internal_hosts: tuple[InternalHost, ...] = ()
    book_services: tuple[BookService, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The secret key and those before it: what was made with any of them is still ours."""
        return (self.secret_key, *self.older_keys)

    @property
    def key_file(self) -> Path:
        """Where the secret key is."""
        return self.secret_key_file or self.data / key_files.SECRET_KEY_NAME

    @property
    def public_url(self) -> str:
        """Where people reach StudyHub, without a slash at the end: for links in mail, feeds and calendars."""
        return self.url or f"http://127.0.0.1:{self.port}"

    @property
    def is_https(self) -> bool:
        """Whether people reach StudyHub over TLS."""
        return self.public_url.startswith("https:")

    @property
    def is_reached_by_others(self) -> bool:
        """Whether more than this machine may reach StudyHub: it listens to others, or says that it goes by a name."""
        public = urlsplit(self.public_url).hostname
        return self.host not in LOOPBACK or public not in LOOPBACK or self.proxies > 0

    @property
    def embedded_database(self) -> Path | None:
        """The file of the embedded database; None when a server holds it."""
        address = make_url(self.database_url)
        return Path(address.database or "") if address.get_backend_name() == "sqlite" else None

    def flask_config(self) -> dict[str, Any]:
        """The settings in the words of Flask and its extensions."""
        return {
            "STUDYHUB_SETTINGS": self,
            # Flask would read FLASK_DEBUG, which somebody's shell may have set for another program.
            "DEBUG": False,
            "SECRET_KEY": self.secret_key,
            "SECRET_KEY_FALLBACKS": list(self.older_keys),
            # Signed with the last of these, read with any.
            "WTF_CSRF_SECRET_KEY": [*self.older_keys, self.secret_key],
            "TRUSTED_HOSTS": self._trusted_hosts(),
            "PREFERRED_URL_SCHEME": "https" if self.is_https else "http",
            "SESSION_COOKIE_NAME": "__Host-studyhub" if self.is_https else "studyhub",
            "SESSION_COOKIE_SECURE": self.is_https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            "PERMANENT_SESSION_LIFETIME": timedelta(days=31),
            "MAX_CONTENT_LENGTH": REQUEST_MAX_BYTES,
            "MAX_FORM_MEMORY_SIZE": REQUEST_MAX_BYTES,
            "MAX_FORM_PARTS": FORM_MAX_PARTS,
            # The token lives as long as the session: an editor left open over lunch can still be saved.
            "WTF_CSRF_TIME_LIMIT": None,
            # Browsers may be told to send no referrer; the token and SameSite do not depend on it.
            "WTF_CSRF_SSL_STRICT": False,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": self._engine_options(),
            "BABEL_DEFAULT_LOCALE": "ja",
            "BABEL_DEFAULT_TIMEZONE": "Asia/Tokyo",
        }

    def _trusted_hosts(self) -> list[str]:
        public = urlsplit(self.public_url).hostname or ""
        return sorted({public, "127.0.0.1", "localhost", "[::1]"})

    def _engine_options(self) -> dict[str, Any]:
        # Every thread of the server may hold a connection: those of pages and of signing in, one for health, one that
        # sends mail, four that tell chats, and two more. Errors never show people's data.
        return {
            "poolclass": Pool,
            "pool_size": SERVER_THREADS + SIGN_IN_THREADS + 8,
            # The one used last knows most: what it has prepared or read of the file is still there.
            "pool_use_lifo": True,
            "pool_timeout": POOL_WAIT_SECONDS,
            "hide_parameters": True,
            # A server that was started anew has closed every connection: nobody is answered by that.
            "pool_pre_ping": self.embedded_database is None,
        }


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
