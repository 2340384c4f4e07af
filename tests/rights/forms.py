"""Every field that a form of the application sends, found in its pages: a new one is tried without being listed."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from flask import Flask
from lxml import html
from lxml.html import FormElement
from werkzeug.exceptions import HTTPException

from studyhub.accounts.forms import SetUpForm
from tests.rights.answers import Answer, answers, kept_for_the_run
from tests.rights.tables.expected import ROWS, Row
from tests.rights.tables.places import Place
from tests.rights.tables.routes import UNSAFE, fields

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

    Looked for once in a run, in the place that asks first: it takes every page, and every World has the same forms.
    """
    return kept_for_the_run("typed-fields", lambda: _typed_fields(place))


def _typed_fields(place: Place) -> Names:
    found: Names = {row.endpoint: set(fields(place.world, row.endpoint)) for row in ROWS if row.method in UNSAFE}
    for endpoint, form in _sent(place):
        found[endpoint] |= _names(form)
    return found


@cache
def choices(place: Place) -> Names:
    """Names of the fields of each unsafe endpoint by which one thing is chosen of several, or said without being seen.

    Looked for once in a run, as `typed_fields` are.
    """
    return kept_for_the_run("choices", lambda: _choices(place))


def _choices(place: Place) -> Names:
    found: Names = {row.endpoint: set() for row in ROWS if row.method in UNSAFE}
    for endpoint, form in _sent(place):
        names: Any = form.xpath(".//select/@name | .//input[@type='radio' or @type='hidden']/@name")
        found[endpoint] |= {str(name) for name in names} - {"csrf_token"}
    return found


@cache
def endpoints_with_passwords(place: Place) -> Names:
    """Endpoints whose form asks for a password on some page, with the names of the fields of those forms.

    Looked for once in a run, as `typed_fields` are.
    """
    return kept_for_the_run("fields-with-passwords", lambda: _endpoints_with_passwords(place))


def _endpoints_with_passwords(place: Place) -> Names:
    # The one page that the World cannot show: it has been set up.
    with place.app.test_request_context():
        found: Names = {"accounts.create_organization": set(SetUpForm()._fields)}
    for page in _pages(place):
        for form in _forms(page):
            if form.xpath(".//input[@type='password']"):
                endpoint = _leads_to(place.app, form.action or page.address)
                found.setdefault(endpoint or form.action, set()).update(_names(form))
    return found


def _sent(place: Place) -> Iterator[tuple[str, FormElement]]:
    """Every form of every page that changes something, with the endpoint it leads to."""
    for page in _pages(place):
        for form in _forms(page):
            if form.method == "POST" and (endpoint := _leads_to(place.app, form.action or page.address)):
                yield endpoint, form


def _pages(place: Place) -> Iterator[Answer]:
    """What people are shown: by every address, and by every form that answers with a page."""
    for row in ROWS:
        for role in [able(row)] if row.method in UNSAFE else LOOKING:
            if row.answers[role][0] == 200:
                yield answers(place, role)[row[:3]]


def _forms(page: Answer) -> list[FormElement]:
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
