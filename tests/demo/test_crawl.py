"""Every address that a page of the demo links to answers, whoever follows it."""

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from tests.cast import Browser
from tests.demo.browsing import browser
from tests.demo.conftest import Demo

HOME = "http://localhost/"
# Every kind of page is seen often enough; hundreds of one kind would only take time.
PER_ENDPOINT = 12
READERS = ["admin@example.com", "hayakawa.hiyori@example.com", "oskar.lindqvist@example.com", None]


class Links(HTMLParser):
    """Where a page leads by GET."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address of a link, a feed, a stylesheet, a script or a picture."""
        names = {"a": "href", "link": "href", "script": "src", "img": "src"}
        if (address := dict(attrs).get(names.get(tag, ""))) is not None:
            self.found.append(address)


def links_of(page: str, address: str) -> list[str]:
    links = Links()
    links.feed(page)
    addresses = (urldefrag(urljoin(address, link)).url for link in links.found)
    return [one for one in addresses if one.startswith(HOME)]


def crawl(demo: Demo, client: Browser) -> dict[str, tuple[int, str]]:
    """For every address that was followed, how it answered and which page led there."""
    routes = demo.app.url_map.bind("localhost")
    seen_of: dict[str, int] = {}
    answers: dict[str, tuple[int, str]] = {}
    waiting = deque([(HOME, "nowhere")])
    while waiting:
        address, origin = waiting.popleft()
        endpoint = str(routes.match(urlsplit(address).path, method="GET")[0])
        if address in answers or seen_of.get(endpoint, 0) >= PER_ENDPOINT:
            continue
        seen_of[endpoint] = seen_of.get(endpoint, 0) + 1
        answer = client.get(address, buffered=True)
        answers[address] = (answer.status_code, origin)
        if answer.location:
            waiting.append((urljoin(address, answer.location), address))
        if answer.mimetype == "text/html":
            waiting.extend((link, address) for link in links_of(answer.text, address))
    return answers


@pytest.mark.parametrize("reader", READERS)
def test_no_link_leads_to_an_error(demo: Demo, reader: str | None) -> None:
    client = browser(demo.app, reader)

    answers = crawl(demo, client)

    broken = {address: found for address, found in answers.items() if found[0] not in {200, 302, 303, 308}}
    assert broken == {}
    assert len(answers) > 40
