"""Addresses in mails of reminders that do one thing for one person without signing in (`keys.signed_links`)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from studyhub.keys import signed_links

ABSENCE, STOP = "reminders.absence_from_place", "reminders.stop"
# A mail is opened weeks later, but hardly after two months.
STOP_WORKS = timedelta(days=60)


class Absence(NamedTuple):
    """Of which sign-up somebody is absent, as long as its session begins then. Who signs up again has another one."""

    signup_id: int
    starts_at: datetime


class Stop(NamedTuple):
    """Who wants no reminders of a circle, or of all where it is None."""

    user_id: int
    circle_id: int | None


def absence_path(key: str, absence: Absence) -> str:
    """Where somebody says that they cannot come; it works until the session begins."""
    return f"/reminders/absence/{signed_links.signed(key, ABSENCE, [absence.signup_id], absence.starts_at)}"


def read_absence(keys: Sequence[str], token: str, now: datetime) -> Absence | None:
    """What a token is for; None when it was made with none of the keys, or for another purpose.

    Raises signed_links.Over.
    """
    found = signed_links.read(keys, ABSENCE, token, now)
    if found is None:
        return None
    (signup_id,), starts_at = found
    return Absence(signup_id, starts_at)


def stop_path(key: str, stop: Stop, now: datetime) -> str:
    """Where somebody stops reminders."""
    return f"/reminders/stop/{signed_links.signed(key, STOP, list(stop), now + STOP_WORKS)}"


def read_stop(keys: Sequence[str], token: str, now: datetime) -> Stop | None:
    """As `read_absence`."""
    found = signed_links.read(keys, STOP, token, now)
    return Stop(*found[0]) if found else None
