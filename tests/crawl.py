"""Following links, as people do and programs that find feeds and calendars."""

from collections import Counter, deque
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from flask import Flask
from lxml import html

OWN_HOSTS = {None, "localhost", "127.0.0.1"}
# Elements that lead somewhere by GET; a field that is only read shows an address to copy, some to be posted to.
LEADS = "//a/@href | //link/@href | //script/@src | //img/@src | //input[@readonly and not(@data-posted-to)]/@value"


class Answer(NamedTuple):
    """What came back from an address."""

    status: int
    mimetype: str
    text: str
    location: str | None


class Found(NamedTuple):
    """An address, the view that answers it, how it answered, and the page that led there."""

    address: str
    endpoint: str
    status: int
    mimetype: str
    origin: str


def crawl(app: Flask, get: Callable[[str], Answer], *, most: int, more: Mapping[str, int] | None = None) -> list[Found]:
    """Follow every link from home on, looking at no more than so many addresses of one kind; some kinds have `more`."""
    routes = app.url_map.bind("")
    seen: Counter[str] = Counter()
    found, known = [], {"/"}
    waiting = deque([("/", "nowhere")])
    while waiting:
        address, origin = waiting.popleft()
        endpoint = str(routes.match(urlsplit(address).path, method="GET")[0])
        if seen[endpoint] >= (more or {}).get(endpoint, most):
            continue
        seen[endpoint] += 1
        answer = get(address)
        found.append(Found(address, endpoint, answer.status, answer.mimetype, origin))
        links = [link for link in _leads_to(answer, address) if link not in known]
        known.update(links)
        waiting.extend((link, address) for link in links)
    return found


def _leads_to(answer: Answer, address: str) -> list[str]:
    links = [answer.location] if answer.location else []
    if answer.mimetype == "text/html" and answer.text:
        links += html.fromstring(answer.text).xpath(LEADS)  # type: ignore[arg-type]  # texts
    addresses = (urlsplit(urldefrag(urljoin(address, link)).url) for link in dict.fromkeys(links))
    return [
        one._replace(scheme="", netloc="").geturl()
        for one in addresses
        if one.hostname in OWN_HOSTS and one.path.startswith("/")
    ]
