"""Alerts from a file, on the web and on the command line. Nothing here commits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studyhub.alerts import naming
from studyhub.alerts.incoming import documents, taking
from studyhub.alerts.incoming.firings import Firing, merged
from studyhub.alerts.models import AlertSource
from studyhub.audit import trail
from studyhub.people.models import User
from studyhub.settings import organization


@dataclass(frozen=True)
class Found:
    """What a file holds: records, different firings, those not known yet, and names that no service has."""

    records: int
    firings: Sequence[Firing]
    new: int
    nameless: Sequence[str]

    @property
    def rules(self) -> list[tuple[str, str, int]]:
        """Service, rule and how often, the most often first."""
        counts = Counter((firing.service_name, firing.rule) for firing in self.firings)
        return [(service, rule, count) for (service, rule), count in counts.most_common()]


def preview(data: bytes, *, now: datetime) -> Found:
    """What taking a file would bring. Raises NotJson, WrongShape."""
    told = documents.read(documents.parsed(data), None, now=now)
    firings = merged(told)
    services = naming.services_of({firing.service_name for firing in firings})
    nameless = sorted(name for name, service in services.items() if service is None)
    return Found(len(told), firings, len(firings) - taking.known_count(firings), nameless)


def take(data: bytes, *, by: User | None, now: datetime) -> Found:
    """Take a file; taken twice it brings nothing more. Raises NotJson, WrongShape, with nothing taken."""
    found = preview(data, now=now)
    taking.take(found.firings, source=AlertSource.FILE, now=now)
    trail.record("alert.imported", organization.current(), by=by, now=now, after={"count": found.new})
    return found
