"""Addresses are put together once, and are what Flask would have said."""

from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError

from studyhub.web import application


def built(app: Flask, path: str, endpoint: str, **values: Any) -> list[str]:
    """The address as it is said twice, on one page and on the next."""
    said = []
    for _page in range(2):
        with app.test_request_context(path):
            said.append(url_for(endpoint, **values))
    return said


@pytest.mark.parametrize(
    ("endpoint", "values", "address"),
    [
        ("circles.index", {}, "/circles/"),
        ("meetings.show", {"meeting_id": 3}, "/meetings/3/"),
        ("circles.index", {"q": "a b&c"}, "/circles/?q=a+b%26c"),
        ("circles.index", {"q": ["a", "b"]}, "/circles/?q=a&q=b"),
        ("circles.index", {"q": None}, "/circles/"),
        ("circles.index", {"q": True}, "/circles/?q=True"),
        ("circles.index", {"q": 1}, "/circles/?q=1"),
        ("circles.index", {"q": 1.0}, "/circles/?q=1.0"),
        ("meetings.show", {"meeting_id": 3, "_anchor": "notes"}, "/meetings/3/#notes"),
        ("meetings.show", {"meeting_id": 3, "_external": True}, "http://localhost/meetings/3/"),
    ],
)
def test_an_address_is_the_same_each_time(app: Flask, endpoint: str, values: dict[str, object], address: str) -> None:
    assert built(app, "/", endpoint, **values) == [address, address]


def test_what_is_equal_to_a_dictionary_is_two_in_an_address(app: Flask) -> None:
    with app.test_request_context("/"):
        assert [url_for("circles.index", q=value) for value in (1, True, 1.0)] == [
            "/circles/?q=1",
            "/circles/?q=True",
            "/circles/?q=1.0",
        ]


def test_a_dot_stands_for_whose_page_this_is(app: Flask) -> None:
    assert built(app, "/circles/", ".index") + built(app, "/notes/", ".index") == ["/circles/"] * 2 + ["/notes/"] * 2


def test_below_another_root_addresses_begin_there(app: Flask) -> None:
    with app.test_request_context("/"):
        own = url_for("circles.index")
    with app.test_request_context("/", base_url="http://localhost/hub"):
        assert (own, url_for("circles.index")) == ("/circles/", "/hub/circles/")


def test_no_address_is_told_each_time(app: Flask) -> None:
    for _time in range(2):
        with app.test_request_context("/"), pytest.raises(BuildError):
            url_for("circles.nowhere")


def test_no_more_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    app = application.Application(__name__)
    app.add_url_rule("/<int:number>/", "show")
    monkeypatch.setattr(application, "MOST_KEPT", 3)
    with app.test_request_context("/"):
        said = [url_for("show", number=number) for number in (*range(1, 9), 1)]

    assert said == [f"/{number}/" for number in (*range(1, 9), 1)]
    assert len(app._addresses) <= 3
