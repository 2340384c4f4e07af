"""What every template may use."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, current_app, g, request
from markupsafe import Markup

from studyhub import clock
from studyhub.handing_in import features_of
from studyhub.settings import organization
from studyhub.web.guards import carrying, csrf
from studyhub.web.guards.auth import current_user_or_none
from studyhub.web.pages import frame
from studyhub.web.pages.addresses import public_url
from studyhub.web.pages.menu import Entry, Item, Menu, items, of_menu
from studyhub.web.pages.theme import chosen_theme
from studyhub.words.dates import reader_zone
from studyhub.words.language import spoken

_MENUS = "studyhub_menus"


def csrf_field() -> Markup:
    """The hidden field every form that changes something carries."""
    # A page has dozens of forms.
    field: Markup | None = g.get("csrf_field")
    if field is None:
        field = g.csrf_field = Markup('<input type="hidden" name="csrf_token" value="{}">').format(csrf.token())
    return field


def _menu(name: str) -> Sequence[Item]:
    """The entries of one menu, for whoever reads; named as in `Menu`, in small letters."""
    menus: dict[str, tuple[Entry, ...]] = current_app.extensions[_MENUS]
    if name not in menus:
        entries = (entry for feature in features_of(current_app) for entry in feature.menu)
        menus[name] = of_menu(entries, Menu[name.upper()])
    return items(menus[name], current_user_or_none(), request.path)


def _context() -> dict[str, Any]:
    user = current_user_or_none()
    return {
        "current_user": user,
        "current_locale": spoken(),
        "menu": _menu,
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
    app.extensions[_MENUS] = {}
    app.add_template_global(csrf_field)
    app.add_template_global(public_url)
    app.context_processor(_context)
