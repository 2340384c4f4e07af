"""What is not there cannot be attacked: no text is run, no program started, nothing answers that should not."""

import ast
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import text
from wtforms import PasswordField

from studyhub import create_app
from studyhub.config import ROOT
from studyhub.db import db
from studyhub.web.pages.forms import Form
from tests.cast import Cast
from tests.conftest import SECRET_KEY, settings_for
from tests.platform.program import serving

SOURCES = sorted((ROOT / "studyhub").rglob("*.py"))
SCRIPTS = sorted((ROOT / "studyhub" / "static" / "js").rglob("*.js"))
# They start programs, read objects out of bytes, or open addresses and documents that somebody sent.
MODULES = {
    "ctypes",
    "ftplib",
    "http",
    "lxml",
    "marshal",
    "multiprocessing",
    "pickle",
    "requests",
    "shelve",
    "urllib.request",
}
MODULES |= {"subprocess", "telnetlib", "xml", "xmlrpc", "yaml"}
CALLS = {"eval", "exec", "compile", "__import__", "system", "popen", "from_string", "render_template_string"}
# What may use them: the checks are programs of their own.
ALLOWED = {("checks.py", "subprocess"), ("locks.py", "subprocess"), ("touched.py", "subprocess")}
# Every question to another server goes through studyhub/outgoing.
ALLOWED |= {("adapters.py", "requests"), ("requesting.py", "requests")}
# Only what the server itself wrote as HTML becomes a part of the page.
MARKUP = {
    ("preview.js", "pane.innerHTML = html"),
    ("together.js", "writers.innerHTML = news.writers"),
    ("thoughts.js", "parseFromString"),
    ("awaiting.js", "parseFromString"),
    ("projector.js", "parseFromString"),
    ("screen.js", "parseFromString"),
    ("drill.js", "parseFromString"),
    ("rounds.js", "parseFromString"),
}


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def called(tree: ast.AST) -> Iterator[str]:
    """The bare names of what is called; of `re.compile` and the like it is said whose they are."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            is_pattern = isinstance(owner, ast.Name) and owner.id == "re"
            yield "re.compile" if is_pattern else node.func.attr


def test_no_module_runs_a_text_or_a_program_or_opens_what_was_sent() -> None:
    found = set()
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parts = {name if name in MODULES else name.partition(".")[0] for name in imported(tree)}
        found |= {(path.name, name) for name in parts & MODULES | set(called(tree)) & CALLS}

    assert found == ALLOWED


def test_no_view_takes_a_field_of_the_form_from_the_address() -> None:
    assert [path.name for path in SOURCES if re.search(r"request\.values", path.read_text(encoding="utf-8"))] == []


def test_no_row_is_filled_with_whatever_a_form_holds() -> None:
    assert [path.name for path in SOURCES if "populate_obj" in path.read_text(encoding="utf-8")] == []


def test_scripts_make_markup_only_of_what_the_server_wrote() -> None:
    makes = re.compile(
        r"[\w.]*(?:innerHTML|outerHTML)\s*\+?=[^;=]+|insertAdjacentHTML|document\.write|setHTML|parseFromString"
    )
    found = {(path.name, match[0]) for path in SCRIPTS for match in makes.finditer(path.read_text(encoding="utf-8"))}

    assert found == MARKUP


def test_scripts_run_no_text_and_read_neither_cookies_nor_messages_of_other_pages() -> None:
    runs = re.compile(
        r"\beval\(|new Function|document\.cookie|postMessage|\"message\"|__proto__|set(?:Timeout|Interval)\([\"'`]"
    )

    assert [path.name for path in SCRIPTS if runs.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "path", ["/.git/config", "/.git/HEAD", "/static/", "/static/js/", "/static/../app.py", "/app.py"]
)
def test_neither_the_source_nor_a_list_of_files_is_served(cast: Cast, path: str) -> None:
    assert cast.browser().get(path).status_code == 404


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT"])
def test_a_method_that_would_repeat_the_request_is_refused(cast: Cast, method: str) -> None:
    answer = cast.browser(cast.aki).open("/", method=method, headers={"X-Planted": "planted7"})

    assert (answer.status_code, "planted7" in answer.text) == (405, False)


def test_a_session_signed_with_another_key_is_nobodys(cast: Cast) -> None:
    browser = cast.browser(cast.aki)
    assert browser.get("/profile/").status_code == 200
    with browser.session_transaction() as session:
        held = dict(session)
    stranger = Flask("stranger")
    stranger.secret_key = SECRET_KEY[::-1]
    signer = SecureCookieSessionInterface().get_signing_serializer(stranger)
    assert signer is not None

    browser.set_cookie("studyhub", str(signer.dumps(held)))

    assert browser.get("/profile/").status_code == 302


def test_a_crash_is_answered_without_what_broke(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cast.app.config, "PROPAGATE_EXCEPTIONS", False)
    db.session.execute(text("UPDATE circle SET visibility = 'planted7'"))
    db.session.commit()

    answer = cast.browser(cast.aki).get("/circles/")

    assert answer.status_code == 500
    assert [word for word in ("planted7", "LookupError", "Traceback", "SELECT", ".py") if word in answer.text] == []


def all_forms(kind: type[Form] = Form) -> Iterator[type[Form]]:
    for form in kind.__subclasses__():
        yield form
        yield from all_forms(form)


def test_every_password_is_hidden_while_it_is_typed_and_may_be_filled_in_by_a_program() -> None:
    fields = {
        f"{form.__name__}.{name}": getattr(form, name)
        for form in all_forms()
        for name in ("password", "present")
        if hasattr(form, name)
    }
    page = (ROOT / "templates" / "accounts" / "_sign_in_form.html").read_text(encoding="utf-8")

    assert len(fields) >= 4
    assert {name for name, field in fields.items() if not issubclass(field.field_class, PasswordField)} == set()
    assert 'type="password" name="password" required autocomplete="current-password"' in page
    scripts = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    assert not re.search(r"addEventListener\(\"(?:paste|copy|cut|contextmenu)\"", scripts)


def test_debugging_cannot_be_switched_on_from_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")

    assert create_app(settings_for(f"sqlite:///{tmp_path / 'none.db'}", tmp_path)).debug is False


def spoken(port: int, sent: bytes) -> bytes:
    """All that the server says to these bytes until it hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


# The second request would be read out of the first one's body by whoever counts otherwise than the proxy in front.
HIDDEN = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
TOP = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
SMUGGLED = {
    "both lengths": TOP
    + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (5, len(HIDDEN), HIDDEN),
    "two lengths": TOP + b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n%s" % (len(HIDDEN), HIDDEN),
    "a length with a sign": TOP + b"Content-Length: +0\r\n\r\n" + HIDDEN,
    "an encoding nobody knows": TOP + b"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n" + HIDDEN,
    "a blank before the colon": TOP + b"Content-Length : 0\r\n\r\n" + HIDDEN,
    "a line feed in a chunk's extension": TOP + b"Transfer-Encoding: chunked\r\n\r\n0;\nx\r\n\r\n" + HIDDEN,
}


def test_no_request_is_hidden_in_the_body_of_another(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as program:
        # The test would prove nothing if a second request were never answered.
        assert spoken(program.port, HIDDEN * 2).count(b"alive") == 2
        found = {name: spoken(program.port, sent) for name, sent in SMUGGLED.items()}

    assert [name for name, said in found.items() if b"alive" in said] == []
