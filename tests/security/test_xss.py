"""Whatever people type, no page, feed or mail runs it: with the policy that forbids it, and without."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from flask import Response
from lxml import etree, html
from playwright.sync_api import Browser as Chromium
from werkzeug.test import TestResponse

from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.delivery.texts import kinds_of, letter_of
from studyhub.web.answers.headers import CONTENT_SECURITY_POLICY
from studyhub.words.speaking import speaking
from tests.rights.forms import typed_fields
from tests.rights.tables.expected import ROWS, Row
from tests.rights.tables.places import Place
from tests.rights.tables.routes import UNSAFE, address, rule_of
from tests.security.corpus import DOCUMENT, EVERYTHING, PLAIN, SHORT
from tests.security.looking import Glass, Look, files
from tests.security.poison import poison

WITHOUT, WITH = "without the policy", "with it"
# Whatever ran with the policy would run without it: by default every so many of many pages are looked at with it.
EVERY_WITH = 4
ON_SQLITE = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
ROLES_BY_REACH = ("aki", "ado", "emi", "botan", "visitor")
# Read by what programs show, not by a browser.
FEED_HTML = (
    "//*[local-name()='encoded']/text()|//*[local-name()='item']/*[local-name()='description']/text()"
    "|//*[local-name()='content'][@type='html']/text()|//*[local-name()='summary'][@type='html']/text()"
)


@pytest.fixture
def poisoned(place: Place) -> Place:
    poison()
    return place


@pytest.fixture
def every_with(is_long: bool) -> int:
    """Of how many pages one is looked at with the policy too."""
    return 1 if is_long else EVERY_WITH


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with files() as address:
        yield address


class Windows:
    """Two windows of somebody, one that heeds the policy, for every so many looks, and one that does not, for each."""

    def __init__(self, chromium: Chromium, origin: str, place: Place, role: str, *, every_with: int = 1) -> None:
        def ask(path: str) -> TestResponse:
            return place.world.ask(role, "GET", path)

        self._turns = count()
        self._every_with = every_with
        self._glasses = {name: Glass(chromium, origin, ask, bypass_csp=name == WITHOUT) for name in (WITHOUT, WITH)}

    def look(self, path: str, answer: TestResponse) -> dict[str, Look]:
        """What is seen in each that should not be."""
        among = (WITHOUT,) if next(self._turns) % self._every_with else (WITHOUT, WITH)
        looks = {name: self._glasses[name].look(path, answer) for name in among}
        return {name: look for name, look in looks.items() if look != Look()}

    def close(self) -> None:
        """Shut both."""
        for glass in self._glasses.values():
            glass.close()


def readers(row: Row) -> str | None:
    """Somebody whom this row shows a page, whoever sees most first."""
    return next((role for role in ROLES_BY_REACH if row.answers[role][0] == 200), None)


def pages(place: Place) -> Iterator[tuple[str, str]]:
    """Addresses of all that can be read, and who opens them."""
    for row in ROWS:
        role = readers(row)
        if row.method not in UNSAFE and role and "static" not in row.endpoint:
            yield role, address(place.world, rule_of(place.app, row.endpoint), row.variant)
    yield from [("aki", "/search?q=alert"), ("ado", "/people/?show=pending"), ("ado", "/people/?q=alert")]


def is_page(answer: TestResponse) -> bool:
    return answer.mimetype == "text/html" and bool(answer.data) and not 300 <= answer.status_code < 400


@ON_SQLITE
def test_no_page_runs_what_people_typed(poisoned: Place, chromium: Chromium, origin: str, every_with: int) -> None:
    windows = {role: Windows(chromium, origin, poisoned, role, every_with=every_with) for role in ROLES_BY_REACH}
    seen: dict[str, dict[str, Look]] = {}
    poisoned_pages = 0
    for role, path in dict.fromkeys(pages(poisoned)):
        answer = poisoned.world.ask(role, "GET", path)
        if is_page(answer):
            seen[path] = windows[role].look(path, answer)
            poisoned_pages += "alert(1)" in answer.text
    for window in windows.values():
        window.close()

    assert {path: looks for path, looks in seen.items() if looks} == {}
    # Nearly every page says somebody's name, or a title.
    assert poisoned_pages > 30


def answers_to_forms(place: Place) -> Iterator[tuple[str, TestResponse]]:
    """Every form sent with the corpus in all its fields; some sent by nobody too, and without their token."""
    names = typed_fields(place)
    rows = [row for row in ROWS if row.method in UNSAFE and not row.variant]
    for row in rows:
        role = next((one for one in ROLES_BY_REACH if row.answers[one][0] < 400), "aki")
        to = address(place.world, rule_of(place.app, row.endpoint), row.variant)
        data: dict[str, Any] = dict.fromkeys(names[row.endpoint] or {"text"}, EVERYTHING)
        yield to, place.world.ask(role, row.method, to, data=data)
        place.snapshot.put_back()
        # One page carries on what was typed in any form.
        if row.endpoint in {"teams.create", "notes.update", "circles.update"}:
            yield f"{to} 401", place.world.ask("visitor", row.method, to, data=data)
            yield f"{to} 400", place.world.ask(role, row.method, to, data=data, csrf=False)


@ON_SQLITE
def test_no_form_shown_again_runs_what_was_typed(
    place: Place, chromium: Chromium, origin: str, every_with: int
) -> None:
    windows = Windows(chromium, origin, place, "visitor", every_with=every_with)
    seen, told = {}, set()
    for to, answer in answers_to_forms(place):
        text = answer.text if is_page(answer) else ""
        if "alert" in text and hash(text) not in told:
            told.add(hash(text))
            seen[to] = windows.look("/shown", answer)
    windows.close()

    assert {to: looks for to, looks in seen.items() if looks} == {}
    assert len(told) > 15


def special_answers(place: Place) -> Iterator[tuple[str, TestResponse]]:
    """Preview, edit conflict, differences, a search, and pages that carry what was typed."""
    world = place.world
    note, base = world.names["note_id"], world.names["base"]
    yield "preview", world.ask("botan", "POST", "/notes/preview", data={"title": EVERYTHING, "source": DOCUMENT})
    form = {"title": "Mine", "tags": EVERYTHING, "tags_before": "", "base": base}
    world.ask("aki", "POST", f"/notes/{note}/edit", data={**form, "source": f"{DOCUMENT}\n\ntheirs"})
    conflict = world.ask("botan", "POST", f"/notes/{note}/edit", data={**form, "source": f"{DOCUMENT}\n\nmine"})
    yield "conflict", conflict
    for path in (f"/notes/{note}/differences?from=1&to=2", f"/notes/{note}/differences?from=2&to=3"):
        yield path, world.ask("aki", "GET", path)
    asked = dict.fromkeys(("q", "next", "show", "kind", "page", "from", "to", "person", "action"), SHORT)
    for path in ("/", "/sign-in", "/search", "/circles/", "/people/", "/notes/", "/audit/", "/nowhere"):
        for role in ("ado", "visitor"):
            yield f"{path} {role}", world.ask(role, "GET", path, query_string=asked)
            # An unknown word in another field may be answered before the search is.
            yield f"{path} {role} q", world.ask(role, "GET", path, query_string={"q": SHORT})


@ON_SQLITE
def test_nothing_that_is_shown_back_runs(place: Place, chromium: Chromium, origin: str) -> None:
    windows = Windows(chromium, origin, place, "aki")
    seen = {}
    for where, answer in special_answers(place):
        if is_page(answer) and "alert" in answer.text:
            seen[where] = windows.look("/shown", answer)
    windows.close()

    assert {where: looks for where, looks in seen.items() if looks} == {}
    assert {"preview", "conflict"} <= seen.keys()


@ON_SQLITE
def test_no_feed_and_no_mail_runs_in_a_reader_without_any_policy(
    poisoned: Place, chromium: Chromium, origin: str
) -> None:
    window = Glass(chromium, origin, lambda path: poisoned.world.ask("aki", "GET", path), bypass_csp=True)
    shown = [*feed_texts(poisoned), *mail_texts(poisoned)]
    looks = [window.look("/shown", in_reader(text)) for text in dict.fromkeys(shown)]
    window.close()

    assert [look for look in looks if look.executions] == []
    assert [danger for look in looks for danger in look.dangers] == []
    assert len(shown) > 20


def in_reader(text: str) -> Response:
    """The text as a careless program shows it: as HTML, under no policy."""
    return Response(f"<!doctype html><main>{text}</main>", content_type="text/html; charset=utf-8")


def feed_texts(place: Place) -> Iterator[str]:
    """What readers show as HTML of each item."""
    token = place.world.names["token"]
    for base in ("/feeds", "/circles/open", f"/my/{token}"):
        for form in ("rss", "atom"):
            answer = place.world.ask("visitor", "GET", f"{base}/notes.{form}")
            assert answer.status_code == 200
            found: Any = etree.fromstring(answer.data).xpath(FEED_HTML)
            yield from map(str, found)
        feed: Any = place.world.ask("visitor", "GET", f"{base}/notes.json").json
        yield from (item["content_html"] for item in feed["items"])


def mail_texts(place: Place) -> Iterator[str]:
    """The HTML of every mail that waits."""
    for message in db.session.scalars(db.select(OutboxMessage)):
        with speaking("ja", "Asia/Tokyo"):
            said = kinds_of(place.app)[message.kind].render(message.payload, "ja")
            # A template has the words of the language that is spoken when it is fetched.
            template = place.app.jinja_env.get_template("delivery/mail.html")
            page = template.render(letter=letter_of(said), envelope=ENVELOPE, style="")
        body = html.fromstring(page).find("body")
        # Of the mail itself only what people typed is of interest: its own styles stand in its elements.
        for element in [] if body is None else body.iter():
            element.attrib.pop("style", "")
        yield "" if body is None else html.tostring(body, encoding="unicode")


class ENVELOPE:
    """What a mail says of itself."""

    language = "ja"
    public_url = "http://127.0.0.1:8000"
    unsubscribe_path = "/unsubscribe/x"


@pytest.mark.parametrize("payload", PLAIN)
def test_the_corpus_holds_no_payload_twice(payload: str) -> None:
    assert PLAIN.count(payload) == 1


def test_what_runs_is_seen(chromium: Chromium, origin: str) -> None:
    raw = Response("<!doctype html><main>" + "\n".join(PLAIN) + "</main>", content_type="text/html; charset=utf-8")
    guarded = Response(raw.data, content_type=raw.content_type)
    guarded.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    open_window = Glass(chromium, origin, lambda _path: in_reader(""), bypass_csp=True)
    closed_window = Glass(chromium, origin, lambda _path: in_reader(""), bypass_csp=False)

    without, within = open_window.look("/shown", raw), closed_window.look("/shown", guarded)
    open_window.close()
    closed_window.close()

    assert len(without.executions) > 20
    assert len(without.dangers) > 40
    assert within.executions == []
    assert len(within.dangers) > 40
