"""Many people who press one button at the same moment, over several server processes."""

import http.client
import secrets
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from studyhub.db import db
from studyhub.people.models import Device, User
from studyhub.web.answers.file_answers import Sessions
from tests.cast import CSRF
from tests.platform.program import Program, serving

SECONDS_EACH = 60


@dataclass(frozen=True)
class Visitor:
    """A signed-in browser reduced to the headers it sends."""

    headers: dict[str, str]

    def press(self, port: int, path: str) -> int:
        """POST an empty form and hand back the status."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_EACH)
        try:
            connection.request("POST", path, body="", headers=self.headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()


def crowd(app: Flask, people: Sequence[User]) -> list[Visitor]:
    """A signed-in browser for each of these people, for servers that share the application's secret key."""
    now = datetime.now(UTC)
    token = str(URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(CSRF))
    visitors = []
    for user in people:
        key = secrets.token_urlsafe(16)
        expires_at = now + timedelta(days=1)
        times = {"created_at": now, "last_seen_at": now, "confirmed_at": now, "expires_at": expires_at}
        db.session.add(Device(key=key, user_id=user.id, **times))
        visitors.append(Visitor({"Cookie": _cookie(app, key), "X-CSRFToken": token}))
    db.session.commit()
    return visitors


def _cookie(app: Flask, key: str) -> str:
    serializer = Sessions().get_signing_serializer(app)
    assert serializer is not None
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps({'_user_id': key, 'csrf_token': CSRF})}"


def press_at_once(visitors: Sequence[Visitor], ports: Sequence[int], path: str) -> Counter[int]:
    """Everybody presses at the same moment, spread over the servers; how often each status came back."""
    statuses: Counter[int] = Counter()
    start = threading.Barrier(len(visitors))

    def press(index: int) -> None:
        start.wait()
        statuses[visitors[index].press(ports[index % len(ports)], path)] += 1

    threads = [threading.Thread(target=press, args=(index,)) for index in range(len(visitors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def servers(stack: ExitStack, count: int, folder: Path, database_url: str, command: list[str] | None) -> list[Program]:
    """That many server processes on one database and one secret key."""
    data = folder / "data"
    return [stack.enter_context(serving(data, command, DATABASE_URL=database_url)) for _ in range(count)]
