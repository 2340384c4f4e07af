"""PagerDuty's overrides of schedules as its REST interface answers, over real HTTP on this machine.

It can be away, slow, busy, or answer nonsense. Of overrides of the same hours it follows the one made last, and cuts
one that runs instead of deleting it.
"""

import dataclasses
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from studyhub import clock
from studyhub.outgoing.hosts import InternalHost
from tests.outgoing.stub import Asked, Stub, running, says

KEY = "u+keyofpagerduty9f2c"
PATH = re.compile(r"/schedules/(?P<schedule>[A-Z0-9]+)(?P<overrides>/overrides(/(?P<id>[A-Z0-9]+))?)?\Z")
SCHEDULES = ("PPRIME1", "PSECOND")


@dataclass
class PagerDuty:
    """A PagerDuty; `mood` is "" or one of away, slow, busy, nonsense, refusing; `loses` answers that it made.

    With `garbled`, a status and a body, it answers nothing else.
    """

    address: str = ""
    internal: tuple[InternalHost, ...] = ()
    asked: list[Asked] = field(default_factory=list)
    mood: str = ""
    loses: bool = False
    garbled: tuple[int, bytes] | None = None
    overrides: list[dict[str, Any]] = field(default_factory=list)
    numbers: int = 0
    stub: Stub | None = None

    def called(self, schedule: str, at: datetime) -> str | None:
        """The id of whom it calls by its overrides."""
        running_now = [
            one["user"]["id"]
            for one in self.overrides
            if one["schedule"] == schedule and _moment(one["start"]) <= at < _moment(one["end"])
        ]
        return running_now[-1] if running_now else None

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """As it is in the mood to."""
        if self.garbled is not None:
            says(self.garbled[1], self.garbled[0])(handler)
        elif self.mood == "away":
            handler.close_connection = True
            handler.connection.close()
        elif self.mood == "slow" and self.stub:
            self.stub.is_over.wait(20)
        elif self.mood == "busy":
            says(_error("Rate Limit Exceeded", 2020), 429, Retry_After="120")(handler)
        elif self.mood == "nonsense":
            says(b"<html>Sign in to the hotel</html>")(handler)
        else:
            self._really(handler, self.asked[-1])

    def _really(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        found = PATH.match(urlsplit(asked.path).path)
        if asked.headers.get("authorization") != f"Token token={KEY}":
            says(_error("Authentication failed", 2006), 401)(handler)
        elif asked.headers.get("accept") != "application/vnd.pagerduty+json;version=2":
            says(_error("Version is missing", 2000), 406)(handler)
        elif found is None or found["schedule"] not in SCHEDULES:
            says(_error("Not Found", 2100), 404)(handler)
        elif found["overrides"] is None:
            says(json.dumps({"schedule": {"id": found["schedule"], "type": "schedule"}}).encode())(handler)
        elif asked.method == "POST":
            self._create(handler, found["schedule"], json.loads(asked.body))
        elif asked.method == "DELETE":
            self._delete(handler, found["id"])
        else:
            there = [one for one in self.overrides if one["schedule"] == found["schedule"]]
            says(json.dumps({"overrides": there}).encode())(handler)

    def _create(self, handler: BaseHTTPRequestHandler, schedule: str, content: dict[str, Any]) -> None:
        if "overrides" not in content:
            says(_error("Invalid Input Provided", 2001, "Overrides is missing."), 400)(handler)
            return
        items = [self._item(schedule, one) for one in content["overrides"]]
        if self.loses:
            handler.close_connection = True
            handler.connection.close()
        else:
            says(json.dumps(items).encode(), 201)(handler)

    def _item(self, schedule: str, asked: dict[str, Any]) -> dict[str, Any]:
        if self.mood == "refusing" or _moment(asked["end"]) <= clock.now():
            return {"status": 400, "errors": ["Override must end in the future."]}
        self.numbers += 1
        made = {**asked, "id": f"Q{self.numbers:05}", "schedule": schedule}
        self.overrides.append(made)
        return {"status": 201, "override": made}

    def _delete(self, handler: BaseHTTPRequestHandler, override_id: str) -> None:
        found = [one for one in self.overrides if one["id"] == override_id]
        if not found:
            says(_error("Not Found", 2100), 404)(handler)
        elif _moment(found[0]["start"]) < clock.now():
            found[0]["end"] = clock.now().isoformat()
            says(b"")(handler)
        else:
            self.overrides.remove(found[0])
            handler.send_response(204)
            handler.end_headers()


def _error(message: str, code: int, *errors: str) -> bytes:
    return json.dumps({"error": {"message": message, "code": code, "errors": list(errors)}}).encode()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@contextmanager
def pagerduty(app: Flask) -> Iterator[PagerDuty]:
    """Listen on 127.0.0.1 until the block ends, listed among the internal hosts of this application."""
    there = PagerDuty()
    before = app.config["STUDYHUB_SETTINGS"]
    with running(there.answer) as stub:
        there.stub, there.address, there.internal, there.asked = stub, stub.address, stub.internal, stub.asked
        app.config["STUDYHUB_SETTINGS"] = dataclasses.replace(before, internal_hosts=stub.internal)
        try:
            yield there
        finally:
            app.config["STUDYHUB_SETTINGS"] = before
