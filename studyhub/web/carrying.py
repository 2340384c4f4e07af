"""What a person typed survives an expired sign-in and an expired form: it stands in the page that answers."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request

from studyhub.web.addresses import is_ours

CARRIED_MAX_CHARS = 100_000
# What must be typed anew: it has no business in a page.
_NEVER = ("password", "csrf_token", "code", "carried_")
_PATH = "carried_to"
_NAME = "carried_name"
_VALUE = "carried_value"


@dataclass(frozen=True)
class Carried:
    """A form on its way: the address it was sent to and its fields in order."""

    path: str
    fields: list[tuple[str, str]]


def is_of_another_site() -> bool:
    """Whether the form stood on somebody else's page: what it holds is nobody's here, and one press must not send it.

    Browsers say so themselves (Sec-Fetch-Site); older ones name the page's host alone.
    """
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def from_request() -> Carried:
    """The fields of the present request, passwords and codes left out; longer ones than 100,000 characters too."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if not name.startswith(_NEVER)]
    if sum(len(value) for _, value in fields) > CARRIED_MAX_CHARS:
        fields = []
    return Carried(request.full_path.rstrip("?"), fields)


def from_sign_in() -> Carried | None:
    """What the sign-in form carried along, or None."""
    path = request.form.get(_PATH, "")
    if not is_ours(path):
        return None
    names, values = request.form.getlist(_NAME), request.form.getlist(_VALUE)
    return Carried(path, list(zip(names, values, strict=False)))


def sign_in_page(status: int = 401) -> Response:
    """The sign-in form, carrying what was typed."""
    return make_response(render_template("accounts/sign_in_first.html", carried=from_request()), status)


def resend_page(carried: Carried, status: int, *, has_signed_in: bool = False, problem: str = "") -> Response:
    """The form once more with a new token, to be sent by one press; `problem` says why it was not taken now."""
    page = render_template("errors/resend.html", carried=carried, has_signed_in=has_signed_in, problem=problem)
    return make_response(page, status)


def context() -> dict[str, Any]:
    """Names of the hidden fields, for the sign-in form."""
    return {"carried_path_name": _PATH, "carried_field_name": _NAME, "carried_field_value": _VALUE}
