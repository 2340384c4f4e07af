"""What machines ask: is it alive, is it ready, how is it doing. Nothing here tells of a person."""

import time
from functools import partial
from typing import cast

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request
from flask.blueprints import BlueprintSetupState
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from studyhub import schema
from studyhub.outages import limits
from studyhub.outages.probing import Probe
from studyhub.web import monitoring

bp = Blueprint("health", __name__)

RETRY_AFTER_SECONDS = 5
SECONDS_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The figures of one application; anyone may add collectors to its registry."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ["endpoint", "method"]
        self.requests = Counter("studyhub_requests", "Requests answered", [*labels, "status"], registry=self.registry)
        self.seconds = Histogram(
            "studyhub_request_seconds",
            "Time to answer a request",
            labels,
            buckets=SECONDS_BUCKETS,
            registry=self.registry,
        )
        self.database_up = Gauge("studyhub_database_up", "Whether the database answers", registry=self.registry)


def metrics_of(app: Flask) -> Metrics:
    """The figures of this application."""
    found: Metrics = app.extensions["studyhub_metrics"]
    return found


@bp.record_once
def _keep_metrics(state: BlueprintSetupState) -> None:
    state.app.extensions["studyhub_metrics"] = Metrics()
    state.app.extensions["studyhub_probe"] = Probe(partial(_ask, cast(Flask, state.app)))


def _ask(app: Flask) -> bool:
    with app.app_context(), limits.within(limits.PROBE):
        return schema.is_up_to_date()


@bp.get("/healthz")
def alive() -> Response:
    """Answer as long as the process can: a reason to leave it running, whatever the database does."""
    return jsonify(alive=True)


@bp.get("/readyz")
def ready() -> Response:
    """503 while the database does not answer or waits for a migration: a reason to send people elsewhere."""
    is_ready = _is_up_to_date() is True
    response = jsonify(ready=is_ready)
    if not is_ready:
        response.status_code = 503
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


@bp.get("/metrics")
def metrics() -> Response:
    """Counts and times by endpoint, for Prometheus: with the token that is set, else for this machine alone."""
    if (refused := monitoring.refusal()) is not None:
        return refused
    figures, is_up = metrics_of(current_app), _is_up_to_date() is not None
    figures.database_up.set(is_up)
    # Figures that are read from the database are missing while it is away; the others are needed most then.
    with limits.within(limits.PROBE if is_up else limits.NOTHING):
        return Response(generate_latest(figures.registry), content_type=CONTENT_TYPE_LATEST)


def _is_up_to_date() -> bool | None:
    """Whether the tables are those this code expects; None when the database does not say so in time."""
    probe: Probe = current_app.extensions["studyhub_probe"]
    return probe.ask()


@bp.before_app_request
def _begin() -> None:
    g.metrics_began = time.perf_counter()


@bp.after_app_request
def _end(response: Response) -> Response:
    if "metrics_began" in g:
        figures = metrics_of(current_app)
        method = request.method if request.url_rule else "any"
        labels = (request.endpoint or "unknown", method)
        figures.requests.labels(*labels, str(response.status_code)).inc()
        figures.seconds.labels(*labels).observe(time.perf_counter() - g.metrics_began)
    return response
