"""What of scenarios waits for a person on their first page: those that nobody has said to be true for long."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, or_, select

from studyhub.column_types import UtcDateTime
from studyhub.db import db, kept
from studyhub.drills.models import Scenario
from studyhub.people.models import MEMBERS, User
from studyhub.people.readers import READER
from studyhub.people.waiting import SHOWN
from studyhub.services.models import Quirk, QuirkRevision, Service
from studyhub.teams.models import Membership

# As long as a quirk is believed.
ASKED_AFTER = relativedelta(months=6)
ASKED_FROM = bindparam("asked_from", type_=UtcDateTime())


def doubtful(user: User, now: datetime) -> Sequence[Row[int, str, str, int]]:
    """Scenarios that this person is asked about: id, title, service and the author's id, the oldest first."""
    return db.session.execute(doubtful_rows(), long_ago(user, now)).all()


def long_ago(user: User, now: datetime) -> dict[str, Any]:
    """What `doubtful_rows` is executed with."""
    return {"reader": user.id, "asked_from": now - ASKED_AFTER}


@kept
def doubtful_rows() -> Select[int, str, str, int]:
    """Asks `doubtful`: of the author, and where they are gone of whoever leads the team that runs the service."""
    rows = select(Scenario.id, Scenario.title, Service.name, Scenario.author_id)
    rows = rows.join(Service, Service.id == Scenario.service_id).join(User, User.id == Scenario.author_id)
    # Two lists with an index each: asked of every scenario, they were read from end to end.
    led = select(Service.id).join(Membership, Membership.team_id == Service.team_id)
    led = led.where(Membership.user_id == READER, Membership.is_lead)
    is_asked = or_(Scenario.author_id == READER, and_(Scenario.service_id.in_(led), User.state.not_in(MEMBERS)))
    is_present = Scenario.retired_at.is_(None), Service.retired_at.is_(None)
    is_doubtful = or_(Scenario.confirmed_at <= ASKED_FROM, service_changed())
    return rows.where(is_asked, *is_present, is_doubtful).order_by(Scenario.confirmed_at, Scenario.id).limit(SHOWN)


def service_changed() -> ColumnElement[bool]:
    """That its service, or a quirk of that by somebody else's hand, was changed since a scenario was looked at."""
    words = QuirkRevision.quirk_id == Quirk.id, QuirkRevision.author_id != Scenario.author_id
    since = QuirkRevision.created_at > Scenario.confirmed_at
    quirk = exists().where(Quirk.service_id == Scenario.service_id, *words, since)
    return or_(Service.changed_at > Scenario.confirmed_at, quirk)
