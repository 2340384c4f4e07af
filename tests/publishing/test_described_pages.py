"""What search engines and other sites show of our pages."""

import re
from dataclasses import replace
from html import unescape

import pytest

from studyhub.circles.models import Visibility
from studyhub.meetings.changing import cancelling
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.notes import tagging
from tests.cast import NOON, Cast
from tests.publishing.served import CANARY, approved, edited, hours, public, released, shared
from tests.rights.tables.expected import ROWS

ROOT = "https://study.example.com"
DESCRIBED = {
    "circles.index", "circles.show", "home.index", "meetings.show", "notes.index", "notes.show", "publishing.index",
    "search.index_tags", "search.show_tag",
}  # fmt: skip
# Files, and pages on which one does something: nobody looks for them.
NOT_DESCRIBED = {
    "accounts.sign_in", "calendars.show", "calendars.show_circle", "calendars.show_mine", "calendars.show_my_circle",
    "delivery.show_unsubscription", "health.alive", "health.metrics", "health.ready", "invitations.edit",
    "publishing.show_circle_notes", "publishing.show_my_notes", "publishing.show_notes", "publishing.show_tag_notes",
    "registrations.edit", "registrations.new", "meetings.show_claim", "reminders.show_absence", "reminders.show_stop",
    "resets.edit", "resets.new", "search.index", "static",
    "calendars.show_duty", "calendars.show_team_duty", "duty.show_calendar", "duty.show_now", "duty.show_screen",
}  # fmt: skip


@pytest.fixture
def pages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The page of each address a visitor may open, reached under a host that is not the configured one."""
    settings = replace(cast.app.config["STUDYHUB_SETTINGS"], url=ROOT)
    monkeypatch.setitem(cast.app.config, "STUDYHUB_SETTINGS", settings)
    public(cast).description = "SRE の本を読みます。\n毎週水曜\n会議室さくら"
    cast.meeting.description = "前半を読む"
    note = shared(cast, meeting=cast.meeting)
    tagging.change(note, "", "SLO")
    approved(cast, note, hours(1))
    edited(cast, note, "まだ誰も読んでいない文章", at=hours(3), title="新しい題")
    addresses = ["/circles/", "/circles/sre/", f"/meetings/{cast.meeting.id}/", "/notes/", f"/notes/{note.id}/"]
    addresses += ["/tags/", "/tags/slo/", "/feeds/"]
    return {address: cast.browser().get(address).text for address in addresses}


def said(page: str) -> dict[str, list[str]]:
    """What the head of a page says of it, by name."""
    head = page.split("</head>", maxsplit=1)[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', head):
        found.setdefault(name, []).append(unescape(value))
    found["canonical"] = re.findall(r'<link rel="canonical" href="([^"]*)">', head)
    return found


def test_every_page_a_visitor_may_open_is_described_or_known_not_to_be() -> None:
    opened = {row.endpoint for row in ROWS if row.method == "GET" and row.answers["visitor"][0] == 200}

    assert opened == DESCRIBED | NOT_DESCRIBED


def test_every_public_page_says_what_it_is_and_where_it_stands(pages: dict[str, str]) -> None:
    for address, page in pages.items():
        about = said(page)
        own = {name: about[name] for name in ("description", "og:title", "og:description", "og:type", "og:locale")}
        assert [len(values) for values in own.values()] == [1] * 5, address
        assert all(value.strip() for [value] in own.values()), address
        assert about["description"] == about["og:description"]
        assert about["canonical"] == about["og:url"] == [f"{ROOT}{address}"]
        assert about["og:site_name"] == ["Example"]
        assert about["og:type"] == ["article" if address.startswith("/notes/1") else "website"]


def test_a_circle_a_session_and_a_note_are_described_in_their_own_words(cast: Cast, pages: dict[str, str]) -> None:
    circle, meeting = said(pages["/circles/sre/"]), said(pages[f"/meetings/{cast.meeting.id}/"])

    assert (circle["og:title"], circle["description"]) == (["SRE"], ["SRE の本を読みます。毎週水曜、会議室さくら"])
    assert meeting["og:title"] == ["SRE 第1回 Chapter 1"]
    assert meeting["description"] == ["12月2日(水) 19:00、前半を読む"]


def test_where_visitors_begin_is_named_after_the_organisation(pages: dict[str, str]) -> None:
    assert said(pages["/circles/"])["og:title"] == ["Example の読書会・勉強会"]


def test_a_note_is_described_by_what_was_released(pages: dict[str, str]) -> None:
    [page] = [page for address, page in pages.items() if re.fullmatch(r"/notes/\d+/", address)]

    assert said(page)["og:title"] == ["ノート 1"]
    assert said(page)["description"] == ["平均ではなく「分布」で見る。脚注つき。"]
    assert CANARY not in page
    assert "まだ誰も" not in page


@pytest.mark.parametrize("visibility", [Visibility.INSIDE, Visibility.PARTICIPANTS])
def test_what_is_not_public_is_described_to_nobody(cast: Cast, visibility: Visibility) -> None:
    cast.circle.visibility = visibility
    note = released(cast, meeting=cast.meeting).note
    browser = cast.browser(cast.aki)

    for address in ("/circles/sre/", f"/meetings/{cast.meeting.id}/", f"/notes/{note.id}/"):
        assert "canonical" not in browser.get(address).text
        assert 'name="description"' not in browser.get(address).text


def test_a_circle_without_a_description_is_described_by_its_book(cast: Cast) -> None:
    public(cast)

    assert said(cast.browser().get("/circles/sre/").text)["description"] == ["読書会:SRE book"]


def test_a_session_that_is_called_off_is_described_as_such(cast: Cast) -> None:
    public(cast)
    cancelling.cancel(cast.meeting, "Ill", Chapters.SLIDE, by=cast.aki, now=NOON)

    about = said(cast.browser().get(f"/meetings/{cast.meeting.id}/").text)

    assert about["og:title"] == ["SRE 第1回（中止）"]


@pytest.mark.parametrize(("language", "locale"), [("ja", "ja_JP"), ("en", "en_US")])
def test_the_language_of_the_page_is_said(cast: Cast, language: str, locale: str) -> None:
    page = cast.browser().get("/circles/", headers={"Accept-Language": language}).text

    assert said(page)["og:locale"] == [locale]


def test_the_first_page_of_visitors_announces_the_feeds_and_the_calendar(cast: Cast) -> None:
    browser = cast.browser()
    page = browser.get("/").text

    assert re.findall(r'<link rel="alternate" type="([^"]+)"[^>]* href="([^"]+)">', page) == [
        ("application/atom+xml", "/feeds/notes.atom"),
        ("application/rss+xml", "/feeds/notes.rss"),
        ("application/feed+json", "/feeds/notes.json"),
        ("text/calendar", "/calendar.ics"),
    ]
