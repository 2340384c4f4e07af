"""What can be set from outside: one table, read once at start, each value checked with a sentence when it is wrong."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from studyhub.outages.pool import Pool
from studyhub.secret_files import BadSecretFile, with_secrets
from studyhub.smtp import CLEAR_TEXT_ALLOWED, BadSmtp, Smtp, is_this_machine

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SERVER_THREADS = 8
# Passwords hashed at once: each fills a processor, and pages keep one.
HASHERS = max(1, (os.cpu_count() or 1) // 2)
# Who signs in next is made ready while a password is hashed.
SIGN_IN_THREADS = HASHERS + 1
SECRET_KEY_MIN_CHARS = 32
METRICS_TOKEN_MIN_CHARS = 16
SECRET_KEY_NAME, OLDER_KEYS_NAME = "secret-key", "older-secret-keys"
NIGHTLY_COPIES_MAX = 1000
NOTE_MAX_BYTES = 100 * 1024
# A form carries Japanese as nine bytes a character, and a note may come with everything else on its page.
REQUEST_MAX_BYTES = 2 * 2**20 + 3 * NOTE_MAX_BYTES
FORM_MAX_PARTS = 2000
POOL_WAIT_SECONDS = 3
# `require` encrypts for whoever answers.
DATABASE_CHECKED = ("verify-ca", "verify-full")


class CannotStart(Exception):
    """A sentence for whoever starts StudyHub: what is wrong and what to do."""


class BadConfiguration(CannotStart):
    """A setting has a value that cannot be used."""


class Setting(NamedTuple):
    """One row of the table of settings, as the README shows it."""

    name: str
    default: str
    meaning: str


CONFIGURATION = (
    Setting("--host", "127.0.0.1", "Address to listen on; one that other machines reach requires STUDYHUB_URL"),
    Setting("--port, PORT", "8000", "Port to listen on; 0 takes a free one"),
    Setting("--no-worker", "off", "Serve pages alone; another process has to send messages"),
    Setting("DATABASE_URL", "embedded SQLite", "postgresql://user:password@host/name for more than one machine"),
    Setting("DATABASE_URL_FILE", "none", "File that holds DATABASE_URL instead, out of sight of others"),
    Setting("STUDYHUB_DATA", "instance/", "Folder of the embedded database, its copies and the secret key"),
    Setting("STUDYHUB_NIGHTLY_COPIES", "0", "How many nightly backups are kept in STUDYHUB_DATA/backups; 0 makes none"),
    Setting("STUDYHUB_URL", "http://127.0.0.1:<port>", "Public address, for feeds, calendars, mail and cookies"),
    Setting("STUDYHUB_PROXIES", "0", "How many reverse proxies of yours stand in front"),
    Setting("STUDYHUB_SMTP_HOST", "none: no mail", "Mail server; without one everything but mail works"),
    Setting("STUDYHUB_SMTP_PORT", "587, 465, 25", "Its port; the default follows STUDYHUB_SMTP_TLS"),
    Setting("STUDYHUB_SMTP_TLS", "starttls", "starttls (587), tls (465) or none (25)"),
    Setting("STUDYHUB_SMTP_USER", "none", "Name to sign in to the mail server with"),
    Setting("STUDYHUB_SMTP_PASSWORD", "none", "Its password"),
    Setting("STUDYHUB_SMTP_PASSWORD_FILE", "none", "File that holds the password instead"),
    Setting("STUDYHUB_SMTP_FROM", "none", "Sender of all mail; required with STUDYHUB_SMTP_HOST"),
    Setting("STUDYHUB_METRICS_TOKEN", "none", "Bearer token for /metrics; without one only this machine reads it"),
    Setting("STUDYHUB_METRICS_TOKEN_FILE", "none", "File that holds the token instead"),
    Setting("STUDYHUB_SECRET_KEY_FILE", "secret-key in STUDYHUB_DATA", "The secret key; only the default is made"),
    Setting("STUDYHUB_SMTP_CA", "those of the system", "File (PEM) of a certification authority of your own"),
    Setting("STUDYHUB_SMTP_CLEAR_TEXT", "refused", "allowed lets STUDYHUB_SMTP_TLS=none reach another machine"),
    Setting(
        "STUDYHUB_DATABASE_CLEAR_TEXT", "refused", "allowed lets DATABASE_URL reach others unchecked, or without TLS"
    ),
    Setting("STUDYHUB_CLOCK", "the real time", "2026-12-01T09:00:00+09:00 starts the application's clock there"),
)


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

    @property
    def keys(self) -> tuple[str, ...]:
        """The secret key and those before it: what was made with any of them is still ours."""
        return (self.secret_key, *self.older_keys)

    @property
    def key_file(self) -> Path:
        """Where the secret key is."""
        return self.secret_key_file or self.data / SECRET_KEY_NAME

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
        # sends away, and two more. Errors never show people's data.
        return {
            "poolclass": Pool,
            "pool_size": SERVER_THREADS + SIGN_IN_THREADS + 4,
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
    environ = _with_secrets(environ)
    data = _data_folder(environ)
    url = _public_url(environ)
    return Settings(
        host=_host(host, url),
        port=_port(environ, port),
        database_url=_database_url(environ, data),
        data=data,
        url=url,
        proxies=_proxies(environ),
        smtp=_smtp(environ),
        clock=_clock(environ),
        secret_key=_secret_key(environ, data),
        metrics_token=_metrics_token(environ),
        older_keys=_older_keys(data),
        secret_key_file=_secret_key_file(environ),
        nightly_copies=_nightly_copies(environ),
    )


def _with_secrets(environ: Mapping[str, str]) -> Mapping[str, str]:
    try:
        return with_secrets(environ)
    except BadSecretFile as error:
        raise BadConfiguration(str(error)) from error


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


def _database_url(environ: Mapping[str, str], data: Path) -> str:
    text = environ.get("DATABASE_URL")
    if not text:
        return f"sqlite:///{data / 'studyhub.db'}"
    try:
        address = make_url(text)
    except ArgumentError:
        address = None
    if address is not None and address.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        _refuse_unchecked(environ, address)
        return address.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if address is not None and address.drivername == "sqlite" and (address.database or "").startswith("/"):
        return text
    # The value is not repeated: it may hold a password.
    raise BadConfiguration("DATABASE_URL must look like postgresql://user:password@host/name.")


def _refuse_unchecked(environ: Mapping[str, str], address: URL) -> None:
    """A database on another machine shows its certificate, unless somebody says that nobody gets in between."""
    is_allowed = environ.get("STUDYHUB_DATABASE_CLEAR_TEXT") == CLEAR_TEXT_ALLOWED
    # Those that begin with PG are libpq's own, which it would follow.
    security = address.query.get("sslmode") or environ.get("PGSSLMODE", "")
    away = [host for host in _database_hosts(environ, address) if not is_this_machine(host)]
    if away and security not in DATABASE_CHECKED and not is_allowed:
        raise BadConfiguration(
            f"DATABASE_URL reaches {away[0]} in clear text, or without checking whether it is that machine: add "
            "?sslmode=verify-full&sslrootcert= with the file of its certification authority, or set "
            f"STUDYHUB_DATABASE_CLEAR_TEXT={CLEAR_TEXT_ALLOWED} where nobody can listen or get in between."
        )


def _database_hosts(environ: Mapping[str, str], address: URL) -> list[str]:
    """The machines a database may be reached at; none where it is a socket of this one."""
    queried = [address.query.get(name) for name in ("hostaddr", "host")]
    named = [address.host, *queried] if address.host or any(queried) else [environ.get("PGHOST", "")]
    several = [part for found in named if found for part in ([found] if isinstance(found, str) else found)]
    hosts = [host.strip() for part in several for host in part.split(",")]
    return [host for host in hosts if host and not host.startswith(("/", "@"))]


def _smtp(environ: Mapping[str, str]) -> Smtp | None:
    try:
        return Smtp.read(environ)
    except BadSmtp as error:
        raise BadConfiguration(str(error)) from error


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


def _secret_key_file(environ: Mapping[str, str]) -> Path | None:
    named = environ.get("STUDYHUB_SECRET_KEY_FILE")
    return Path(named).absolute() if named else None


def _secret_key(environ: Mapping[str, str], data: Path) -> str:
    """Signed cookies and private addresses hang on this key: it is made once, and replaced by `key rotate` alone."""
    named = _secret_key_file(environ)
    path = named or data / SECRET_KEY_NAME
    if not named and not path.exists():
        _write_secret_key(path)
    return _long_enough(path, _read_secret(path).strip())


def _older_keys(data: Path) -> tuple[str, ...]:
    """Keys that were replaced and are still believed, newest first."""
    path = data / OLDER_KEYS_NAME
    return tuple(_long_enough(path, key) for key in _read_secret(path).split()) if path.exists() else ()


def _read_secret(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError as error:
        raise BadConfiguration(
            f"The secret key {path} cannot be read ({error.strerror}): correct the path or who may read it."
        ) from error


def _long_enough(path: Path, key: str) -> str:
    if len(key) < SECRET_KEY_MIN_CHARS:
        raise BadConfiguration(
            f"{path} does not hold a key of {SECRET_KEY_MIN_CHARS} characters: restore or remove it."
        )
    return key


def _write_secret_key(path: Path) -> None:
    # Two processes may start at once: linking a finished file lets exactly one of them win, and none sees half a key.
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix="secret-key-") as unfinished:
        unfinished.write(secrets.token_urlsafe(48))
        unfinished.flush()
        os.fsync(unfinished.fileno())
        try:
            os.link(unfinished.name, path)
        except FileExistsError:
            return
