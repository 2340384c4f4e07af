"""Which database is used, and that one on another machine is reached so that nobody gets in between."""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from studyhub.smtp import CLEAR_TEXT_ALLOWED, is_this_machine

# `require` encrypts for whoever answers.
CHECKED = ("verify-ca", "verify-full")


class BadDatabaseAddress(Exception):
    """A sentence: why DATABASE_URL cannot be used, and what it should be."""


def database_url(environ: Mapping[str, str], data: Path) -> str:
    """The address named by DATABASE_URL, else that of the embedded database in the data folder.

    Raises BadDatabaseAddress.
    """
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
    raise BadDatabaseAddress("DATABASE_URL must look like postgresql://user:password@host/name.")


def _refuse_unchecked(environ: Mapping[str, str], address: URL) -> None:
    """A database on another machine shows its certificate, unless somebody says that nobody gets in between."""
    is_allowed = environ.get("STUDYHUB_DATABASE_CLEAR_TEXT") == CLEAR_TEXT_ALLOWED
    # Those that begin with PG are libpq's own, which it would follow.
    security = address.query.get("sslmode") or environ.get("PGSSLMODE", "")
    away = [host for host in _database_hosts(environ, address) if not is_this_machine(host)]
    if away and security not in CHECKED and not is_allowed:
        raise BadDatabaseAddress(
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
