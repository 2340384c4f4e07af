"""Logs: one JSON object a line, with the id of its request; no address that is a secret, no text that people typed."""

import json
import logging
import re
import sys
import time
import traceback
from datetime import UTC, datetime
from types import TracebackType
from uuid import uuid4

from flask import Flask, Response, current_app, g, has_request_context, request
from flask.logging import default_handler
from sqlalchemy.exc import DBAPIError, OperationalError

from studyhub.config import Settings

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
FLASK_ON_ERRORS = "Exception on "
WAITRESS_ON_ADDRESS = " while serving "
LINE_END = "\n"
requests_log = logging.getLogger("studyhub.requests")


class JsonLines(logging.Formatter):
    """One event, one line: JSON escapes every line break that a name could hold."""

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        event |= getattr(record, "event", {})
        if has_request_context() and "request_id" in g:
            event["request_id"] = g.request_id
        if record.exc_info:
            event["exception"] = self.formatException(record.exc_info)
        return json.dumps(event, default=str)

    def formatException(  # noqa: N802 -- logging's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The way to the error and its kind, without what it says: that repeats what people typed."""
        return "\n\n".join(reversed([_told(error) for error in _chain(ei[1])]))


def _chain(error: BaseException | None) -> list[BaseException]:
    """The error and those that led to it, the last one first."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _told(error: BaseException) -> str:
    # What is wrong with the database as a whole is said in full: no row and no parameter stands in it.
    said = str(error) if isinstance(error, OperationalError) else ""
    kind = _kind(error)
    way = "".join(traceback.format_tb(error.__traceback__))
    return f"{way}{kind}: {said}" if said else f"{way}{kind}"


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def in_one_line(error: BaseException) -> str:
    """What the driver of the database said of an outage, without the statement."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return f"{_kind(cause or error)} {str(cause).partition(LINE_END)[0]}"


def write_json() -> None:
    """Send the logs of this process to stderr: for the server and the worker, not for single commands."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("waitress").addFilter(_without_address)
    # Depth of waitress's queue: a warning for every burst of requests.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # SQLAlchemy tells by our class of pool of every connection that is exchanged.
    logging.getLogger("studyhub.outages.pool").setLevel(logging.WARNING)


class _Upgrades(logging.Filter):
    """Migrations of tables that were there: of the first start nobody needs to know that there were several."""

    is_first_start = False

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to tell of a migration."""
        self.is_first_start |= getattr(record, "event", {}).get("from") == "base"
        return not self.is_first_start


def tell_upgrades() -> None:
    """Say on stderr, in plain words, which migrations a single command ran."""
    log = logging.getLogger("studyhub.migrations")
    told = logging.StreamHandler(sys.stderr)
    told.addFilter(_Upgrades())
    log.setLevel(logging.INFO)
    log.handlers[:] = [told]
    log.propagate = False


def init_app(app: Flask) -> None:
    """Give every request an id and a line in the log."""
    app.before_request(_begin)
    app.after_request(_end)
    app.logger.addFilter(_without_path)
    # Flask's own handler would write every event a second time, over several lines.
    app.logger.removeHandler(default_handler)


def route() -> str | None:
    """The pattern of the address, such as /my/<token>/notes.rss; the address itself may hold a secret."""
    return request.url_rule.rule if request.url_rule else None


def because(reason: str) -> None:
    """Let the line of this request say why it was answered as it is."""
    g.reason = reason


def _begin() -> None:
    g.request_began = time.perf_counter()
    g.request_id = _request_id()


def _request_id() -> str:
    settings: Settings = current_app.config["STUDYHUB_SETTINGS"]
    given = request.headers.get("X-Request-ID", "") if settings.proxies else ""
    return given if REQUEST_ID.fullmatch(given) else uuid4().hex


def _end(response: Response) -> Response:
    if "request_id" not in g:
        return response
    response.headers["X-Request-ID"] = g.request_id
    if request.blueprint != "health":
        level = logging.WARNING if "reason" in g else logging.INFO
        requests_log.log(level, "request", extra={"event": _facts(response)})
    return response


def ids() -> dict[str, int]:
    """The numbers in the address, by name: what else stands there may be a secret, or was typed."""
    return {name: value for name, value in (request.view_args or {}).items() if isinstance(value, int)}


def _facts(response: Response) -> dict[str, object]:
    numbers = ids()
    return {
        "method": request.method,
        "route": route(),
        **({"ids": numbers} if numbers else {}),
        "status": response.status_code,
        **({"person": g.person_id} if "person_id" in g else {}),
        **({"reason": g.reason} if "reason" in g else {}),
        "milliseconds": round((time.perf_counter() - g.request_began) * 1000, 1),
        "client": request.remote_addr,
    }


def _without_path(record: logging.LogRecord) -> bool:
    """Flask writes the whole address into its line about an error."""
    if isinstance(record.msg, str) and record.msg.startswith(FLASK_ON_ERRORS):
        record.msg = f"{FLASK_ON_ERRORS}{route() or 'an unknown address'} [{request.method}]"
        record.args = ()
    return True


def _without_address(record: logging.LogRecord) -> bool:
    """waitress names the address when a client hangs up or an answer breaks."""
    if isinstance(record.msg, str) and WAITRESS_ON_ADDRESS in record.msg:
        record.msg = record.msg.partition(WAITRESS_ON_ADDRESS)[0] + f"{WAITRESS_ON_ADDRESS}a request"
        record.args = ()
    return True
