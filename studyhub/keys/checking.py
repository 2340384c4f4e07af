"""A start with another secret key is refused: everything that hangs on the key would silently end."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from studyhub.config import CannotStart, Settings
from studyhub.db import db, reading
from studyhub.keys import fingerprints


class WrongSecretKey(CannotStart):
    """The key in the data folder is not the one that the database was used with."""


def require_own_key(settings: Settings, *, now: datetime) -> None:
    """Refuse another key, note a new one. Needs an application context and the newest tables. Raises WrongSecretKey."""
    if _is_known(settings):
        return
    try:
        _require(settings, now)
    except fingerprints.AnotherKey:
        raise WrongSecretKey(
            f"The secret key in {settings.key_file} is not the one this database was used with: "
            "put the right file back, or take this one over with `python3 app.py key adopt`, "
            "which ends sessions, links in mail, and private addresses of feeds and calendars."
        ) from None


def _require(settings: Settings, now: datetime) -> None:
    try:
        with db.engine.begin() as connection:
            fingerprints.require(connection, settings.keys, now=now)
    except IntegrityError:
        # Another process noted its key at the same moment: now there is one to compare with.
        with db.engine.begin() as connection:
            fingerprints.require(connection, settings.keys, now=now)


def _is_known(settings: Settings) -> bool:
    with reading(), db.engine.connect() as connection:
        return fingerprints.noted(connection) == fingerprints.fingerprint(settings.secret_key)
