"""Rights and sessions are changed by whoever gave their password on this browser a short while ago, and nobody else.

A browser left open, or a copied cookie, must not be enough to name an administrator. The page that asks holds the form:
the password goes with it, and what was asked for is done by the same press.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec

from flask import Response, make_response, render_template, request

from studyhub import clock
from studyhub.accounts import sign_ins
from studyhub.accounts.gate import attempts
from studyhub.config import REQUEST_MAX_BYTES
from studyhub.db import db
from studyhub.people import devices
from studyhub.people.models import Device
from studyhub.web.guards import carrying, security_log
from studyhub.web.guards.acts import act
from studyhub.web.guards.auth import current_device
from studyhub.web.guards.busy import later_page
from studyhub.web.guards.clients import client_network
from studyhub.web.guards.hashing import MARK, asking_views
from studyhub.web.guards.known_browsers import name_if_known
from studyhub.words.saying import gettext as _

P = ParamSpec("P")

CONFIRMED_LASTS = timedelta(minutes=30)
# `carrying` leaves out what begins with "password".
FIELD = "password_again"
_TEMPLATE = "accounts/confirm.html"
_PARTS = "multipart/form-data"


def password_again(view: Callable[P, Any]) -> Callable[P, Any]:
    """Ask for the password before a view where it was last given more than half an hour ago."""

    @wraps(view)
    def asking(*args: P.args, **kwargs: P.kwargs) -> Any:
        device, now = current_device(), clock.now()
        if device is None or now < device.confirmed_at + CONFIRMED_LASTS:
            return view(*args, **kwargs)
        return _refusal(device, now) or view(*args, **kwargs)

    asking_views.add(asking)
    return asking


def _refusal(device: Device, now: datetime) -> Response | None:
    """The page that asks; None where the right password came along, which is noted."""
    password, about = request.form.get(FIELD, ""), _context(device)
    if not password:
        return make_response(render_template(_TEMPLATE, **about), 401)
    device_id, user = device.id, device.user
    network, browser = client_network(), name_if_known(user.email)
    try:
        is_right = sign_ins.is_present_password(user, password, network=network, browser=browser, now=now)
    except attempts.TooManyTries as many:
        return later_page(_TEMPLATE, many.until - now, **about)
    if is_right:
        devices.confirm(device_id, now=now)
    db.session.commit()
    security_log.note("password given again" if is_right else "password given again was wrong")
    if is_right:
        return None
    return make_response(render_template(_TEMPLATE, problem=_("This is not your present password."), **about), 422)


def _context(device: Device) -> dict[str, Any]:
    carried = carrying.from_request(max_chars=REQUEST_MAX_BYTES)
    minutes = CONFIRMED_LASTS.seconds // 60
    return {
        "act": act(),
        # Japanese takes three times its length the other way: a file that was taken would be too large when sent on.
        "encoding": request.mimetype if request.mimetype == _PARTS else "",
        "carried": carried,
        "field": FIELD,
        "password_mark": MARK,
        "email": device.user.email,
        "minutes": minutes,
    }
