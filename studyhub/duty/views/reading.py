"""What is read at private addresses, without signing in: 404 where the address is nobody's, whatever the reason."""

import hashlib
import json

from flask import Response, abort, current_app, render_template
from flask_babel import force_locale

from studyhub import clock
from studyhub.calendars.subscriptions import subscription
from studyhub.duty import addresses, events, telling
from studyhub.duty.models import AddressKind
from studyhub.duty.views.blueprint import bp
from studyhub.pager import fetching
from studyhub.pager.calling import calls
from studyhub.rota import duty
from studyhub.rota import queries as rotas
from studyhub.rota.wording import ROLES
from studyhub.settings import organization
from studyhub.text.calendar_files import CALENDAR_TYPE, write_calendar
from studyhub.web.answers.file_answers import private_answer, send_no_cookie
from studyhub.web.pages.addresses import public_root
from studyhub.words.saying import gettext as _

NOT_FOUND_BY_SEARCH = {"X-Robots-Tag": "noindex"}


@bp.get("/<token>/now.json", provide_automatic_options=False)
def show_now(token: str) -> Response:
    """Who is on duty now and next, for a program."""
    _use(token, AddressKind.PROGRAM)
    told = json.dumps(telling.now_and_next(now=clock.now()), ensure_ascii=False)
    return Response(told, content_type="application/json", headers=NOT_FOUND_BY_SEARCH)


@bp.get("/screen/<token>/", provide_automatic_options=False)
def show_screen(token: str) -> Response:
    """Who is on duty now and next, in letters one reads from across the office."""
    _use(token, AddressKind.SCREEN)
    now = clock.now()
    found = duty.duty(None, now=now)
    shifts = [*found.running, *found.coming] if found else []
    teams = rotas.primary_teams({shift.user.id for shift in shifts if shift.user})
    # A wall has no reader whose language it could be.
    with force_locale(organization.current().language):
        called = calls(found.running, now) if found else {}
        page = render_template("duty/screen.html", duty=found, teams=teams, calls=called, roles=ROLES, moment=now)
    return Response(page, headers=NOT_FOUND_BY_SEARCH)


@bp.get("/<token>/oncall.ics", provide_automatic_options=False)
def show_calendar(token: str) -> Response:
    """Everybody's shifts, for a pager that reads a calendar."""
    _use(token, AddressKind.CALENDAR)
    now, organized = clock.now(), organization.current()
    fetching.note(now)
    with force_locale(organized.language):
        name = _("%(organization)s: on call", organization=organized.name)
        shown = events.of_all(public_root(), now)
        wanted = subscription(name, f"{public_root()}/oncall/", shown, began=organized.created_at)
    body = write_calendar(wanted.calendar)
    etag = hashlib.sha256(body).hexdigest()
    return private_answer(body, etag=etag, changed_at=wanted.changed_at, content_type=f"{CALENDAR_TYPE}; charset=utf-8")


def _use(token: str, kind: AddressKind) -> None:
    send_no_cookie()
    keys = current_app.config["STUDYHUB_SETTINGS"].keys
    address = addresses.found(token, kind, keys=keys) or abort(404)
    addresses.note_used(address, now=clock.now())
