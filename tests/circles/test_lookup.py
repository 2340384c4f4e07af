"""A book by its ISBN: services are asked over real HTTP, and whatever they answer, nothing typed is lost."""

import dataclasses
import html
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from studyhub.circles.lookup import looking_up
from studyhub.circles.lookup.books import FoundBook, NotUnderstood, google, openbd
from studyhub.circles.lookup.looking_up import Failure, NotFound
from studyhub.outgoing import requesting
from studyhub.outgoing.services import BadService, BookService, read
from tests.cast import Browser, Cast
from tests.circles.planning import BOOK, answered, fields
from tests.delivery.sink import free_port
from tests.outgoing.stub import Stub, running, says

ISBN = "9784873119618"
CONTENTS = "第1章 監視<br>第2章 通知<br />第3章 当番 &amp; 交代"
TOLD: list[Any] = [
    {
        "summary": {"title": "監視の本", "author": "山田 花／著", "publisher": "夜社"},
        "onix": {
            "CollateralDetail": {
                "TextContent": [{"TextType": "03", "Text": "紹介"}, {"TextType": "04", "Text": CONTENTS}]
            }
        },
    }
]
FOUND = FoundBook("監視の本", "山田 花／著", "夜社", "第1章 監視\n第2章 通知\n第3章 当番 & 交代")


def test_openbd_tells_title_authors_publisher_and_contents() -> None:
    assert openbd(json.dumps(TOLD).encode()) == FOUND
    assert openbd(b"[null]") is None


def test_google_tells_no_contents() -> None:
    told = {"totalItems": 1, "items": [{"volumeInfo": {"title": "SRE", "authors": ["A", "B"], "publisher": "O"}}]}

    assert google(json.dumps(told).encode()) == FoundBook("SRE", "A, B", "O")
    assert google(b'{"totalItems": 0}') is None


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"\xff", b"{}", b"[1]", b'[{"summary": {"title": 7}}]', b"[" * 100_000]
)
def test_what_is_no_answer_of_theirs_is_not_understood(body: bytes) -> None:
    for reader in (openbd, google):
        with pytest.raises(NotUnderstood):
            reader(body)


def test_text_of_others_is_plain_and_not_longer_than_a_field() -> None:
    told = [{"summary": {"title": "a" * 500 + "\x00", "author": ["x"], "publisher": "<b>"}, "onix": []}]

    book = openbd(json.dumps(told).encode())

    assert book == FoundBook("a" * 120, "", "<b>")


def test_services_are_named_in_a_setting() -> None:
    assert read("openbd, google=https://books.example.com/v1") == (
        BookService("openbd", "https://api.openbd.jp/v1/get"),
        BookService("google", "https://books.example.com/v1"),
    )
    for wrong in ("amazon", "openbd=ftp://x", "openbd=nowhere"):
        with pytest.raises(BadService):
            read(wrong)


def failure_of(*stubs: Stub) -> Failure:
    """Why several servers that answer like openBD tell of no book."""
    services = [BookService("openbd", f"{stub.address}/get") for stub in stubs]
    with pytest.raises(NotFound) as raised:
        looking_up.look_up(ISBN, services, internal=[host for stub in stubs for host in stub.internal])
    return raised.value.failure


def test_only_the_isbn_is_sent() -> None:
    with running(says(json.dumps(TOLD).encode())) as stub:
        service = BookService("openbd", f"{stub.address}/get")
        assert looking_up.look_up(ISBN, [service], internal=stub.internal) == FOUND

    assert [(asked.method, asked.path, asked.body) for asked in stub.asked] == [("GET", f"/get?isbn={ISBN}", b"")]


@pytest.mark.parametrize(
    ("body", "status", "failure"),
    [(b"[null]", 200, Failure.UNKNOWN), (b"{}", 200, Failure.NONSENSE), (b"[null]", 500, Failure.AWAY)],
)
def test_why_nothing_was_found(body: bytes, status: int, failure: Failure) -> None:
    with running(says(body, status)) as stub:
        assert failure_of(stub) is failure


def test_a_service_that_says_nothing_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requesting, "READ_SECONDS", 0.1)

    def silence(_handler: BaseHTTPRequestHandler) -> None:
        stub.is_over.wait()

    with running(silence) as stub:
        assert failure_of(stub) is Failure.SLOW


def test_no_more_wait_for_a_service_than_may(cast: Cast) -> None:
    asked, answer = threading.Semaphore(0), threading.Event()

    def hold(handler: BaseHTTPRequestHandler) -> None:
        asked.release()
        answer.wait()
        says(json.dumps(TOLD).encode())(handler)

    with running(hold) as stub, ThreadPoolExecutor() as threads:
        service = BookService("openbd", f"{stub.address}/get")

        def look_up() -> FoundBook:
            return looking_up.look_up(ISBN, [service], internal=stub.internal)

        waiting = [threads.submit(look_up) for _ in range(looking_up.AT_ONCE)]
        for _one in waiting:
            asked.acquire()
        assert failure_of(stub) is Failure.SLOW
        answer.set()
        assert [one.result() for one in waiting] == [FOUND] * looking_up.AT_ONCE
        assert look_up() == FOUND


def test_the_next_service_is_asked_where_one_does_not_know() -> None:
    gone = Stub(says(b""), f"http://127.0.0.1:{free_port()}")
    with running(says(b"[null]")) as unknowing, running(says(json.dumps(TOLD).encode())) as knowing:
        services = [BookService("openbd", stub.address) for stub in (unknowing, gone, knowing)]
        hosts = [host for stub in (unknowing, gone, knowing) for host in stub.internal]
        assert looking_up.look_up(ISBN, services, internal=hosts) == FOUND
        assert failure_of(unknowing, gone) is Failure.AWAY


@contextmanager
def switched_on(cast: Cast, stub: Stub) -> Iterator[Browser]:
    """A browser before a StudyHub that asks this server."""
    before = cast.app.config["STUDYHUB_SETTINGS"]
    services = (BookService("openbd", f"{stub.address}/get"),)
    cast.app.config["STUDYHUB_SETTINGS"] = dataclasses.replace(
        before, book_services=services, internal_hosts=stub.internal
    )
    try:
        yield cast.browser(cast.botan)
    finally:
        cast.app.config["STUDYHUB_SETTINGS"] = before


def looked_up(browser: Browser, **typed: str) -> str:
    """The first step after the press."""
    empty = fields(browser.get("/circles/new").text) | dict.fromkeys(BOOK, "")
    return html.unescape(answered(browser, "/circles/new/lookup", empty | {"isbn": ISBN} | typed).text)


def test_an_isbn_fills_what_is_empty(cast: Cast) -> None:
    with running(says(json.dumps(TOLD).encode())) as stub, switched_on(cast, stub) as browser:
        page = looked_up(browser)

    typed = fields(page)
    assert (typed["title"], typed["authors"], typed["publisher"]) == (FOUND.title, FOUND.authors, FOUND.publisher)
    assert typed["toc"].splitlines() == FOUND.toc.splitlines()


def test_what_was_typed_is_replaced_by_a_press_alone(cast: Cast) -> None:
    with running(says(json.dumps(TOLD).encode())) as stub, switched_on(cast, stub) as browser:
        page = looked_up(browser, title="かんし", toc="1章 序")
        assert (fields(page)["title"], fields(page)["toc"]) == ("かんし", "1章 序")
        after = answered(browser, "/circles/new/lookup", fields(page) | {"take": "title"}).text

    assert (fields(after)["title"], fields(after)["toc"]) == (FOUND.title, "1章 序")
    assert len(stub.asked) == 1


def test_what_another_window_typed_meanwhile_stays(cast: Cast) -> None:
    other = cast.browser(cast.botan)

    def answer_late(handler: BaseHTTPRequestHandler) -> None:
        with cast.app.app_context():
            other.post("/circles/new", data=empty | {"title": "かんし"})
        says(json.dumps(TOLD).encode())(handler)

    with running(answer_late) as stub, switched_on(cast, stub) as browser:
        empty = fields(browser.get("/circles/new").text) | dict.fromkeys(BOOK, "")
        page = answered(browser, "/circles/new/lookup", empty | {"isbn": ISBN}).text

    assert (fields(page)["title"], fields(page)["publisher"]) == ("かんし", FOUND.publisher)


@pytest.mark.parametrize(("body", "sentence"), [(b"[null]", "見つかりませんでした"), (b"?", "正しい応答")])
def test_where_nothing_is_found_a_sentence_says_why_and_everything_stays(
    cast: Cast, body: bytes, sentence: str
) -> None:
    with running(says(body)) as stub, switched_on(cast, stub) as browser:
        page = looked_up(browser, toc="1章 序")

    assert sentence in page
    assert (fields(page)["toc"], fields(page)["isbn"]) == ("1章 序", ISBN)


def test_what_is_no_isbn_is_said_at_its_field_and_nobody_is_asked(cast: Cast) -> None:
    with running(says(b"[null]")) as stub, switched_on(cast, stub) as browser:
        page = looked_up(browser, isbn="123", toc="1章 序")

    assert "ISBN として正しくありません" in page
    assert (fields(page)["toc"], stub.asked) == ("1章 序", [])


def test_no_press_is_offered_where_nothing_is_switched_on(cast: Cast) -> None:
    assert "/circles/new/lookup" not in cast.browser(cast.botan).get("/circles/new").text
