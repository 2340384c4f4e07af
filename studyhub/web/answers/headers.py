"""Headers every answer carries, errors too."""

from flask import Flask, Response, current_app, request

from studyhub.web.guards.auth import device_key

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
YEAR_SECONDS = 31_536_000
# What the arguments of a rule are called that let in whoever has the address.
SECRETS = frozenset({"secret", "token"})


def _add(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    has_secret = _has_secret()
    headers.setdefault("Referrer-Policy", "no-referrer" if has_secret else "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    # A page that says there is no such file is a page like any other, with the reader's name in it.
    is_file = request.endpoint == "static" and response.status_code < 400
    if is_file and "v" in request.args:
        headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    elif "Cache-Control" not in headers and not is_file:
        headers["Cache-Control"] = "no-store" if has_secret or _is_personal() else "no-cache"
    if current_app.config["STUDYHUB_SETTINGS"].is_https:
        # The host alone: whether all below it has TLS is not ours to say.
        headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_SECONDS}")
    return response


def _has_secret() -> bool:
    # A link that lets its holder in is kept by no browser and told to no other page, whoever follows it.
    return request.url_rule is not None and not SECRETS.isdisjoint(request.url_rule.arguments)


def _is_personal() -> bool:
    # Whoever signs out is nobody afterwards; what a form is answered with is theirs all the same. Whether the browser's
    # session still goes on only the database knows, which may be what this answer is about.
    return request.method not in {"GET", "HEAD"} or device_key() is not None


def init_app(app: Flask) -> None:
    """Add the headers to every answer."""
    app.after_request(_add)
