"""What a long walk through the product needs: everybody's windows, one server, its clock and its mail."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import sign_in
from tests.browser.hands import Keyboard, Pointer
from tests.delivery.sink import Sink, running
from tests.platform.program import Program, serving

PASSWORD = "本を読むのは楽しい2026"  # noqa: S105 -- of invented people
PICTURES = os.environ.get("PICTURES")


HANDS = {
    "pointer": (Pointer, {}),
    "keyboard": (Keyboard, {}),
    "without-javascript": (Pointer, {"java_script_enabled": False}),
}


@dataclass
class Walk:
    """Everybody's windows on one server, and the hand they use."""

    chromium: Browser
    hand: type[Pointer]
    options: dict[str, Any]
    folder: Path
    sink: Sink = field(default_factory=Sink)
    site: Program | None = None
    windows: dict[str, Page] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)
    password: str = PASSWORD

    @contextmanager
    def on(self, moment: datetime) -> Iterator[None]:
        """The server runs with its clock at this moment; windows opened in here belong to it."""
        with running(self.sink) as smtp:
            settings = {
                "STUDYHUB_CLOCK": moment.isoformat(),
                "STUDYHUB_SMTP_HOST": smtp.host,
                "STUDYHUB_SMTP_PORT": str(smtp.port),
                "STUDYHUB_SMTP_TLS": "none",
                "STUDYHUB_SMTP_FROM": "studyhub@example.com",
            }
            with serving(self.folder / "data", None, **settings) as self.site:
                yield
            for context in self.contexts:
                context.close()
            self.contexts.clear()
            self.windows.clear()

    def window(self, who: str | None) -> Pointer:
        """The window of a person, signed in, or of a visitor."""
        assert self.site
        name = who or "visitor"
        if name not in self.windows:
            context = self.chromium.new_context(base_url=self.site.address(""), locale="ja", **self.options)
            self.contexts.append(context)
            self.windows[name] = context.new_page()
            if who:
                sign_in(self.windows[name], f"{who}@example.com", self.password)
        return self.hand(self.windows[name])

    def picture(self, hand: Pointer, name: str, width: int = 1280, height: int = 900) -> None:
        """Keep what the window shows for the README, when asked to."""
        if PICTURES:
            hand.page.set_viewport_size({"width": width, "height": height})
            hand.page.evaluate("scrollTo(0, 0)")
            hand.page.screenshot(path=Path(PICTURES) / f"{name}.png")

    def mail(self, address: str, word: str) -> str:
        """The text of the first mail to an address whose subject holds a word, as soon as it is there."""
        mail = self.sink.wait_for(lambda one: address in str(one["To"]) and word in str(one["Subject"]))
        body = mail.get_body(("plain",))
        assert body is not None
        return f"{mail['Subject']}\n{body.get_content()}"
