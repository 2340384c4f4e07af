"""What of services waits for a person on their first page: what nobody has confirmed for half a year."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select

from studyhub.db import db, kept
from studyhub.people.models import User
from studyhub.people.readers import READER
from studyhub.people.waiting import SHOWN
from studyhub.services.models import Quirk, Service
from studyhub.services.quirks import asked_from
from studyhub.teams.models import Membership


def unconfirmed(user: User, now: datetime) -> Sequence[Row[int, str, int]]:
    """Services of the person's teams with old quirks: id, name and how many, the oldest first; one entry a service."""
    return db.session.execute(unconfirmed_rows(), long_ago(user, now)).all()


def long_ago(user: User, now: datetime) -> dict[str, Any]:
    """What `unconfirmed_rows` is executed with."""
    return {"reader": user.id, "asked_from": asked_from(now)}


@kept
def unconfirmed_rows() -> Select[int, str, int]:
    """Asks `unconfirmed`."""
    rows = select(Service.id, Service.name, func.count()).join(Quirk, Quirk.service_id == Service.id)
    rows = rows.join(Membership, Membership.team_id == Service.team_id).where(Membership.user_id == READER)
    is_old = (Quirk.retired_at.is_(None), Quirk.confirmed_at <= bindparam("asked_from"), Service.retired_at.is_(None))
    rows = rows.where(*is_old).group_by(Service.id, Service.name)
    return rows.order_by(func.min(Quirk.confirmed_at), Service.id).limit(SHOWN)
