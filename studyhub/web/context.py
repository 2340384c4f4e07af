"""What every template may use."""

from typing import Any, NamedTuple

from flask import Flask, g, request
from flask_babel import gettext
from markupsafe import Markup

from studyhub import clock
from studyhub.people.auth import current_user_or_none
from studyhub.settings import organization
from studyhub.web import carrying, csrf, frame, language
from studyhub.web.addresses import public_url
from studyhub.web.dates import reader_zone
from studyhub.web.theme import chosen_theme

# Addresses under another page's item in the bar.
_BELONGS_TO = {"meetings": "circles", "check-in": "circles", "tags": "notes"}


class NavItem(NamedTuple):
    """One page of the bar at the top."""

    address: str
    label: str
    is_current: bool


def csrf_field() -> Markup:
    """The hidden field every form that changes something carries."""
    # A page has dozens of forms.
    field: Markup | None = g.get("csrf_field")
    if field is None:
        field = g.csrf_field = Markup('<input type="hidden" name="csrf_token" value="{}">').format(csrf.token())
    return field


def _nav_items() -> list[NavItem]:
    first = request.path.split("/")[1]
    here = f"/{_BELONGS_TO.get(first, first)}/" if first else "/"
    pages = [("/", gettext("Home")), ("/circles/", gettext("Circles")), ("/notes/", gettext("Notes"))]
    return [NavItem(address, label, address == here) for address, label in pages]


def _context() -> dict[str, Any]:
    user = current_user_or_none()
    return {
        "current_user": user,
        "current_locale": language.spoken(),
        "nav_items": _nav_items(),
        "inbox_count": frame.unread_count(user) if user else 0,
        "organization_name": organization.current().name,
        "demo_banner": organization.current().is_demo,
        "clock_banner": clock.now() if clock.is_moved() else None,
        "theme": chosen_theme(),
        "now": clock.now(),
        "zone": reader_zone(),
        **carrying.context(),
    }


def init_app(app: Flask) -> None:
    """Offer the context to every template; macros, which are imported without it, need the field too."""
    app.add_template_global(csrf_field)
    app.add_template_global(public_url)
    app.context_processor(_context)
