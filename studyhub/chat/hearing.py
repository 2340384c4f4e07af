"""Which webhooks hear of which circles."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, select

from studyhub.chat.models import Webhook
from studyhub.circles.models import Circle, Participation, Visibility
from studyhub.db import db, kept
from studyhub.teams.models import Membership, Team


class Hearer(NamedTuple):
    """A webhook, and since when it is there."""

    webhook_id: int
    since: datetime


# By the id of the circle.
Hearers = Mapping[int, Sequence[Hearer]]


def hearers() -> Hearers:
    """All webhooks to which anything is sent, by what they hear of.

    Those of a team hear of circles that its people take part in, but for those for participants only: others read
    there too.
    """
    found: dict[int, list[Hearer]] = {}
    for statement in (_of_circles(), _of_teams()):
        for circle_id, webhook_id, since in db.session.execute(statement):
            found.setdefault(circle_id, []).append(Hearer(webhook_id, since))
    return found


@kept
def _of_circles() -> Select[int, int, datetime]:
    own = select(Circle.id, Webhook.id, Webhook.added_at).join(Webhook, Webhook.circle_id == Circle.id)
    return own.where(Webhook.stopped_at.is_(None)).order_by(Webhook.id)


@kept
def _of_teams() -> Select[int, int, datetime]:
    rows = (
        select(Participation.circle_id, Webhook.id, Webhook.added_at)
        .join(Team, Team.id == Webhook.team_id)
        .join(Membership, Membership.team_id == Team.id)
        .join(Participation, Participation.user_id == Membership.user_id)
        .join(Circle, Circle.id == Participation.circle_id)
    )
    is_there = Webhook.stopped_at.is_(None), Team.closed_at.is_(None), Participation.is_present
    told = rows.where(*is_there, Circle.visibility != Visibility.PARTICIPANTS)
    return told.distinct().order_by(Webhook.id)
