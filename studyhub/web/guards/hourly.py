"""Forms that one person sends too often in an hour are answered 429, with what was typed; features hand in limits."""

import math
from datetime import timedelta

from flask import Flask, Response, abort, current_app, request

from studyhub import clock
from studyhub.audit.limits import full_until
from studyhub.db import db
from studyhub.handing_in import features_of
from studyhub.web.guards import carrying, hourly_to_one, security_log
from studyhub.web.guards.auth import current_user, current_user_or_none
from studyhub.web.guards.busy import too_much_message
from studyhub.web.pages.converters import row_id


def init_app(app: Flask) -> None:
    """Look before a form is taken."""
    app.before_request(_refuse_endless)


def _refuse_endless() -> Response | None:
    if request.method != "POST":
        return None
    endpoint, features = request.endpoint or "", features_of(current_app)
    limits = [limit for feature in features for limit in feature.limits.get(endpoint, ())]
    user = current_user_or_none() if limits else None
    if user is None:
        return None
    now = clock.now()
    found = [full_until(limit, user, now=now) for limit in limits]
    if any(endpoint in feature.tells for feature in features):
        found.append(hourly_to_one.full_until(user, _told(), now=now))
    ends = [until for until in found if until is not None]
    return _later(max(ends) - now) if ends else None


def require_may_tell(user_ids: set[int]) -> None:
    """End the request with 429 unless the person may have these people told something again."""
    now = clock.now()
    until = hourly_to_one.full_until(current_user(), user_ids, now=now)
    if until is not None:
        abort(_later(until - now))


def _told() -> set[int]:
    """The people whom the form names, as far as it names any."""
    ids = [value for name in ("user_id", "user_ids", "owner_id") for value in request.form.getlist(name)]
    return {found for found in map(row_id, ids) if found is not None}


def _later(wait: timedelta) -> Response:
    """429: the form with what was typed, and when it can be sent."""
    db.session.rollback()
    security_log.note("limit reached", of="hour")
    page = carrying.resend_page(carrying.from_request(), 429, problem=too_much_message(wait))
    page.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return page
