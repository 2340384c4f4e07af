"""Botan has a second account, "Botan at home", which is made part of the first."""

from datetime import datetime

from studyhub.db import db
from studyhub.departures import merging
from studyhub.people.models import User
from tests.cast import NOON, OF_PEOPLE, Cast


def merge(cast: Cast, home: User, *, now: datetime = NOON) -> None:
    merging.merge(home, cast.botan, OF_PEOPLE, by=cast.admin, now=now)
    db.session.flush()
