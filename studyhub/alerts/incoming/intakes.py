"""Private addresses at which programs tell of alerts: made, renewed and ended. Nothing here commits.

A token is derived from the installation's secret key, as those of feeds and calendars are: it can be shown again, and a
copied database reveals none.
"""

import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, select

from studyhub.alerts.models import AlertIntake, IntakeKind
from studyhub.audit import trail
from studyhub.audit.limits import HOUR
from studyhub.db import db
from studyhub.people.addresses import secret
from studyhub.people.models import User

TOKEN = re.compile(r"(?P<id>[1-9][0-9]{0,8})-[a-z2-7]{26}")
# A storm of a thousand groups, each told of every few minutes by two of them.
MOST_AN_HOUR = 3_000
# A long message counts as several of this size: one of a few alerts has less, and whoever knows the address fills the
# database no faster by sending them together.
ONE_MESSAGE_BYTES = 20_000


class TooOften(Exception):
    """It was used as often as it may be in an hour; `until` is when it may be again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def intakes() -> Select[AlertIntake]:
    """All of them, the newest first; those that were ended last."""
    return select(AlertIntake).order_by(AlertIntake.revoked_at.is_not(None), AlertIntake.id.desc())


def create(name: str, kind: IntakeKind, mapping: Mapping[str, str], *, by: User, now: datetime) -> AlertIntake:
    """Make an address."""
    intake = AlertIntake(name=name, kind=kind, mapping=dict(mapping), created_by_id=by.id, created_at=now)
    db.session.add(intake)
    trail.record("alert_intake.made", intake, by=by, now=now, after={"name": name})
    return intake


def token(intake: AlertIntake, *, key: str) -> str:
    """What stands in the address: the id, and a secret of 128 bits."""
    return f"{intake.id}-{secret(f'address:alert_intake:{intake.id}:{intake.counter}', key=key)}"


def found(given: str, *, keys: Sequence[str]) -> AlertIntake | None:
    """The intake that a token opens, held until the transaction ends; None when it is wrong, renewed or ended."""
    matched = TOKEN.fullmatch(given)
    if matched is None:
        return None
    intake = db.session.scalar(select(AlertIntake).where(AlertIntake.id == int(matched["id"])).with_for_update())
    if intake is None or not any(hmac.compare_digest(given, token(intake, key=key)) for key in keys):
        return None
    return intake if intake.revoked_at is None else None


def note_use(intake: AlertIntake, size: int, *, now: datetime) -> None:
    """Count one use, by a message of `size` bytes. Raises TooOften."""
    if intake.hour_began_at is None or now >= intake.hour_began_at + HOUR:
        intake.hour_began_at, intake.hour_count = now, 0
    if intake.hour_count >= MOST_AN_HOUR:
        raise TooOften(intake.hour_began_at + HOUR)
    intake.hour_count += 1 + size // ONE_MESSAGE_BYTES
    intake.last_used_at = now


def rotate(intake: AlertIntake, *, by: User, now: datetime) -> None:
    """Give it another token; the old one stops working at once. That was used, and this one not yet."""
    intake.counter += 1
    intake.last_used_at = None
    intake.rotated_at = now
    trail.record("alert_intake.renewed", intake, by=by, now=now)


def revoke(intake: AlertIntake, *, by: User, now: datetime) -> None:
    """End it for good. Pressing twice is harmless."""
    if intake.revoked_at is None:
        intake.revoked_at = now
        trail.record("alert_intake.ended", intake, by=by, now=now)
