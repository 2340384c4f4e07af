"""Reading documents that tell of alerts: Alertmanager's webhook, its list of alerts, and others by a mapping."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from studyhub.alerts.incoming import firings, mapping
from studyhub.alerts.incoming.firings import Firing
from studyhub.alerts.incoming.problems import RECORDS_MAX, NotJson, Problem, WrongShape

RULE_LABEL, SERVICE_LABEL = "alertname", "service"
SUPPRESSED = "suppressed"


def parsed(data: bytes | str) -> Any:
    """What JSON says. Raises NotJson."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotJson from error


def read(document: Any, paths: Mapping[str, str] | None, *, now: datetime) -> list[Firing]:
    """All firings of a document: in Alertmanager's manner, or by paths. Raises WrongShape, naming the record.

    Of Alertmanager's the label that names the service may be another than `service`: then it stands among the paths.
    """
    if paths and mapping.LABEL not in paths:
        records = mapping.records(document, paths)
        return _each(records, lambda record: mapping.firing(record, paths, now=now))
    found = document.get("alerts") if isinstance(document, dict) else document
    label = (paths or {}).get(mapping.LABEL, SERVICE_LABEL)
    return _each(found, lambda record: _of_alertmanager(record, label, now))


def _each(records: Any, read_one: Any) -> list[Firing]:
    if not isinstance(records, list):
        raise WrongShape(Problem.NO_LIST)
    if not records:
        raise WrongShape(Problem.EMPTY)
    if len(records) > RECORDS_MAX:
        raise WrongShape(Problem.TOO_MANY)
    return [_numbered(number, record, read_one) for number, record in enumerate(records, start=1)]


def _numbered(number: int, record: Any, read_one: Any) -> Firing:
    if not isinstance(record, dict):
        raise WrongShape(Problem.NOT_OBJECT, number)
    try:
        found: Firing = read_one(record)
    except WrongShape as wrong:
        raise WrongShape(wrong.problem, number) from wrong
    return found


def _of_alertmanager(record: dict[str, Any], service_label: str, now: datetime) -> Firing:
    labels = firings.labels(record.get("labels"))
    given: dict[str, Any] = record["labels"]
    rule = firings.line(given.get(RULE_LABEL), firings.RULE_MAX_CHARS)
    if not rule:
        raise WrongShape(Problem.NO_RULE)
    starts_at = firings.moment(record.get("startsAt"), now=now)
    fingerprint = firings.line(record.get("fingerprint"), firings.LABEL_MAX_CHARS)
    fingerprint = fingerprint or firings.identity_of(json.dumps(labels, sort_keys=True))
    told = record.get("annotations")
    annotations = told if isinstance(told, dict) else {}
    return Firing(
        identity=firings.identity_of(fingerprint, starts_at.isoformat()),
        rule=rule,
        service_name=firings.line(given.get(service_label), firings.SERVICE_MAX_CHARS),
        starts_at=starts_at,
        ends_at=_end(record, starts_at, now),
        labels=labels,
        fingerprint=fingerprint,
        summary=firings.line(annotations.get("summary"), firings.SUMMARY_MAX_CHARS),
        source_url=firings.link(record.get("generatorURL")),
        runbook_url=firings.link(annotations.get("runbook_url")),
        is_silenced=_state(record) == SUPPRESSED,
    )


def _end(record: dict[str, Any], starts_at: datetime, now: datetime) -> datetime | None:
    ends_at = firings.end(starts_at, firings.moment_or_none(record.get("endsAt")), now=now)
    if record.get("status") == "firing":
        return None
    # Resolved a moment ago, by a clock that is ahead of ours.
    return ends_at or (max(starts_at, now) if record.get("status") == "resolved" else None)


def _state(record: dict[str, Any]) -> Any:
    status = record.get("status")
    return status.get("state") if isinstance(status, dict) else status
