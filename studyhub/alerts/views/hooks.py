"""Where programs tell of alerts: no session and no cookie, only the token of a private address."""

from datetime import datetime
from typing import Any

from flask import Response, abort, current_app, jsonify, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from werkzeug.exceptions import RequestEntityTooLarge

from studyhub import clock
from studyhub.alerts.incoming import documents, intakes, taking
from studyhub.alerts.incoming.problems import NotJson, WrongShape, problem_words
from studyhub.alerts.models import AlertIntake, AlertSource
from studyhub.alerts.views.blueprint import bp
from studyhub.db import db
from studyhub.web.guards import security_log

BEARER = "bearer"
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


@bp.post("/hooks/<token>")
def create_firings(token: str) -> ResponseReturnValue:
    """Take what a program tells; the token stands in the address."""
    return _take(token)


@bp.post("/hooks/")
def create_authorized_firings() -> ResponseReturnValue:
    """Take what a program tells; the token stands in the header `Authorization: Bearer …`."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != BEARER or not given:
        return _refused(401, "There is no Authorization: Bearer.", **{"WWW-Authenticate": "Bearer"})
    return _take(given.strip())


@bp.record_once
def _let_programs_tell(state: BlueprintSetupState) -> None:
    # Neither reads a cookie: another site has nothing to misuse.
    for view in (create_firings, create_authorized_firings):
        state.app.extensions["csrf"].exempt(view)


def _take(token: str) -> ResponseReturnValue:
    now = clock.now()
    if request.mimetype in FORMS:
        return _refused(415, "The document is a form, not JSON.")
    try:
        data = request.get_data()
    except RequestEntityTooLarge:
        return _refused(413, "The document is larger than is taken.")
    intake = intakes.found(token, keys=current_app.config["STUDYHUB_SETTINGS"].keys)
    if intake is None:
        # Nobody guesses 128 bits. Counted as guesses, what still knows an old address would shut out its neighbours.
        security_log.note("wrong secret")
        abort(404)
    try:
        intakes.note_use(intake, len(data), now=now)
    except intakes.TooOften as often:
        return _refused(429, "Too many requests in an hour.", **{"Retry-After": _seconds(often.until, now)})
    return _read_and_take(intake, data, now)


def _read_and_take(intake: AlertIntake, data: bytes, now: datetime) -> ResponseReturnValue:
    try:
        told = documents.read(documents.parsed(data), intake.mapping, now=now)
    except NotJson:
        return _refused(400, "The document is not JSON.")
    except WrongShape as wrong:
        with force_locale("en"):
            return _refused(422, problem_words(wrong))
    count = taking.take(told, source=AlertSource.WEBHOOK, intake_id=intake.id, now=now)
    db.session.commit()
    return jsonify(taken=count)


def _refused(status: int, why: str, **headers: Any) -> Response:
    """Nothing was taken, and why."""
    db.session.rollback()
    answer = jsonify(error=why)
    answer.status_code = status
    answer.headers.update(headers)
    return answer


def _seconds(until: datetime, now: datetime) -> str:
    return str(max(int((until - now).total_seconds()), 1))
