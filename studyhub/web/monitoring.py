"""Who may read the figures: whoever has the token, or where none is set, this machine alone."""

import hmac
from ipaddress import ip_address

from flask import Response, current_app, request

from studyhub.config import Settings


def refusal() -> Response | None:
    """What the present request for figures is answered instead of them; None when it may read them."""
    settings: Settings = current_app.config["STUDYHUB_SETTINGS"]
    if _has(settings.metrics_token) if settings.metrics_token else _is_from_this_machine():
        return None
    words = "Send STUDYHUB_METRICS_TOKEN as Authorization: Bearer; where none is set, only this machine is answered.\n"
    return Response(words, 401, {"WWW-Authenticate": "Bearer"}, mimetype="text/plain")


def _has(token: str) -> bool:
    scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
    return hmac.compare_digest(sent.strip().encode(), token.encode()) and scheme.lower() == "bearer"


def _is_from_this_machine() -> bool:
    # The address that a proxy names, and the one that is connected: either may be of another machine.
    connected = request.environ.get("werkzeug.proxy_fix.orig", request.environ)
    return all(_is_loopback(address or "") for address in (request.remote_addr, connected.get("REMOTE_ADDR")))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False
