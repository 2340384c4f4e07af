"""Every field that a form of the application sends, found in its pages: a new one is tried without being listed."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from flask import Flask
from lxml import html
from lxml.html import FormElement
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from studyhub.accounts.forms import SetUpForm
from tests.rights.expected import ROWS, Row
from tests.rights.places import Place
from tests.rights.routes import UNSAFE, address, fields, rule_of

Names = dict[str, set[str]]
LOOKING = ("visitor", "botan", "aki", "ado", "emi")


def able(row: Row) -> str:
    """Somebody who may, if anybody does; an organiser or an administrator first."""
    for role in ("aki", "ado", "emi", "botan", "visitor"):
        status, changes = row.answers[role]
        if changes or status == 200:
            return role
    return "aki"


@cache
def typed_fields(place: Place) -> Names:
    """Names of the fields of each unsafe endpoint: those of the forms that lead there, and those typed here.

    Looked for once in each place: it takes every page.
    """
    found: Names = {row.endpoint: set(fields(place.world, row.endpoint)) for row in ROWS if row.method in UNSAFE}
    for page in _pages(place):
        for form in _forms(page):
            if form.method == "POST" and (endpoint := _leads_to(place.app, form.action or page.request.path)):
                found[endpoint] |= _names(form)
    return found


@cache
def endpoints_with_passwords(place: Place) -> Names:
    """Endpoints whose form asks for a password on some page, with the names of the fields of those forms."""
    # The one page that the World cannot show: it has been set up.
    with place.app.test_request_context():
        found: Names = {"accounts.create_organization": set(SetUpForm()._fields)}
    for page in _pages(place):
        for form in _forms(page):
            if form.xpath(".//input[@type='password']"):
                endpoint = _leads_to(place.app, form.action or page.request.path)
                found.setdefault(endpoint or form.action, set()).update(_names(form))
    return found


def _pages(place: Place) -> Iterator[TestResponse]:
    """What people are shown: by every address, and by every form that answers with a page."""
    world = place.world
    for row in ROWS:
        to = address(world, rule_of(place.app, row.endpoint), row.variant)
        if row.method in UNSAFE:
            role = able(row)
            if row.answers[role][0] == 200:
                yield world.ask(role, row.method, to, data=fields(world, row.endpoint, role))
                place.snapshot.put_back()
            continue
        yield from (world.ask(role, "GET", to) for role in LOOKING if row.answers[role][0] == 200)


def _forms(page: TestResponse) -> list[FormElement]:
    is_page = page.mimetype == "text/html" and page.text.strip()
    found: Any = html.fromstring(page.text).xpath("//form") if is_page else []
    return list(found)


def _leads_to(app: Flask, action: str) -> str | None:
    try:
        return str(app.url_map.bind("").match(action.partition("?")[0], method="POST")[0])
    except HTTPException:
        return None


def _names(form: FormElement) -> set[str]:
    buttons: list[Any] = form.xpath(".//button[@name]/@name")
    return {name for name in [*form.inputs.keys(), *buttons] if name and name != "csrf_token"}
