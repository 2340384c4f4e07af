"""What can be set from outside, and what that means to Flask; `environment.py` reads it."""

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import make_url

from studyhub.files import key_files
from studyhub.outages.pool import Pool
from studyhub.outgoing.hosts import InternalHost
from studyhub.outgoing.services import BookService
from studyhub.smtp import Smtp

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
