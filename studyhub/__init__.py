"""StudyHub: reading circles and study sessions, planned, held, written down and published. Wiring only."""

from functools import partial

from flask import Flask, g, request

from studyhub import clock, config, environment, handing_in, logs
from studyhub.db import db, read_only
from studyhub.delivery import worker
from studyhub.delivery.models import ProcessKind
from studyhub.features import FEATURES
from studyhub.outages import limits
from studyhub.web import health
from studyhub.web.answers import errors, file_answers, headers, kept_answers
from studyhub.web.application import Application
from studyhub.web.guards import auth, csrf, hosts, hourly, reputation, turned_away
from studyhub.web.pages import assets, context, converters, design, frame, language, preferences, templating

__all__ = ["create_app"]

_READS = {"GET", "HEAD", "OPTIONS"}


def create_app(settings: config.Settings | None = None) -> Flask:
    """The application, configured from the environment unless settings are given."""
    settings = settings or environment.read_settings()
    app = Application(__name__, template_folder="../templates")
    app.config.update(settings.flask_config())
    templating.init_app(app)
    app.url_map.converters |= {"default": converters.NameConverter, "id": converters.IdConverter}
    clock.start_at(settings.clock)
    app.before_request(_begin)
    app.teardown_request(_end)
    # Registered first and done last: giving a connection back is part of the page.
    app.teardown_appcontext(_wait_as_before)
    _add_extensions(app)
    _add_pages(app)
    _add_worker(app)
    return app


def _begin() -> None:
    # Reading requests stay outside SQLite's write lock; all others take it with their first statement.
    read_only(request.method in _READS)
    g.waited_before = limits.use(limits.PAGE)


def _end(_error: BaseException | None) -> None:
    # Whatever goes on in the same context may write.
    read_only(False)


def _wait_as_before(_error: BaseException | None) -> None:
    if (before := g.pop("waited_before", None)) is not None:
        limits.use(before)


def _add_extensions(app: Flask) -> None:
    db.init_app(app)
    logs.init_app(app)
    csrf.init_app(app)
    auth.init_app(app)
    turned_away.init_app(app)
    reputation.init_app(app)
    for part in (language, assets, context, headers, errors, file_answers, hourly):
        part.init_app(app)


def _add_pages(app: Flask) -> None:
    app.register_blueprint(health.bp)
    # After what counts and logs every request, before whatever asks the database.
    hosts.init_app(app)
    kept_answers.init_app(app)
    frame.init_app(app)
    for page in (design, preferences):
        app.register_blueprint(page.bp)
    handing_in.take_in(app, FEATURES)


def _add_worker(app: Flask) -> None:
    app.extensions["studyhub_worker"] = partial(worker.run, app, kind=ProcessKind.SERVER)
    app.extensions["studyhub_heartbeat"] = partial(worker.beat, app)
