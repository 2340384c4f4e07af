"""What nearly every page shows around its own matter: the organisation, who is signed in, and their unread messages.

Fetched by one statement where somebody is signed in. Whatever was not fetched here, its own feature fetches when asked.
"""

from typing import Any

from flask import Flask, g, request
from sqlalchemy import ScalarSelect, Select
from sqlalchemy.orm import contains_eager

from studyhub.db import db, is_reading, kept
from studyhub.delivery import inbox
from studyhub.people.models import Device, User
from studyhub.settings import organization
from studyhub.settings.models import Organization
from studyhub.shown import Shown
from studyhub.web.guards import auth

# A page that is read changes none of them.
ORGANIZATION, DEVICE = Shown(Organization), Shown(Device, user=Shown(User))


def init_app(app: Flask) -> None:
    """Fetch it before anything else asks the database."""
    app.before_request(_fetch)


def _fetch() -> None:
    key = auth.device_key()
    if key is None or request.endpoint == "static" or request.blueprint == "health":
        return
    if is_reading():
        _fetch_to_show(key)
    else:
        _fetch_to_write(key)


def _fetch_to_show(key: str) -> None:
    found = db.session.execute(_shown(), {"key": key}).one_or_none()
    if found is None:
        return
    organized, device = ORGANIZATION.at(found, 0), DEVICE.at(found, ORGANIZATION.width)
    if organized is not None:
        organization.keep_shown(organized)
    if device is not None:
        _keep(device, found.unread)


def _fetch_to_write(key: str) -> None:
    found = db.session.execute(_around(), {"key": key}).one_or_none()
    if found is None:
        return
    organized, device, unread = found
    organization.keep(organized)
    if device is not None:
        _keep(device, unread)


def _keep(device: Device, unread: int) -> None:
    auth.keep(device)
    g.unread = device.user_id, unread


@kept
def _shown() -> Select[*tuple[Any, ...]]:
    rows = ORGANIZATION.select().add_columns(*DEVICE.columns, _unread().label("unread"))
    return DEVICE.joined(rows.where(organization.is_the_one()).outerjoin(Device, auth.is_device()))


@kept
def _around() -> Select[*tuple[Any, ...]]:
    return (
        organization.the_one()
        .outerjoin(Device, auth.is_device())
        .outerjoin(User, User.id == Device.user_id)
        .add_columns(Device, _unread())
        .options(contains_eager(Device.user))
    )


def _unread() -> ScalarSelect[int]:
    return inbox.unread(Device.user_id).scalar_subquery()


def unread_count(user: User) -> int:
    """How many messages wait to be read, as they were when the request came in."""
    user_id, count = g.get("unread", (None, 0))
    return count if user_id == user.id else inbox.unread_count(user)
