"""Which group an alert is of: its service and its rule. Nothing here commits."""

from collections.abc import Collection

from sqlalchemy import select

from studyhub.alerts.models import AlertGroup
from studyhub.db import db
from studyhub.delivery.rows import insert_missing


def group_ids(wanted: Collection[tuple[int | None, str]]) -> dict[tuple[int | None, str], int]:
    """The groups of services and rules, by both; made where there is none. What has no service has no group."""
    rows = [{"service_id": service_id, "rule": rule} for service_id, rule in wanted if service_id is not None]
    if not rows:
        return {}
    rows.sort(key=lambda row: (row["service_id"], row["rule"]))
    insert_missing(AlertGroup, rows, unique=["service_id", "rule"])
    found = select(AlertGroup.service_id, AlertGroup.rule, AlertGroup.id)
    found = found.where(AlertGroup.service_id.in_({row["service_id"] for row in rows}))
    found = found.where(AlertGroup.rule.in_({row["rule"] for row in rows}))
    return {(row[0], row[1]): row[2] for row in db.session.execute(found)}
