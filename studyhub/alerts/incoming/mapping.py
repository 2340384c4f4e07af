"""Where things stand in a document of another shape: dotted paths such as `event.started` or `items.0.name`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from studyhub.alerts.incoming import firings
from studyhub.alerts.incoming.firings import Firing
from studyhub.alerts.incoming.problems import Problem, WrongShape

# `records` may be empty: the document is one record, or a list of them.
# Of Alertmanager's manner only the label that names the service is of their choosing.
LABEL = "label"
FIELDS = ("records", "rule", "service", "starts_at", "ends_at", "identity", "summary", "url")
REQUIRED = ("rule", "starts_at")


def at(document: Any, path: str) -> Any:
    """What stands at a dotted path; None where nothing does. Parts that are numbers also count in lists."""
    found = document
    for part in path.split("."):
        if isinstance(found, dict):
            found = found.get(part)
        elif isinstance(found, list) and part.isascii() and part.isdecimal() and int(part[:9]) < len(found):
            found = found[int(part[:9])]
        else:
            return None
    return found


def records(document: Any, paths: Mapping[str, str]) -> Any:
    """The records of a document."""
    path = paths.get("records", "")
    found = at(document, path) if path else document
    return [found] if isinstance(found, dict) else found


def firing(record: dict[str, Any], paths: Mapping[str, str], *, now: datetime) -> Firing:
    """One record as a firing. Raises WrongShape."""
    told = {name: at(record, paths[name]) if paths.get(name) else None for name in FIELDS}
    rule = firings.line(told["rule"], firings.RULE_MAX_CHARS)
    if not rule:
        raise WrongShape(Problem.NO_RULE)
    service = firings.line(told["service"], firings.SERVICE_MAX_CHARS)
    starts_at = firings.moment(told["starts_at"], now=now)
    named = firings.line(told["identity"], firings.LABEL_MAX_CHARS)
    return Firing(
        identity=firings.identity_of("json", named or rule, "" if named else service, starts_at.isoformat()),
        rule=rule,
        service_name=service,
        starts_at=starts_at,
        ends_at=firings.end(starts_at, firings.moment_or_none(told["ends_at"]), now=now),
        labels=firings.labels({name: value for name, value in record.items() if _is_plain(value)}),
        fingerprint=named,
        summary=firings.line(told["summary"], firings.SUMMARY_MAX_CHARS),
        source_url=firings.link(told["url"]),
    )


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)
