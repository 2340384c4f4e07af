"""Which line a request waits in, and what its place there hangs on."""

from urllib.parse import urlencode

import pytest
from flask import Flask

from studyhub.accounts.gate.fair_queue import Ticket
from studyhub.server.sorting import LaneName, Sorter
from studyhub.web.guards.hashing import MARK
from studyhub.web.guards.known_browsers import KnownBrowser
from studyhub.web.guards.reputation import SLOW_SECONDS, reputation_of
from tests.accounts.arriving import ADDRESS, AKI, cookie_of, received


@pytest.mark.parametrize(
    ("method", "path", "lane"),
    [
        ("GET", "/", LaneName.PAGES),
        ("GET", "/sign-in", LaneName.PAGES),
        ("POST", "/sign-in", LaneName.HASHING),
        ("POST", "//sign-in", LaneName.HASHING),
        ("POST", "/sign-in?next=/", LaneName.HASHING),
        ("POST", "/set-up", LaneName.HASHING),
        ("POST", "/reset/a-secret", LaneName.HASHING),
        ("POST", "/register/a-secret", LaneName.HASHING),
        ("POST", "/invitations/a-secret", LaneName.HASHING),
        ("POST", "/profile/password", LaneName.HASHING),
        ("POST", "/reset", LaneName.PAGES),
        ("POST", "/sign-out", LaneName.PAGES),
        ("POST", "/nowhere", LaneName.PAGES),
        ("GET", "/healthz", LaneName.ALIVE),
        ("GET", "/readyz", LaneName.HEALTH),
        ("HEAD", "/metrics", LaneName.HEALTH),
        ("NONSENSE", "/\\xff", LaneName.PAGES),
    ],
)
def test_a_request_waits_in_the_lane_of_what_it_needs(app: Flask, method: str, path: str, lane: LaneName) -> None:
    assert Sorter(app, proxies=0).lane(received(method, path)) is lane


def test_what_waitress_itself_refuses_is_a_page(app: Flask) -> None:
    refused = received("POST", "/sign-in", Transfer_Encoding="unheard-of")

    assert Sorter(app, proxies=0).lane(refused) is LaneName.PAGES


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "198.51.100.7", ADDRESS),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "192.0.2.1, 198.51.100.7", "198.51.100.7"),
        (2, "192.0.2.1, 198.51.100.7", "192.0.2.1"),
        (2, "198.51.100.7", ADDRESS),
        (1, "2001:db8:0:1::7", "2001:db8:0:1::/64"),
        (1, "nonsense", "unknown"),
        (1, "", ADDRESS),
    ],
)
def test_its_network_is_what_as_many_proxies_as_are_set_say(
    app: Flask, proxies: int, forwarded: str, network: str
) -> None:
    asked = received("POST", "/sign-in", AKI, X_Forwarded_For=forwarded)

    assert Sorter(app, proxies=proxies).ticket(asked).network == network


def test_a_browser_is_known_for_the_account_that_signed_in_with_it(app: Flask) -> None:
    cookie = cookie_of(app, KnownBrowser("a browser").with_account("aki@example.com"))

    assert is_known(app, " AKI@example.com ", cookie)
    assert not is_known(app, "botan@example.com", cookie)
    assert not is_known(app, "aki@example.com", "")
    assert not is_known(app, "", cookie)


def is_known(app: Flask, email: str, cookie: str) -> bool:
    """Whether such a sign-in waits in the place of its account."""
    asked = received("POST", "/sign-in", {"csrf_token": "x" * 200, "email": email, "password": "x"}, Cookie=cookie)
    return Sorter(app, proxies=0).ticket(asked).account is not None


def test_its_body_can_still_be_read(app: Flask) -> None:
    asked = received("POST", "/sign-in", AKI, Cookie=cookie_of(app, KnownBrowser("a browser")))

    Sorter(app, proxies=0).ticket(asked)

    assert asked.channel.requests[0].get_body_stream().read() == urlencode(AKI).encode()


def test_whoever_was_refused_waits_a_second_longer(app: Flask) -> None:
    sorter, asked = Sorter(app, proxies=0), received("POST", "/sign-in", AKI)
    before = sorter.ticket(asked).due

    reputation_of(app).note_refusal(ADDRESS, before)

    assert sorter.ticket(asked).due - before >= SLOW_SECONDS


def test_a_ticket_says_nothing_of_what_was_typed(app: Flask) -> None:
    ticket = Sorter(app, proxies=0).ticket(received("POST", "/sign-in", AKI))

    assert ticket == Ticket(ADDRESS, ticket.due)


@pytest.mark.parametrize("in_parts", [False, True])
@pytest.mark.parametrize(
    ("path", "lane"), [("/people/1/roles", LaneName.HASHING), ("/notes/preview", LaneName.PAGES), ("/", LaneName.PAGES)]
)
def test_the_mark_of_a_password_counts_only_where_one_may_be_asked_for(
    app: Flask, path: str, lane: LaneName, in_parts: bool
) -> None:
    form = {MARK: "1", "source": "x"}

    assert Sorter(app, proxies=0).lane(received("POST", path, form, in_parts=in_parts)) is lane


def test_a_mark_that_is_only_typed_brings_nothing_into_the_line(app: Flask) -> None:
    asked = received("POST", "/people/1/roles", {"text": f'name="{MARK}"', MARK: "1"}, in_parts=True)

    assert Sorter(app, proxies=0).lane(asked) is LaneName.PAGES
