"""The audit trail: every action has words, administrators see all of it, organisers their circle's."""

import ast
import csv
import io
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale

from studyhub.accounts import standing
from studyhub.audit import trail
from studyhub.audit.models import AuditEvent
from studyhub.audit.views.pages import PAGE_ROWS
from studyhub.audit.words import action_words
from studyhub.circles.models import CircleState, Visibility
from studyhub.config import ROOT
from studyhub.db import db
from studyhub.features import FEATURES
from studyhub.handing_in import Feature
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.meetings.changing import cancelling
from studyhub.people.models import UserState
from studyhub.sos.moves import HelpState
from studyhub.teams import memberships
from tests.cast import NOON, Cast, query_count

# Ends in kanji or katakana, or in the noun of a verb, such as 取り消し or 引き受け; not in 変えた or 外す.
NOUN = re.compile(r"([一-龯ァ-ヶー]|[一-龯][しみりけげれめ])$")
# What is put together from a state: every state must have its words.
COMPOSED = {
    "f'circle.{state}'": [f"circle.{state}" for state in CircleState],
    "f'chapter.{state}'": [f"chapter.{state}" for state in AssignmentState],
    "f'chapter.proposal_{word}'": [f"chapter.proposal_{word}" for word in ("agreed", "declined", "withdrawn")],
    "action": ["circle.organizer_named", "circle.organizer_stood_in"],
    "connected": ["pager.connected", "pager.changed"],
    "taken_up": ["chapter.accepted", "chapter.presented_again"],
    "f'help_wanted.{state}'": [f"help_wanted.{state}" for state in (HelpState.RESOLVED, HelpState.WITHDRAWN)],
    # Its callers name it, and are asked themselves.
    "happening": [],
}
# How the code writes into the trail: directly, or by a feature's own way to it.
RECORDS = {"trail.record", "webhooks.record", "record"}


ACTIONS = {name: action for feature in FEATURES for name, action in feature.actions.items()}


def recorded_actions(feature: str) -> Iterator[str]:
    """Every action that the code of a feature writes."""
    for path in (ROOT / "studyhub" / feature).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = dict(constants(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in RECORDS:
                first = node.args[0]
                for one in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                    written = ast.unparse(one)
                    written = named.get(written, written)
                    yield from COMPOSED[written] if written in COMPOSED else [str(ast.literal_eval(written))]


def constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The names that a module gives to texts, and these texts as code."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            yield ast.unparse(node.targets[0]), ast.unparse(node.value)


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_every_action_has_words_in_its_feature_and_every_word_an_action(feature: Feature) -> None:
    assert set(feature.actions) == set(recorded_actions(feature.name))


def test_nothing_is_recorded_outside_of_features() -> None:
    folders = {path.name for path in (ROOT / "studyhub").iterdir() if path.is_dir()}
    silent = folders - {feature.name for feature in FEATURES}

    assert [action for folder in silent for action in recorded_actions(folder)] == []


def test_every_action_is_a_noun_in_japanese(app: Flask) -> None:
    with app.test_request_context(), force_locale("ja"):
        verbs = [words for action in ACTIONS if not NOUN.search(words := action_words(action, ACTIONS))]

    assert verbs == []


def test_what_happens_in_circles_can_be_chosen_there(cast: Cast) -> None:
    inside = {name for name, action in ACTIONS.items() if action.is_in_circles}

    assert {event.action for event in db.session.scalars(db.select(AuditEvent)) if event.circle_id} <= inside


@pytest.mark.parametrize(("language", "words"), [("ja", "会に参加"), ("en", "joined the circle")])
def test_the_page_says_who_did_what(cast: Cast, language: str, words: str) -> None:
    browser = cast.browser(cast.admin)
    browser.set_cookie("language", language)

    page = browser.get("/audit/")

    assert page.status_code == 200
    assert words in page.text
    assert "Botan" in page.text


def test_a_change_says_what_it_was_and_is(cast: Cast) -> None:
    standing.move(cast.chika, UserState.SUSPENDED, by=cast.admin, now=NOON)
    standing.give_roles(cast.aki, is_admin=True, is_editor=True, is_rota_keeper=False, by=cast.admin, now=NOON)
    memberships.rename_team(cast.team, "SUZURI", by=cast.admin, now=NOON)
    browser = cast.browser(cast.admin)
    browser.set_cookie("language", "en")

    page = browser.get("/audit/").text

    assert "changed the state of an account: Member → Suspended" in page
    assert "changed somebody&#39;s roles: – → Administrator, Editor" in page
    assert "renamed a team: minne → SUZURI" in page


def test_an_organiser_sees_only_the_own_circle(cast: Cast) -> None:
    other = cast.new_circle(cast.chika, title="Elsewhere")
    page = cast.browser(cast.aki).get(f"/circles/{cast.circle.slug}/audit")

    assert page.status_code == 200
    assert "Botan" in page.text
    assert "Elsewhere" not in page.text
    assert cast.browser(cast.aki).get(f"/circles/{other.slug}/audit").status_code == 403


def test_an_administrator_learns_nothing_of_a_circle_that_is_not_open_to_them(cast: Cast) -> None:
    cast.new_circle(cast.chika, title="planted title", visibility=Visibility.PARTICIPANTS)
    browser = cast.browser(cast.admin)
    browser.set_cookie("language", "en")

    answers = [browser.get(path).text for path in ("/audit/", "/audit/events.csv")]

    assert ["Something in a circle that is not open to you" in answer for answer in answers] == [True, True]
    assert ["planted title" in answer for answer in answers] == [False, False]


def test_reasons_and_texts_stay_private(cast: Cast) -> None:
    cancelling.cancel(cast.meeting, "planted reason", cancelling.Chapters.DROP, by=cast.aki, now=NOON)

    for path in ("/audit/", "/audit/events.csv"):
        assert "planted" not in cast.browser(cast.admin).get(path).text


def lines(cast: Cast, query: str) -> list[list[str]]:
    """The rows of the file, without its heading."""
    browser = cast.browser(cast.admin)
    browser.set_cookie("language", "en")
    answer = browser.get(f"/audit/events.csv?{query}")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))[1:]


def test_the_search_finds_by_person(cast: Cast) -> None:
    assert {row[1] for row in lines(cast, "person=bot")} == {"Botan"}


def test_the_search_finds_what_was_done_to_a_person(cast: Cast) -> None:
    standing.move(cast.chika, UserState.SUSPENDED, by=cast.admin, now=NOON)

    [row] = lines(cast, "person=chika")

    assert row == ["2026-12-01 12:00", "Ado", "changed the state of an account: Member → Suspended", "Chika"]


def test_the_search_finds_by_action(cast: Cast) -> None:
    assert [row[1] for row in lines(cast, "action=circle.joined")] == ["Botan", "Aki"]


@pytest.mark.parametrize(
    ("days", "count"),
    [
        ("first_day=2026-12-01", 1),
        ("last_day=2026-12-01", 1),
        ("first_day=2026-12-01&last_day=2026-12-01", 1),
        ("first_day=2026-12-02", 0),
        ("last_day=2026-11-30", 0),
    ],
)
def test_the_search_finds_by_day(cast: Cast, days: str, count: int) -> None:
    assert len(lines(cast, f"action=circle.created&{days}")) == count


@pytest.mark.parametrize(
    "query", ["action=nothing", "first_day=yesterday", "last_day=9999-12-31", "first_day=0001-01-01"]
)
def test_a_search_that_cannot_be_is_said(cast: Cast, query: str) -> None:
    browser = cast.browser(cast.admin)

    assert browser.get(f"/audit/?{query}").status_code == 422
    assert browser.get(f"/audit/events.csv?{query}").status_code == 400


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999999", "person=%00", "last_day=2100-12-31"])
def test_odd_questions_are_answered(cast: Cast, query: str) -> None:
    assert cast.browser(cast.admin).get(f"/audit/?{query}").status_code == 200


def test_pages_lead_to_each_other_and_keep_the_search(cast: Cast) -> None:
    for _ in range(PAGE_ROWS):
        trail.record("circle.updated", cast.circle, by=cast.aki, now=NOON, circle_id=cast.circle.id)
    browser = cast.browser(cast.admin)

    first = browser.get("/audit/?person=aki").text
    second = browser.get("/audit/?person=aki&page=2").text

    assert first.count('<th scope="row"') == PAGE_ROWS
    assert 'href="/audit/?page=2&amp;person=aki"' in first
    assert 0 < second.count('<th scope="row"') < PAGE_ROWS
    assert 'href="/audit/?page=1&amp;person=aki"' in second


@pytest.mark.parametrize("more", [0, 40])
@pytest.mark.parametrize("path", ["/audit/", "/circles/{}/audit"])
def test_the_number_of_queries_stays_with_more_events(cast: Cast, path: str, more: int) -> None:
    cast.aki.is_admin = True
    for person in cast.people(more):
        standing.move(person, UserState.SUSPENDED, by=cast.admin, now=NOON)
        trail.record(
            "circle.invited", cast.circle, by=person, now=NOON, circle_id=cast.circle.id, after={"user_ids": [1]}
        )
    browser = cast.browser(cast.aki)
    address = path.format(cast.circle.slug)
    browser.get(address)

    tables = sum(len(feature.subjects) for feature in FEATURES)
    # One for each table that events are about.
    with query_count(tables + (2 if path == "/audit/" else 4)):
        browser.get(address)


def test_the_file_runs_nothing_in_a_spreadsheet(cast: Cast) -> None:
    cast.chika.name = '=HYPERLINK("https://evil.example")'
    standing.move(cast.chika, UserState.SUSPENDED, by=cast.chika, now=NOON)

    [row] = lines(cast, "action=user.moved")

    assert row[1].startswith("'=")
    assert row[3].startswith("'=")


def test_the_pages_are_found_from_settings_and_the_circle(cast: Cast) -> None:
    assert 'href="/audit/"' in cast.browser(cast.admin).get("/settings/").text
    assert (
        f'href="/circles/{cast.circle.slug}/audit"'
        in cast.browser(cast.aki).get(f"/circles/{cast.circle.slug}/edit").text
    )
