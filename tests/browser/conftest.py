"""A real browser before a real server that holds the demo organisation."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.entering import Entrance, entrance
from tests.cast import Cast
from tests.platform.program import Program, run, serving
from tests.postgres import once, run_folder

PASSWORD = "studyhub-demo"  # noqa: S105 -- of invented people
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def demo_folder() -> Path:
    """A data folder with the demo organisation, filled once for the whole run."""
    folder = run_folder() / "demo"
    with once("demo") as is_first:
        if is_first:
            filled = run("demo", data=folder)
            assert filled.returncode == 0, filled.stderr
    return folder


@pytest.fixture(scope="session")
def site(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A server on a copy of the demo organisation of its own."""
    data = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(demo_folder, data)
    with serving(data) as program:
        yield program


@pytest.fixture
def visit(chromium: Browser, site: Program) -> Iterator[Visit]:
    """Opens a window, of a visitor or signed in as somebody of the demo; whatever the console says fails the test."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def open_window(email: str | None = None, **options: object) -> Page:
        context = chromium.new_context(base_url=site.address(""), **{"locale": "ja", **options})  # type: ignore[arg-type]  # passed on
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        if email:
            sign_in(page, email)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture
def enter(cast: Cast, chromium: Browser) -> Iterator[Entrance]:
    """Opens browsers in which somebody of the cast is signed in, before a server with the cast."""
    with entrance(cast, chromium) as opened:
        yield opened


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in by the form, as a person does."""
    page.goto("/sign-in")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/")
