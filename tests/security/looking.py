"""Opening pages in Chromium and seeing what runs in them, or would at the next click."""

import contextvars
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, Route
from werkzeug.wrappers import Response

ORIGIN = "http://localhost"
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


class Glass:
    """A window of Chromium whose every request is answered by `ask`, without a network."""

    def __init__(self, chromium: Chromium, ask: Callable[[str], Response], *, bypass_csp: bool) -> None:
        self.context: BrowserContext = chromium.new_context(bypass_csp=bypass_csp)
        self._ask = ask
        self._look = Look()
        self._answers: dict[str, Response] = {}
        # Chromium keeps no file while its requests are answered here.
        self._files: dict[str, Response] = {}
        self._surroundings = contextvars.copy_context()
        self.context.expose_function("reportExecution", self._note)
        self.context.add_init_script(REPORTS)
        self.context.route("**/*", self._answer)
        self.page: Page = self.context.new_page()

    def look(self, path: str, answer: Response | None = None) -> Look:
        """Open an address, or show an answer as if it stood there; touch everything and see."""
        self._look = Look()
        if answer is not None:
            self._answers = {path: answer}
        self.page.goto(ORIGIN + path, wait_until="load")
        self.page.evaluate(TOUCHES)
        self._look.dangers = self.page.evaluate(FINDS)
        return self._look

    def close(self) -> None:
        """Shut the window."""
        self.context.close()

    def _note(self, what: str) -> None:
        self._look.executions.append(what)

    def _answer(self, route: Route) -> None:
        if not route.request.url.startswith(ORIGIN):
            route.abort()
            return
        path = route.request.url.removeprefix(ORIGIN)
        answer = self._answers.pop(path, None)
        if answer is None:
            # Requests of scripts in the page change nothing here.
            answer = self._asked(path) if route.request.method == "GET" else None
        if answer is None:
            route.abort()
            return
        headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
        route.fulfill(status=answer.status_code, headers=headers, body=answer.data)

    def _asked(self, path: str) -> Response:
        if path in self._files:
            return self._files[path]
        answer = self._surroundings.copy().run(self._ask, path)
        if path.startswith("/static/"):
            self._files[path] = answer
        return answer
