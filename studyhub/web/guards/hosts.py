"""Host names that StudyHub goes by; whoever asks for another one is told what to set. Machines may use any."""

import logging
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from flask import Flask, Response, current_app, make_response, request
from flask_babel import force_locale
from werkzeug.exceptions import SecurityError

from studyhub import clock
from studyhub.config import Settings
from studyhub.web.pages import language
from studyhub.words.language import LANGUAGES

# Monitoring asks by address, or by a name of its own; what it is answered depends on no host.
FOR_MACHINES = {"/healthz", "/readyz", "/metrics"}
NAMED_AGAIN = timedelta(hours=1)
MOST_NAMED = 20
NAME_MAX_CHARS = 100

_KEY = "studyhub_named_hosts"
_log = logging.getLogger("studyhub.hosts")


class _Named:
    """Which host names were written into the log within the hour."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._names: set[str] = set()
        self._begun: datetime | None = None

    def is_news(self, name: str, now: datetime) -> bool:
        """Whether to write this one down; from then on it is known."""
        with self._lock:
            if self._begun is None or not self._begun <= now < self._begun + NAMED_AGAIN:
                self._names, self._begun = set(), now
            if name in self._names or len(self._names) >= MOST_NAMED:
                return False
            self._names.add(name)
            return True


def refusal() -> Response:
    """The page for a host name that we do not go by: what to set. It does not repeat the name; the log does."""
    _tell_log(request.environ.get("HTTP_HOST", ""))
    settings: Settings = current_app.config["STUDYHUB_SETTINGS"]
    spoken = language.wished_language() or LANGUAGES[0]
    with force_locale(spoken):
        # No address of ours can be written for such a host, so there is no style and no menu either.
        template = current_app.jinja_env.get_template("errors/another_host.html")
        page = make_response(template.render(language=spoken, url=settings.url), 400)
    page.headers["Cache-Control"] = "no-store"
    return page


def _tell_log(name: str) -> None:
    name = name[:NAME_MAX_CHARS]
    named: _Named = current_app.extensions[_KEY]
    if named.is_news(name, clock.now()):
        _log.warning(
            "Asked for by a host name that is not trusted: if people should use it, set STUDYHUB_URL to it.",
            extra={"event": {"host": name}},
        )


def _check() -> Response | None:
    # Flask found it before anything of ours ran; what comes next would want to write an address.
    return refusal() if isinstance(request.routing_exception, SecurityError) else None


def _with_any_host_for_machines(application: Any) -> Any:
    """Where machines ask, let the host name be one that is trusted."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        if environ.get("PATH_INFO") in FOR_MACHINES:
            environ["HTTP_HOST"] = "localhost"
        return application(environ, start_response)

    return answer


def init_app(app: Flask) -> None:
    """Check the host of every request, before anything but the log looks at it."""
    app.extensions[_KEY] = _Named()
    app.before_request(_check)
    app.wsgi_app = _with_any_host_for_machines(app.wsgi_app)  # type: ignore[method-assign]  # how WSGI is wrapped
