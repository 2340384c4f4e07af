"""Taking firings in, wherever they come from: told again they are the same rows. Nothing here commits."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from studyhub.alerts import grouping, naming
from studyhub.alerts.incoming.firings import Firing, merged
from studyhub.alerts.models import Alert, AlertSource
from studyhub.db import db
from studyhub.delivery.rows import insert_into

# Rows with and without an end would otherwise go in one statement each.
ALL_COLUMNS = {"render_nulls": True}


def take(told: Iterable[Firing], *, source: AlertSource, intake_id: int | None = None, now: datetime) -> int:
    """Keep firings, in one statement a table however many; how many different ones there are.

    One that is known gets its end, and loses nothing that people said of it.
    """
    found = merged(told)
    services = naming.services_of({firing.service_name for firing in found})
    groups = grouping.group_ids({(services[firing.service_name], firing.rule) for firing in found})
    common = {"source": source, "intake_id": intake_id, "received_at": now}
    rows = [_row(firing, groups.get((services[firing.service_name], firing.rule))) | common for firing in found]
    insert = insert_into(Alert)
    changes = {
        "ends_at": _later(Alert.ends_at, insert.excluded.ends_at),
        "group_id": func.coalesce(Alert.group_id, insert.excluded.group_id),
    }
    db.session.execute(
        insert.on_conflict_do_update(index_elements=["identity"], set_=changes), rows, execution_options=ALL_COLUMNS
    )
    return len(found)


def _later(known: Any, told: Any) -> ColumnElement[datetime]:
    return case((told.is_(None), known), (known.is_(None), told), (told > known, told), else_=known)


def _row(firing: Firing, group_id: int | None) -> dict[str, Any]:
    return {
        "identity": firing.identity,
        "group_id": group_id,
        "rule": firing.rule,
        "service_name": firing.service_name,
        "service_key": naming.key_of(firing.service_name),
        "fingerprint": firing.fingerprint,
        "labels": dict(firing.labels),
        "summary": firing.summary,
        "source_url": firing.source_url,
        "runbook_url": firing.runbook_url,
        "starts_at": firing.starts_at,
        "ends_at": firing.ends_at,
        "is_silenced": firing.is_silenced,
    }


def known_count(told: Iterable[Firing]) -> int:
    """How many of these firings are there already."""
    identities = {firing.identity for firing in told}
    return db.session.scalar(select(func.count()).where(Alert.identity.in_(identities))) or 0
