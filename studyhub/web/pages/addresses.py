"""Addresses: where a person may be sent next, and ours with the public host in front."""

import re
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

_UNSAFE = re.compile(r"[\\\x00-\x20\x7f]")


def is_ours(target: str) -> bool:
    """Whether a browser stays with us: one leading slash, and nothing it would read as another host."""
    return target.startswith("/") and not target.startswith("//") and not _UNSAFE.search(target)


def safe_next(target: str | None) -> str:
    """The page to go on to, if it is ours and exists; else "/"."""
    return target if target and is_ours(target) and _is_known(urlsplit(target).path) else "/"


def _is_known(path: str) -> bool:
    adapter = current_app.url_map.bind("")
    try:
        adapter.match(path, method="GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def public_root() -> str:
    """The public address without a trailing slash: STUDYHUB_URL, or where this request came in."""
    configured = current_app.config["STUDYHUB_SETTINGS"].url
    return str(configured or request.host_url).rstrip("/")


def public_url(path: str) -> str:
    """An address of ours to be followed from outside: in feeds, calendars and mail."""
    return public_root() + path
