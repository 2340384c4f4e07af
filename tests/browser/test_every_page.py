"""Every page that links lead to: axe finds nothing, nothing overflows a narrow window, the console stays silent."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page

from studyhub import create_app
from tests.browser.conftest import Visit
from tests.conftest import settings_for
from tests.crawl import Answer, crawl
from tests.platform.program import Program

# The narrowest is 1280 pixels at a zoom of 400 %, as WCAG asks.
NARROW, PHONE, DESK = {"width": 320, "height": 640}, {"width": 390, "height": 844}, {"width": 1280, "height": 900}
# An administrator who may release, an organiser with work waiting, a participant, and nobody.
ADMIN, ORGANIZER, PARTICIPANT = "admin@example.com", "hayakawa.hiyori@example.com", "oskar.lindqvist@example.com"
# Each in the language they read.
READERS = [(ADMIN, "ja"), (ORGANIZER, "ja"), (PARTICIPANT, "en"), (None, "ja")]
# Whoever sees most, and visitors, read the other one too: the same pages with longer words, which a phone has no room
# for before a desk has none. Their structure is that of the first language.
OTHER_LANGUAGE = {ADMIN: "en", None: "en"}
# Colours are those of one stylesheet and take most of the time: each look is judged where it is first met. An
# administrator's pages are nearly all there are, and among them is the one with every component in all its states.
COLOURS: dict[str | None, list[str]] = {ADMIN: ["light", "dark"], ORGANIZER: ["light"], None: ["light", "dark"]}
WITHOUT_LINK: dict[str | None, list[str]] = {ADMIN: ["/design/"]}
OF_ONE_KIND = 2
VIOLATIONS = {"resultTypes": ["violations"]}
ONLY_COLOURS = {**VIOLATIONS, "runOnly": ["color-contrast"]}
ALL_BUT_COLOURS = {**VIOLATIONS, "rules": {"color-contrast": {"enabled": False}}}
LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
# The looks that were judged in each theme, by any of these tests.
SEEN: dict[str, set[str]] = {"light": set(), "dark": set()}


@pytest.fixture(scope="module")
def addresses(site: Program) -> Flask:
    """The application, only to ask which view answers an address."""
    return create_app(settings_for(f"sqlite:///{site.data}/studyhub.db", site.data))


@pytest.mark.parametrize(("reader", "language"), READERS)
def test_page_is_for_everybody(
    addresses: Flask, visit: Visit, reader: str | None, language: str, is_long: bool
) -> None:
    page = visit(reader, locale=language, reduced_motion="reduce")  # or axe would see colours half way to dark
    page.add_init_script(Axe().axe_script)
    pages = [*_pages(addresses, page), *WITHOUT_LINK.get(reader, [])]

    assert len(pages) > 5
    colours = COLOURS.get(reader, [])
    assert [problem for address in pages for problem in _problems(page, address, colours)] == []
    if reader in OTHER_LANGUAGE:
        other = visit(reader, locale=OTHER_LANGUAGE[reader], viewport=PHONE)
        other.add_init_script(Axe().axe_script)
        assert [problem for address in pages for problem in _problems_in_other_words(other, address, is_long)] == []


def _pages(app: Flask, page: Page) -> Iterable[str]:
    """One address of every kind of page that links lead to."""

    def get(address: str) -> Answer:
        answer = page.request.get(address, max_redirects=0)
        kind = answer.headers.get("content-type", "").partition(";")[0]
        text = answer.text() if kind == "text/html" else ""
        return Answer(answer.status, kind, text, answer.headers.get("location"))

    found = crawl(app, get, most=OF_ONE_KIND)
    return {
        one.endpoint: one.address for one in reversed(found) if (one.status, one.mimetype) == (200, "text/html")
    }.values()


def _problems(page: Page, address: str, colours: list[str]) -> list[str]:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a plain dict will do
    page.goto(address)
    problems = _wider_than_window(page)
    for window in (PHONE, DESK):
        page.set_viewport_size(window)  # type: ignore[arg-type]  # a plain dict will do
        problems += _wider_than_window(page)
    problems += _violations(page, ALL_BUT_COLOURS)
    for theme in colours:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # one of two words
        problems += [f"{problem}, {theme}" for problem in _bad_colours(page, SEEN[theme])]
    page.emulate_media(color_scheme="light")
    return [f"{address}: {problem}" for problem in problems]


def _problems_in_other_words(page: Page, address: str, is_long: bool) -> list[str]:
    if is_long:
        return _problems(page, address, [])
    page.goto(address)
    language = page.evaluate("document.documentElement.lang")
    return [f"{address}, {language}: {problem}" for problem in _wider_than_window(page)]


def _wider_than_window(page: Page) -> list[str]:
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return [f"{widths[0]} pixels in a window of {widths[1]}"] if widths[0] > widths[1] else []


def _violations(page: Page, options: dict[str, Any]) -> list[str]:
    # The library brings its half a megabyte to the page before each question; here the browser keeps it.
    return _told(page.evaluate("async options => (await axe.run(document, options)).violations", options))


def _bad_colours(page: Page, seen: set[str]) -> list[str]:
    """What axe says of the looks that no page before had; afterwards they are seen."""
    new, found = page.evaluate(LOOKS, [sorted(seen), ONLY_COLOURS])
    seen.update(new)
    return _told(found)


def _told(found: list[dict[str, Any]]) -> list[str]:
    return [f"{one['id']} at {[node['target'] for node in one['nodes']]}" for one in found]
