"""What a person typed survives an expired sign-in and an expired form: it stands in the page that answers.

Of a form that asks for a password nothing is carried at all: a page is no place for one, whatever its field is called.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from studyhub.settings import organization
from studyhub.web.pages.addresses import is_ours, safe_next
from studyhub.words.saying import gettext

View = TypeVar("View", bound=Callable[..., Any])

CARRIED_MAX_CHARS = 100_000
# What must be typed anew: it has no business in a page.
_NEVER = ("password", "csrf_token", "code", "secret_", "carried_")
# A form that holds one of these is typed anew as a whole.
SECRETS = ("password", "present", "code", "secret_")
_PATH = "carried_to"
_NAME = "carried_name"
_VALUE = "carried_value"

# Views that take a password, each with the page of its form; None is the same address.
_taking_passwords: dict[Callable[..., Any], str | None] = {}


@dataclass(frozen=True)
class Carried:
    """A form on its way: the address it was sent to and its fields in order."""

    path: str
    fields: list[tuple[str, str]]


def takes_password(page: str | None = None) -> Callable[[View], View]:
    """Say of a view, right below its route, that its form asks for a password; `page` is the endpoint that shows it."""

    def note(view: View) -> View:
        _taking_passwords[view] = page
        return view

    return note


def is_with_password() -> bool:
    """Whether the present request is for a view that takes a password."""
    return _takes_password(request.endpoint)


def _takes_password(endpoint: str | None) -> bool:
    return current_app.view_functions.get(endpoint or "") in _taking_passwords


def _page_of_form() -> str:
    page = _taking_passwords[current_app.view_functions[request.endpoint or ""]]
    return url_for(page) if page else request.path


def is_of_another_site() -> bool:
    """Whether the form stood on somebody else's page: what it holds is nobody's here, and one press must not send it.

    Browsers say so themselves (Sec-Fetch-Site); older ones name the page's host alone.
    """
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def from_request(*, max_chars: int = CARRIED_MAX_CHARS) -> Carried:
    """The fields of the present request; none of a form with a password, none where they are too long.

    Codes and other secrets are left out.
    """
    if is_with_password():
        return Carried(_page_of_form(), [])
    fields = [(name, value) for name, value in request.form.items(multi=True) if not name.startswith(_NEVER)]
    if sum(len(value) for _, value in fields) > max_chars:
        fields = []
    return Carried(request.full_path.rstrip("?"), fields)


def to_resend() -> Carried | None:
    """The present form, to be sent once more as it is; None where it must not be carried, or not all of it can be."""
    if request.method != "POST" or request.url_rule is None or is_of_another_site():
        return None
    try:
        names, is_whole = [*request.form], not request.files and _length() <= CARRIED_MAX_CHARS
    except HTTPException:
        # Larger than we take, or no form at all.
        return None
    has_secrets = is_with_password() or any(name.startswith(SECRETS) for name in names)
    return from_request() if is_whole and not has_secrets else None


def _length() -> int:
    return sum(len(value) for _, value in request.form.items(multi=True))


def from_sign_in() -> Carried | None:
    """What the sign-in form carried along, or None."""
    path = request.form.get(_PATH, "")
    if not is_ours(path) or _leads_to_password(path):
        return None
    names, values = request.form.getlist(_NAME), request.form.getlist(_VALUE)
    return Carried(path, list(zip(names, values, strict=False)))


def _leads_to_password(path: str) -> bool:
    try:
        endpoint = str(current_app.url_map.bind("").match(urlsplit(path).path, method="POST")[0])
    except (HTTPException, RequestRedirect):
        return False
    return _takes_password(endpoint)


def sign_in_page(status: int = 401) -> Response:
    """The sign-in form, carrying what was typed; of a form with a password only where it stands."""
    if is_with_password():
        page = render_template("accounts/sign_in_first.html", next_url=_page_of_form(), typed_is_lost=True)
        return make_response(page, status)
    return make_response(render_template("accounts/sign_in_first.html", carried=from_request()), status)


def resend_page(carried: Carried, status: int, *, has_signed_in: bool = False, problem: str = "") -> Response:
    """The form once more with a new token, to be sent by one press; `problem` says why it was not taken now."""
    page = render_template("errors/resend.html", carried=carried, has_signed_in=has_signed_in, problem=problem)
    return make_response(page, status)


def type_again_page(status: int) -> Response:
    """That a form with a password has to be written once more, and where; signing in goes on with what it carried."""
    if request.endpoint == "accounts.create_session":
        kept: dict[str, Any] = {"next_url": safe_next(request.form.get("next")), "carried": from_sign_in()}
        kept |= {"problem": _stale_sign_in(), "by_invitation": organization.is_by_invitation()}
        return make_response(render_template("accounts/sign_in.html", **kept), status)
    return make_response(render_template("errors/type_again.html", form_url=_page_of_form()), status)


def _stale_sign_in() -> str:
    said: str = gettext("The page had been open for a long time. Please sign in once more.")
    return said


def context() -> dict[str, Any]:
    """Names of the hidden fields, for the sign-in form."""
    return {"carried_path_name": _PATH, "carried_field_name": _NAME, "carried_field_value": _VALUE}
