"""How long alerts are kept, and forgetting those that are older. Nothing here commits."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from sqlalchemy import Select, bindparam, delete, select

from studyhub.alerts.models import KEPT_MONTHS, Alert, AlertSettings
from studyhub.audit import trail
from studyhub.commitments import calendar
from studyhub.db import db
from studyhub.people.models import User

# So many are forgotten at once; the worker comes again in a minute.
AT_ONCE = 5_000


def kept_months() -> int:
    """For how many months alerts are kept."""
    found = db.session.get(AlertSettings, 1)
    return found.kept_months if found else KEPT_MONTHS


def keep_for(months: int, *, by: User, now: datetime) -> None:
    """Keep them as long as this from now on."""
    found = db.session.get(AlertSettings, 1) or AlertSettings(id=1)
    before, found.kept_months = found.kept_months, months
    db.session.add(found)
    if before != months:
        trail.record("alert_settings.changed", found, by=by, now=now, after={"kept_months": months})


def forget_old(now: datetime) -> None:
    """Forget what began longer ago than is kept; what was decided stays."""
    ids = list(db.session.scalars(_old(), {"before": now - relativedelta(months=kept_months())}))
    if ids:
        calendar.release(f"alert:{alert_id}" for alert_id in ids)
        db.session.execute(delete(Alert).where(Alert.id.in_(ids)))


def _old() -> Select[int]:
    return select(Alert.id).where(Alert.starts_at < bindparam("before")).order_by(Alert.starts_at).limit(AT_ONCE)
