"""What is asked of both servers, and what StudyHub may take for it."""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from benchmarks import scene
from benchmarks.databases import SECRET_KEY
from benchmarks.measuring import Connection, Side, UnexpectedAnswer
from studyhub.web.answers.file_answers import Sessions

CSRF = "0" * 40


@dataclass(frozen=True)
class Asked:
    """One address: `reach` is how many times the floor's time StudyHub may take, `aim` what it aims for.

    `grows_from` is the size that shows as many rows as the larger ones; None where what is shown must grow.
    """

    name: str
    path: str
    reach: float
    aim: float
    grows_from: str | None = "S"
    method: str = "GET"
    status: int = 200
    is_conditional: bool = False
    undo: str | None = None
    has_floor: bool = True

    def side(self, port: int) -> Side:
        """Asked of the server at that port."""
        headers = {"If-None-Match": etag(port, self.path)} if self.is_conditional else {}
        undo = written("POST", self.undo) if self.undo else None
        return Side(port, written(self.method, self.path, headers), self.status, undo)


MEETING = f"/meetings/{scene.SHOWN}/"
SIGN_UP = f"/meetings/{scene.TO_SIGN_UP}/signup"
CIRCLE = f"/circles/{scene.SLUG}/"
# A word of a quarter of all notes.
SEARCH = f"/search?q={quote('うるう秒')}"
FEED = "/feeds/notes.atom"
PAGES = (
    Asked("feed, not changed (304)", FEED, 1.5, 1.25, status=304, is_conditional=True),
    Asked("feed, whole", FEED, 1.8, 1.25),
    Asked("calendar of a circle, whole", f"{CIRCLE}calendar.ics", 1.8, 1.25),
    Asked("calendar of everything, whole", "/calendar.ics", 1.8, 1.25, grows_from=None),
    Asked("meeting", MEETING, 3.5, 2.3),
    Asked("circle", CIRCLE, 3.0, 2.2),
    # S has too few circles to fill a page.
    Asked("list of circles", "/circles/", 2.8, 2.0, grows_from="M"),
    Asked("home", "/", 3.5, 2.5),
    Asked("note", "/notes/3/", 2.5, 1.8),
    Asked("who is on duty", "/oncall/", 2.0, 1.6),
    Asked("search", SEARCH, 2.5, 1.8, grows_from=None),
    Asked("sign-up (POST)", SIGN_UP, 3.0, 2.2, method="POST", status=303, undo=f"{SIGN_UP}/delete"),
)


def written(
    method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"", *, key: str = scene.DEVICE_KEY
) -> bytes:
    """A request as a signed-in browser sends it; `key` is the browser's."""
    head = {"Host": "localhost", "Cookie": _cookie(key), "Accept-Language": "ja", **(headers or {})}
    if method == "POST":
        head |= {"X-CSRFToken": csrf_token(), "Content-Length": str(len(body))}
        head.setdefault("Content-Type", "application/x-www-form-urlencoded")
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _cookie(key: str) -> str:
    """Both find the reader by the key of their device."""
    own, floors = Sessions(), SecureCookieSessionInterface()
    return f"studyhub={signed_session(own, key)}; session={signed_session(floors, key)}"


def signed_session(interface: SecureCookieSessionInterface, key: str = scene.DEVICE_KEY) -> str:
    """The signed content of the cookie that a reader's browser holds, as one of the two programs signs it."""
    return _signed({"_user_id": key, "csrf_token": CSRF}, interface)


@cache
def visitors_cookie() -> str:
    """The cookie of a browser on which nobody is signed in."""
    return f"studyhub={_signed({'csrf_token': CSRF}, Sessions())}"


def _signed(held: dict[str, Any], interface: SecureCookieSessionInterface) -> str:
    app = Flask("benchmark")
    app.secret_key = SECRET_KEY
    serializer = interface.get_signing_serializer(app)
    return str(serializer.dumps(held) if serializer else "")


def csrf_token() -> str:
    """The token that goes with the cookie's session, signed as StudyHub does in whatever process this runs."""
    signed = URLSafeTimedSerializer(SECRET_KEY, salt="wtf-csrf-token", signer_kwargs={"digest_method": hashlib.sha256})
    return str(signed.dumps(CSRF))


def etag(port: int, path: str) -> str:
    """The tag of what is there now."""
    connection = Connection(port)
    answer = connection.ask(written("GET", path))
    connection.close()
    for line in answer.head.decode("latin-1").split("\r\n"):
        if line.lower().startswith("etag:"):
            return line[5:].strip()
    raise UnexpectedAnswer(f"{path} has no ETag.")
