"""How the outbox is doing, for Prometheus."""

import math

from flask import Flask
from prometheus_client import Gauge
from sqlalchemy.exc import SQLAlchemyError

from studyhub.delivery import outbox
from studyhub.web.health import metrics_of


def observe(app: Flask) -> None:
    """Add the number of waiting messages to the application's figures."""
    registry = metrics_of(app).registry
    waiting = Gauge("studyhub_waiting_messages", "Messages decided on and not yet sent", registry=registry)
    waiting.set_function(_waiting_count)


def _waiting_count() -> float:
    try:
        return outbox.waiting_count()
    except SQLAlchemyError:
        # The other figures are needed most while the database is away.
        return math.nan
