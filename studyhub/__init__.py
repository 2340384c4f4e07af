"""StudyHub: reading circles and study sessions, planned, held, written down and published. Wiring only."""

from functools import partial

from flask import Flask, g, request

from studyhub import clock, config, logs, tables
from studyhub.accounts import attempts
from studyhub.accounts import cli as accounts_cli
from studyhub.accounts import messages as accounts_messages
from studyhub.accounts import views as accounts
from studyhub.audit import views as audit
from studyhub.backups import messages as backups_messages
from studyhub.backups.nightly import Nightly
from studyhub.calendars import views as calendars
from studyhub.circles import cli as circles_cli
from studyhub.circles import messages as circles_messages
from studyhub.circles import views as circles
from studyhub.db import db, read_only
from studyhub.delivery import cli as delivery_cli
from studyhub.delivery import figures, texts, ticks, worker
from studyhub.delivery import messages as delivery_messages
from studyhub.delivery import views as delivery
from studyhub.delivery.models import ProcessKind
from studyhub.demo import cli as demo_cli
from studyhub.demo import views as demo
from studyhub.home import views as home
from studyhub.keys import cli as keys_cli
from studyhub.meetings import messages as meetings_messages
from studyhub.meetings import views as meetings
from studyhub.meetings.assigning import asking
from studyhub.notes import messages as notes_messages
from studyhub.notes import views as notes
from studyhub.outages import limits
from studyhub.people import auth
from studyhub.people import cli as people_cli
from studyhub.people import views as people
from studyhub.publishing import cli as publishing_cli
from studyhub.publishing import views as publishing
from studyhub.search import views as search
from studyhub.settings import views as settings_views
from studyhub.teams import views as teams
from studyhub.web import (
    assets,
    context,
    converters,
    csrf,
    dates,
    design,
    errors,
    file_answers,
    frame,
    headers,
    health,
    hosts,
    hourly,
    kept_answers,
    language,
    preferences,
    reputation,
    templating,
    turned_away,
)

__all__ = ["create_app", "tables"]

_READS = {"GET", "HEAD", "OPTIONS"}


def create_app(settings: config.Settings | None = None) -> Flask:
    """The application, configured from the environment unless settings are given."""
    settings = settings or config.read_settings()
    app = Flask(__name__, template_folder="../templates")
    app.config.update(settings.flask_config())
    templating.init_app(app)
    app.url_map.converters |= {"default": converters.NameConverter, "id": converters.IdConverter}
    clock.start_at(settings.clock)
    app.before_request(_begin)
    app.teardown_request(_end)
    # Registered first and done last: giving a connection back is part of the page.
    app.teardown_appcontext(_wait_as_before)
    _add_extensions(app)
    _add_blueprints(app)
    _add_delivery(app)
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
    for part in (language, dates, assets, context, headers, errors, file_answers, hourly):
        part.init_app(app)


def _add_blueprints(app: Flask) -> None:
    app.register_blueprint(health.bp)
    # After what counts and logs every request, before whatever asks the database.
    hosts.init_app(app)
    kept_answers.init_app(app)
    frame.init_app(app)
    for views in (design, preferences, home, accounts.sign_ins, circles, meetings, notes, delivery.inbox):
        app.register_blueprint(views.bp)
    for views in (
        accounts.registrations,
        accounts.invitations,
        accounts.resets,
        accounts.email_changes,
        audit,
        delivery.mail,
        people.people,
        people.editing,
        people.merging,
        people.importing,
        people.profile,
        teams,
        settings_views,
        publishing,
        calendars,
        search,
        demo,
    ):
        app.register_blueprint(views.bp)
    for commands in (accounts_cli, people_cli, circles_cli, publishing_cli, keys_cli):
        app.cli.add_command(commands.group)
    app.cli.add_command(demo_cli.demo)


def _add_delivery(app: Flask) -> None:
    for messages in (delivery_messages, accounts_messages, circles_messages, meetings_messages, notes_messages):
        texts.register(app, messages.KINDS)
    texts.register(app, backups_messages.KINDS)
    nightly = Nightly(app.config["STUDYHUB_SETTINGS"], app.app_context)
    ticks.register(app, (*ticks.OWN, attempts.forget_old, asking.ask_after_silence, nightly.begin_if_due))
    figures.observe(app)
    app.extensions["studyhub_worker"] = partial(worker.run, app, kind=ProcessKind.SERVER)
    app.extensions["studyhub_heartbeat"] = partial(worker.beat, app)
    app.cli.add_command(delivery_cli.worker)
    app.cli.add_command(delivery_cli.mail)
