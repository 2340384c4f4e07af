"""How messages and processes are doing, for Prometheus."""

import math
from collections.abc import Iterator

from flask import Flask
from prometheus_client import ProcessCollector
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from studyhub import clock
from studyhub.delivery import outbox, processes, standing
from studyhub.version import version
from studyhub.web.health import metrics_of

FIGURES = {
    "studyhub_waiting_messages": "Messages decided on and not yet sent",
    "studyhub_waiting_mails": "Mails that are due and not yet sent",
    "studyhub_oldest_waiting_mail_seconds": "How long the oldest mail that is due has waited",
    "studyhub_failed_mails": "Mails given up that can be sent again",
    "studyhub_worker_last_turn_timestamp_seconds": "When a worker, in any process, last turned; 0 when none ever did",
}


def observe(app: Flask) -> None:
    """Add what the outbox and the processes say to the application's figures."""
    registry = metrics_of(app).registry
    registry.register(_Figures())
    ProcessCollector(registry=registry)


class _Figures(Collector):
    """Read together at each scrape, so that a database that is away is waited for once."""

    def collect(self) -> Iterator[GaugeMetricFamily | InfoMetricFamily]:
        yield InfoMetricFamily("studyhub_version", "Which StudyHub answers", {"version": version()})
        values = _values()
        for name, meaning in FIGURES.items():
            yield GaugeMetricFamily(name, meaning, values.get(name, math.nan))


def _values() -> dict[str, float]:
    """Each figure by its name; none while the database is away: the other figures are needed most then."""
    try:
        return _read()
    except SQLAlchemyError:
        return {}


def _read() -> dict[str, float]:
    now = clock.now()
    queue = standing.queue(now)
    turned_at = processes.worker_turned_at()
    age = (now - queue.oldest_since).total_seconds() if queue.oldest_since else 0.0
    counts = outbox.waiting_count(), queue.count, age, standing.failed_count()
    return dict(zip(FIGURES, (*counts, turned_at.timestamp() if turned_at else 0.0), strict=True))
