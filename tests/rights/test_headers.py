"""The headers of every answer, errors too."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import pytest
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from studyhub.web.answers import headers
from tests.rights.answers import answers, kept_for_the_run, kind
from tests.rights.tables.places import Place
from tests.rights.tables.routes import address, rules

POLICIES = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
# These say nothing about who asks: a program's token stands in the address, not in a cookie.
FILES = {"static", "calendars.show", "calendars.show_circle", "publishing.show_notes", "publishing.show_circle_notes"}
# Whoever has the address may follow it: these stand in letters, and in what feed readers and calendars ask for.
BEHIND_SECRETS = {
    "alerts.create_firings",
    "duty.show_now",
    "duty.show_screen",
    "email_changes.edit",
    "email_changes.update",
    "delivery.create_unsubscription",
    "delivery.show_unsubscription",
    "invitations.create_account",
    "invitations.edit",
    "registrations.edit",
    "registrations.update",
    "meetings.create_claim",
    "meetings.show_claim",
    "reminders.create_absence",
    "reminders.create_stop",
    "reminders.show_absence",
    "reminders.show_stop",
    "resets.edit",
    "resets.update",
}
# At its other addresses it is the page of something that is not there.
PUBLIC_FILE = "GET @open publishing.show_tag_notes"
BEHIND_TOKENS = {"calendars.show_mine", "calendars.show_my_circle", "publishing.show_my_notes"}
BEHIND_TOKENS |= {"calendars.show_duty", "calendars.show_team_duty", "duty.show_calendar"}
PRIVATE_FILES = {"calendars.show_meeting", *BEHIND_TOKENS}

WRONG_WAYS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "no token": ("POST", "/profile/", {"csrf": False}),
    "no such page": ("GET", "/nowhere", {}),
    "no such row": ("GET", "/meetings/2000000000/", {}),
    "no such file": ("GET", "/static/nothing.css", {}),
    "a bad choice": ("POST", "/circles/open/participation", {"data": {"role": "king"}}),
    "too large": ("POST", "/profile/", {"data": {"name": "x" * 3_000_000}}),
    "a file of last year": ("GET", "/static/nothing.css?v=1", {}),
}


class Top(NamedTuple):
    """An answer without its body."""

    status: int
    headers: Headers


def lacking(answer: TestResponse | Top) -> set[str]:
    """What every answer must carry and this one does not."""
    policy = _directives(answer.headers.get("Content-Security-Policy", ""))
    wanted = {
        "default-src": policy.get("default-src") == "'self'",
        "frame-ancestors": policy.get("frame-ancestors") == "'none'",
        "base-uri": policy.get("base-uri") == "'none'",
        "form-action": policy.get("form-action") == "'self'",
        "object-src": policy.get("object-src") == "'none'",
        "nothing unsafe": bool(policy) and "unsafe-" not in answer.headers["Content-Security-Policy"],
        "one policy": len(answer.headers.getlist("Content-Security-Policy")) == 1,
        "nosniff": answer.headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": answer.headers.get("Referrer-Policy") in POLICIES,
    }
    return {name for name, is_there in wanted.items() if not is_there}


def _directives(policy: str) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in policy.split(";"))
    return {name: values for name, _, values in parts}


@cache
def _answers(place: Place, role: str) -> dict[str, Top]:
    """What each row of the table answers this person, by words of which the last is the endpoint."""
    return {
        " ".join(filter(None, (method, variant, endpoint))): Top(answer.status_code, answer.headers)
        for (method, endpoint, variant), answer in answers(place, role).items()
    }


@cache
def _errors(place: Place, role: str) -> dict[str, Top]:
    """What goes wrong in each of some ways; tried once in a run."""
    return kept_for_the_run(f"errors-{kind(place)}-{role}", lambda: dict(_go_wrong(place, role)))


def _go_wrong(place: Place, role: str) -> Iterator[tuple[str, Top]]:
    """Each address asked with a method that it does not take; and further ways to go wrong."""
    for what, (method, to, more) in {**_methods_not_taken(place), **WRONG_WAYS}.items():
        answer = place.world.ask(role, method, to, **more)
        yield what, Top(answer.status_code, Headers(list(answer.headers)))


def _methods_not_taken(place: Place) -> dict[str, tuple[str, str, dict[str, Any]]]:
    # Rules of one address differ in their methods only, and this is none of them.
    endpoints = {address(place.world, rule): rule.endpoint for _, rule in rules(place.app)}
    return {f"DELETE {endpoint}": ("DELETE", to, {}) for to, endpoint in endpoints.items()}


@pytest.mark.parametrize("role", ["visitor", "aki", "ado"])
def test_every_answer_carries_the_headers_that_bind_browsers(place: Place, role: str) -> None:
    assert {what: missing for what, answer in _answers(place, role).items() if (missing := lacking(answer))} == {}


@pytest.mark.parametrize("role", ["visitor", "aki"])
def test_every_error_carries_the_headers_that_bind_browsers(place: Place, role: str) -> None:
    found = _errors(place, role)

    assert {answer.status for answer in found.values()} >= {400, 404, 405, 413}
    assert {what: missing for what, answer in found.items() if (missing := lacking(answer))} == {}


@pytest.mark.parametrize("role", ["visitor", "aki"])
def test_a_host_we_do_not_go_by_is_told_what_to_set_with_the_same_headers(place: Place, role: str) -> None:
    answer = place.world.ask(role, "GET", "/", headers={"Host": "elsewhere.example"})

    assert (answer.status_code, "STUDYHUB_URL" in answer.text, lacking(answer)) == (400, True, set())


@pytest.mark.parametrize("role", ["aki", "ado"])
def test_nothing_a_member_is_shown_is_stored(place: Place, role: str) -> None:
    stored = {}
    for what, answer in [*_answers(place, role).items(), *_errors(place, role).items()]:
        is_file = what == PUBLIC_FILE or what.split()[-1] in FILES | PRIVATE_FILES
        if not is_file and "no-store" not in answer.headers.get("Cache-Control", ""):
            stored[what] = (answer.status, answer.headers.get("Cache-Control"))

    assert stored == {}


def test_files_for_one_person_are_kept_by_no_shared_cache_and_name_their_address_to_nobody(place: Place) -> None:
    found = _answers(place, "botan")

    for endpoint in PRIVATE_FILES:
        carried = found[f"GET {endpoint}"].headers
        assert carried["Cache-Control"] == "private, no-cache"
        assert carried["Referrer-Policy"] == "no-referrer"
        assert carried["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("role", ["visitor", "aki", "ado"])
def test_every_answer_names_its_kind_and_every_text_its_characters(place: Place, role: str) -> None:
    kinds = {what: answer.headers.get("Content-Type", "") for what, answer in _answers(place, role).items()}
    texts = re.compile(r"text/|application/(?:\w+\+)?xml|\w+/svg\+xml")

    unnamed = {
        what for what, kind in kinds.items() if not kind and _answers(place, role)[what].status not in {204, 304}
    }
    assert unnamed == set()
    assert {what: kind for what, kind in kinds.items() if texts.match(kind) and "charset=utf-8" not in kind} == {}


def test_a_picture_that_is_xml_names_its_characters_too(place: Place) -> None:
    answer = place.world.ask("visitor", "GET", "/static/favicon.svg")

    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"


@pytest.mark.parametrize("role", ["visitor", "aki"])
def test_no_other_site_is_let_in_to_read(place: Place, role: str) -> None:
    answers = [*_answers(place, role).values(), *_errors(place, role).values()]

    named = {name for answer in answers for name, _ in answer.headers if name.startswith("Access-Control")}
    assert named == set()


def test_every_rule_with_a_secret_is_a_link_or_a_file_for_one_person(place: Place) -> None:
    found = {rule.endpoint for _, rule in rules(place.app) if rule.arguments & headers.SECRETS}

    assert found == BEHIND_SECRETS | BEHIND_TOKENS


@pytest.mark.parametrize("role", ["visitor", "aki"])
def test_what_stands_behind_a_secret_is_stored_nowhere_and_its_address_is_told_to_nobody(
    place: Place, role: str
) -> None:
    answers = _answers(place, role).items()
    found = {what: answer.headers for what, answer in answers if what.split()[-1] in BEHIND_SECRETS}

    assert len(found) == len(BEHIND_SECRETS)
    assert {(one.get("Cache-Control"), one.get("Referrer-Policy")) for one in found.values()} == {
        ("no-store", "no-referrer")
    }


@pytest.mark.parametrize(("url", "expected"), [(None, None), ("https://study.example.com", "max-age=31536000")])
def test_over_https_browsers_keep_to_it_for_a_year(
    place: Place, monkeypatch: pytest.MonkeyPatch, url: str | None, expected: str | None
) -> None:
    settings = replace(place.app.config["STUDYHUB_SETTINGS"], url=url)
    monkeypatch.setitem(place.app.config, "STUDYHUB_SETTINGS", settings)

    pages = ("/sign-in", "/nowhere", "/healthz", "/static/studyhub.css")
    answers = [place.world.ask("visitor", "GET", path) for path in pages]

    assert {answer.headers.get("Strict-Transport-Security") for answer in answers} == {expected}
