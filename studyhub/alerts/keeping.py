"""How long alerts are kept, and forgetting those that are older. Nothing here commits."""

from collections.abc import Iterable
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from sqlalchemy import Row, Select, bindparam, delete, select

from studyhub import zones
from studyhub.alerts.models import KEPT_MONTHS, Alert, AlertMonth, AlertSettings
from studyhub.audit import trail
from studyhub.commitments import calendar
from studyhub.db import db
from studyhub.delivery.rows import insert_into
from studyhub.people.models import User
from studyhub.settings import organization

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
    """Forget what began longer ago than is kept; what was decided stays, and how often each group rang by month."""
    ids = list(db.session.scalars(_old(), {"before": now - relativedelta(months=kept_months())}))
    if ids:
        calendar.release(f"alert:{alert_id}" for alert_id in ids)
        gone = delete(Alert).where(Alert.id.in_(ids)).returning(Alert.group_id, Alert.starts_at, Alert.is_acted_on)
        # Of two workers that forget the same, each counts only what it took away itself.
        _keep_sums(db.session.execute(gone).all())


def _keep_sums(gone: Iterable[Row[int | None, datetime, bool]]) -> None:
    zone = organization.current().time_zone
    counts: dict[tuple[int, date], list[int]] = {}
    for group_id, starts_at, is_acted_on in gone:
        # What no service is named for is of no group, and counted nowhere any more.
        if group_id is not None:
            sums = counts.setdefault((group_id, zones.in_zone(starts_at, zone).date().replace(day=1)), [0, 0])
            sums[0], sums[1] = sums[0] + 1, sums[1] + is_acted_on
    rows = [
        {"group_id": group_id, "month": month, "count": count, "acted": acted}
        for (group_id, month), (count, acted) in sorted(counts.items())
    ]
    if rows:
        insert = insert_into(AlertMonth)
        more = {name: getattr(AlertMonth, name) + insert.excluded[name] for name in ("count", "acted")}
        db.session.execute(insert.on_conflict_do_update(index_elements=["group_id", "month"], set_=more), rows)


def _old() -> Select[int]:
    return select(Alert.id).where(Alert.starts_at < bindparam("before")).order_by(Alert.starts_at).limit(AT_ONCE)
