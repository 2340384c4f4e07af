"""Public files are asked for again and again: as long as nothing was written, an answer is handed out from memory.

What is remembered hangs on the state of the database that was seen before anything was read for it, so that no change
can be missed, whoever made it. Addresses with a query are without number and are not remembered.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock
from typing import NamedTuple

from flask import Flask, Response, current_app, g, request

from studyhub import clock
from studyhub.db import state
from studyhub.web.answers.file_answers import PublicFile, public_answer

# Calendars begin some days before now: they change with time alone, though not by the minute.
FRESH = timedelta(minutes=1)
BYTES_MAX = 8 * 2**20
ENDINGS = (".rss", ".atom", ".json", ".ics")


class _Kept(NamedTuple):
    state: object
    since: datetime
    file: PublicFile


class _Memory:
    """The answers of one application, the ones asked for last, up to so many bytes."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._bytes = 0

    def find(self, key: str) -> _Kept | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: str, kept: _Kept) -> None:
        with self._lock:
            self._forget(key)
            self._kept[key] = kept
            self._bytes += len(kept.file.body)
            while self._bytes > BYTES_MAX:
                self._forget(next(iter(self._kept)))

    def _forget(self, key: str) -> None:
        known = self._kept.pop(key, None)
        self._bytes -= len(known.file.body) if known else 0


def init_app(app: Flask) -> None:
    """Look into memory before anything else is done for a request."""
    app.extensions["studyhub_kept_answers"] = _Memory()
    app.before_request(_recall)
    app.after_request(_remember)


def _memory() -> _Memory:
    found: _Memory = current_app.extensions["studyhub_kept_answers"]
    return found


def _key() -> str:
    return request.host_url + request.path


def _recall() -> Response | None:
    if request.method != "GET" or request.query_string or not request.path.endswith(ENDINGS):
        return None
    # Before the request reads anything: what is read later is at least as new.
    seen = state()
    known = _memory().find(_key())
    if known is not None and known.state == seen and timedelta(0) <= clock.now() - known.since < FRESH:
        return public_answer(**known.file._asdict())
    g.state_seen = seen
    return None


def _remember(response: Response) -> Response:
    if "public_file" in g and "state_seen" in g:
        _memory().keep(_key(), _Kept(g.state_seen, clock.now(), g.public_file))
    return response
