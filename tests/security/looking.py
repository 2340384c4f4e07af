"""Opening pages in Chromium and seeing what runs in them, or would at the next click."""

import base64
import contextvars
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page
from werkzeug.wrappers import Response

import studyhub

# What is asked for here; the rest are files, which Chromium keeps only where nobody answers in the server's stead.
ASKED = ["Document", "XHR", "Fetch", "EventSource", "Ping", "Other"]
# Nobody listens there: what a page wants of other hosts, it does not get.
NOWHERE = "http://127.0.0.1:9"
REPORTS = "window.alert = window.confirm = window.prompt = (what) => reportExecution(String(what));"
# What no page of ours has: code in attributes, addresses that run, elements that load or run something, styles.
FINDS = """() => {
  const found = [];
  const runs = /^\\s*(javascript|vbscript|data):/i;
  const inside = (root) => {
    for (const element of root.querySelectorAll("*")) {
      for (const {name, value} of element.attributes) {
        if (name.startsWith("on") || name === "style" || name === "srcdoc" || name.startsWith("hx-on")) {
          found.push(element.outerHTML.slice(0, 200));
        }
        const leads = /^(href|src|action|formaction|data|xlink:href|poster|background)$/.test(name);
        if (leads && runs.test(value.replace(/[\\u0000-\\u0020]/g, ""))) found.push(element.outerHTML.slice(0, 200));
      }
      const isOwn = element.localName === "script" && (element.src || "").startsWith(location.origin + "/static/");
      const strange = "script,iframe,object,embed,frame,base,applet,style,template,portal,meta[http-equiv=refresh]";
      if (element.matches(strange) && !isOwn) found.push(element.outerHTML.slice(0, 200));
      if (element.shadowRoot) inside(element.shadowRoot);
    }
  };
  inside(document);
  return found;
}"""
TOUCHES = """() => {
  for (const element of document.querySelectorAll("main *")) {
    for (const kind of ["mouseover", "mouseenter", "focus", "pointerdown"]) {
      element.dispatchEvent(new Event(kind, {bubbles: kind === "mouseover"}));
    }
  }
}"""


@dataclass
class Look:
    """What was seen in one page."""

    executions: list[str] = field(default_factory=list)
    dangers: list[str] = field(default_factory=list)


class Files(SimpleHTTPRequestHandler):
    """Our static files, which may be kept."""

    def end_headers(self) -> None:
        """Say so."""
        self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        super().end_headers()

    def log_message(self, *_words: Any) -> None:
        """Say nothing of each request."""


@contextmanager
def files() -> Iterator[str]:
    """A server of our static files; its address."""
    folder = Path(studyhub.__file__).parent
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class Glass:
    """A window of Chromium at `origin`, whose pages are answered by `ask`; only files come from there."""

    def __init__(self, chromium: Chromium, origin: str, ask: Callable[[str], Response], *, bypass_csp: bool) -> None:
        self.context: BrowserContext = chromium.new_context(bypass_csp=bypass_csp, proxy={"server": NOWHERE})
        self._origin, self._ask = origin, ask
        self._look = Look()
        self._answers: dict[str, Response] = {}
        self._surroundings = contextvars.copy_context()
        self.context.expose_function("reportExecution", self._note)
        self.context.add_init_script(REPORTS)
        self.page: Page = self.context.new_page()
        self._session = self.context.new_cdp_session(self.page)
        self._session.on("Fetch.requestPaused", self._answer)
        patterns = [{"urlPattern": "*", "resourceType": kind} for kind in ASKED]
        self._session.send("Fetch.enable", {"patterns": patterns})

    def look(self, path: str, answer: Response | None = None) -> Look:
        """Open an address, or show an answer as if it stood there; touch everything and see."""
        self._look = Look()
        if answer is not None:
            self._answers = {path: answer}
        self.page.goto(self._origin + path, wait_until="load")
        self.page.evaluate(TOUCHES)
        self._look.dangers = self.page.evaluate(FINDS)
        return self._look

    def close(self) -> None:
        """Shut the window."""
        self.context.close()

    def _note(self, what: str) -> None:
        self._look.executions.append(what)

    def _answer(self, paused: dict[str, Any]) -> None:
        answer = self._answer_to(paused["request"])
        if answer is None:
            self._session.send("Fetch.failRequest", {"requestId": paused["requestId"], "errorReason": "Failed"})
            return
        told = {
            "requestId": paused["requestId"],
            "responseCode": answer.status_code,
            "responseHeaders": [
                {"name": name, "value": value} for name, value in answer.headers.items() if name != "Content-Length"
            ],
            "body": base64.b64encode(answer.data).decode(),
        }
        self._session.send("Fetch.fulfillRequest", told)

    def _answer_to(self, request: dict[str, Any]) -> Response | None:
        if not request["url"].startswith(self._origin):
            return None
        path = request["url"].removeprefix(self._origin)
        if path in self._answers:
            return self._answers.pop(path)
        # Requests of scripts in the page change nothing here.
        return self._surroundings.copy().run(self._ask, path) if request["method"] == "GET" else None
