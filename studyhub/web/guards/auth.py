"""Signing in and out: the one module that touches Flask-Login.

The cookie carries the random key of a device row, so a session ends when its row goes, whatever was copied.
"""

import secrets
from datetime import datetime

from flask import Flask, Response, g, request, session
from flask_login import LoginManager
from flask_login import current_user as _flask_login_user
from flask_login import login_user as _login_user
from flask_login import logout_user as _logout_user
from sqlalchemy import ColumnElement, Select, bindparam, delete, select
from sqlalchemy.orm import joinedload

from studyhub import clock
from studyhub.db import db, kept
from studyhub.people import devices
from studyhub.people.models import SIGNS_IN, Device, User
from studyhub.text.cleaning import clean_line
from studyhub.web.guards import known_browsers

USER_AGENT_MAX_CHARS = 200

_manager = LoginManager()
_manager.session_protection = None


class _SignedIn:
    """What Flask-Login keeps for a request: a device and its person."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, device: Device) -> None:
        self.device = device

    def get_id(self) -> str:
        return self.device.key


@_manager.user_loader  # type: ignore[untyped-decorator]  # flask_login is untyped
def _load(key: str) -> _SignedIn | None:
    found: Device | None = g.pop("kept_device", None)
    if found is None or found.key != key:
        found = db.session.scalar(_by_key(), {"key": key})
    now = clock.now()
    if found is None or not devices.is_going_on(found, now=now) or found.user.state not in SIGNS_IN:
        return None
    g.person_id = found.user_id
    if now >= found.last_seen_at + devices.SEEN_EVERY:
        g.seen_device_id = found.id
    return _SignedIn(found)


@kept
def _by_key() -> Select[Device]:
    return select(Device).where(is_device()).options(joinedload(Device.user))


def is_device() -> ColumnElement[bool]:
    """Whether a row is the signed-in browser; the parameter `key` is what device_key() says."""
    return Device.key == bindparam("key")


def device_key() -> str | None:
    """What the cookie of this request says about its browser; None when it says nothing."""
    key = session.get("_user_id")
    return key if isinstance(key, str) else None


def keep(device: Device) -> None:
    """Remember the browser of this request: it was fetched with its person, together with something else."""
    g.kept_device = device


def init_app(app: Flask) -> None:
    """Let requests know who is signed in."""
    _manager.init_app(app)
    app.after_request(_note_seen)


def _note_seen(response: Response) -> Response:
    if device_id := g.pop("seen_device_id", None):
        devices.note_seen(device_id, now=clock.now())
    return response


def current_device() -> Device | None:
    """The signed-in browser of this request, or None for a visitor."""
    # Where Flask-Login keeps what it found; its proxy takes a dozen steps there, and every page asks a dozen times.
    found = g._get_current_object().get("_login_user") or _flask_login_user._get_current_object()
    return found.device if found.is_authenticated else None


def current_user_or_none() -> User | None:
    """The person signed in, or None for a visitor."""
    device = current_device()
    return device.user if device else None


def current_user() -> User:
    """The person signed in; only for views that let nobody else in."""
    user = current_user_or_none()
    if user is None:
        raise RuntimeError("This view forgot to ask for a signed-in person.")
    return user


def sign_in(user: User, *, now: datetime) -> Device:
    """Open a session on this browser; one that it had before ends, whosever it was. Does not commit."""
    if key := device_key():
        db.session.execute(delete(Device).where(Device.key == key))
    device = Device(
        key=secrets.token_urlsafe(24),
        user_id=user.id,
        user_agent=clean_line(request.headers.get("User-Agent", ""))[:USER_AGENT_MAX_CHARS],
        created_at=now,
        last_seen_at=now,
        confirmed_at=now,
        expires_at=now + devices.LASTS,
    )
    device.user = user
    db.session.add(device)
    db.session.flush()
    known_browsers.remember(user.email)
    # What a visitor's session held must not become a member's.
    session.clear()
    session.permanent = True
    _login_user(_SignedIn(device))
    g.person_id = user.id
    return device


def sign_out() -> None:
    """End this browser's session, copies of its cookie included. Does not commit."""
    if device := current_device():
        db.session.execute(delete(Device).where(Device.id == device.id))
    _logout_user()
    session.clear()
