"""What feed readers get from the application."""

import contextvars
import json
from datetime import datetime
from email.utils import format_datetime
from typing import Any

import feedparser
import pytest
from lxml import etree

from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.notes.edits import writing
from studyhub.notes.releases import releasing
from studyhub.people.models import OutsideName
from studyhub.publishing.models import FeedFile
from studyhub.settings.models import Organization
from tests.cast import Browser, Cast
from tests.publishing.reading.feeds import NAMESPACES, by_feedparser, by_json
from tests.publishing.served import CANARY, FORMATS, approved, edited, facts, hours, my, public, released, shared

TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json",
}


def items(body: bytes, form: str) -> list[Any]:
    return by_json(body) if form == "json" else by_feedparser(body)


@pytest.mark.parametrize("form", FORMATS)
def test_released_notes_are_served_to_everybody(cast: Cast, form: str) -> None:
    note = released(cast).note

    answer = cast.browser().get(f"/feeds/notes.{form}")

    [item] = items(answer.data, form)
    assert (item.id, item.title, item.url) == (note.uid, "ノート 1", f"http://localhost/notes/{note.id}/")
    assert answer.headers["Content-Type"] == TYPES[form]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("form", FORMATS)
def test_no_session_is_touched(cast: Cast, form: str) -> None:
    released(cast)

    answer = signed_in_for_long(cast).get(f"/feeds/notes.{form}")

    assert "Set-Cookie" not in answer.headers
    assert "Vary" not in answer.headers


def signed_in_for_long(cast: Cast) -> Browser:
    """A browser whose cookie is sent anew with every page."""
    browser = cast.browser(cast.aki)
    with contextvars.Context().run(browser.session_transaction) as session:
        session.permanent = True
    assert "Set-Cookie" in browser.get("/feeds/").headers
    return browser


def test_formats_tell_the_same_in_the_same_order(cast: Cast) -> None:
    for number in (1, 3, 2):
        released(cast, number)

    read = [items(cast.browser().get(f"/feeds/notes.{form}").data, form) for form in FORMATS]

    assert read[0] == read[1] == read[2]
    assert [item.title for item in read[0]] == ["ノート 3", "ノート 2", "ノート 1"]


def test_notes_published_in_one_moment_stand_in_the_order_of_their_ids(cast: Cast) -> None:
    first, second = (shared(cast, title=title) for title in ("First", "Second"))
    for note in (second, first):
        approved(cast, note, hours(2))

    read = items(cast.browser().get("/feeds/notes.atom").data, "atom")

    assert [item.id for item in read] == [second.uid, first.uid]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(cast: Cast, method: str) -> None:
    answer = cast.browser().open("/feeds/notes.rss", method=method)

    assert answer.status_code == 405
    assert sorted(answer.headers["Allow"].split(", ")) == ["GET", "HEAD"]


def test_an_edit_changes_neither_place_nor_publication(cast: Cast) -> None:
    release = released(cast, 1)
    released(cast, 2)
    edited(cast, release.note, "新しい文章", at=hours(3))
    approved(cast, release.note, hours(4))

    [_newest, item] = json.loads(cast.browser().get("/feeds/notes.json").data)["items"]

    assert item["id"] == release.note.uid
    assert datetime.fromisoformat(item["date_published"]) == hours(1)
    assert datetime.fromisoformat(item["date_modified"]) == hours(4)


def test_text_under_renewed_review_stays_the_released_one(cast: Cast) -> None:
    note = released(cast).note
    edited(cast, note, "まだ誰も読んでいない文章", at=hours(3))

    body = cast.browser().get("/feeds/notes.json").text

    assert "分布" in body
    assert "まだ誰も" not in body


def test_shared_or_asked_for_is_not_released(cast: Cast) -> None:
    note = shared(cast)
    releasing.request(note, by=cast.botan, now=hours(2))

    assert items(cast.browser().get("/feeds/notes.json").data, "json") == []


def test_retracted_note_is_gone_from_every_feed_at_the_next_fetch(cast: Cast) -> None:
    release = released(cast, circle=public(cast))
    browser = cast.browser()
    addresses = [f"{path}.{form}" for path in ("/feeds/notes", "/circles/sre/notes") for form in FORMATS]
    assert all("ノート 1" in browser.get(address).text for address in addresses)

    releasing.retract(release, by=cast.editor, now=hours(3))

    assert not any("ノート 1" in browser.get(address).text for address in addresses)
    assert browser.get(f"/notes/{release.note_id}/").status_code == 410


def test_nothing_internal_is_in_any_feed(cast: Cast) -> None:
    released(cast, circle=public(cast))
    addresses = [f"{path}.{form}" for path in ("/feeds/notes", "/circles/sre/notes") for form in FORMATS]
    private = [my(cast.aki, f"notes.{form}") for form in FORMATS]

    for address in [*addresses, *private]:
        answer = cast.browser().get(address)
        assert answer.status_code == 200
        assert CANARY not in answer.text


@pytest.mark.parametrize(
    ("outside_name", "names"),
    [(OutsideName.REAL, ["Botan"]), (OutsideName.PEN, ["peony"]), (OutsideName.ANONYMOUS, ["参加者の一人"])],
)
def test_people_are_named_only_as_they_agreed(cast: Cast, outside_name: OutsideName, names: list[str]) -> None:
    cast.botan.outside_name, cast.botan.pen_name = outside_name, "peony"
    released(cast)

    [item] = json.loads(cast.browser().get("/feeds/notes.json").data)["items"]
    atom = etree.fromstring(cast.browser().get("/feeds/notes.atom").data)
    rss = etree.fromstring(cast.browser().get("/feeds/notes.rss").data)

    assert [author["name"] for author in item["authors"]] == names
    assert atom.xpath("//a:entry/a:author/a:name/text()", namespaces={"a": NAMESPACES["atom"]}) == names
    assert rss.xpath("//item/dc:creator/text()", namespaces=NAMESPACES) == names


@pytest.mark.parametrize(("language", "words"), [("ja", "参加者2人"), ("en", "2 participants")])
def test_several_without_a_name_are_counted_as_on_the_page_in_the_feeds_language(
    cast: Cast, language: str, words: str
) -> None:
    db.session.get_one(Organization, 1).language = language
    note = shared(cast)
    head = note.head
    assert head is not None
    writing.edit(note, head, note.title, "二人で書いた文章", by=cast.aki, now=hours(2))
    approved(cast, note, hours(3))

    [item] = json.loads(cast.browser().get("/feeds/notes.json").data)["items"]
    page = cast.browser().get(f"/notes/{note.id}/", headers={"Accept-Language": language}).text

    assert item["authors"] == [{"name": words}]
    assert f"<span>{words}</span>" in page


def test_author_of_a_feed_is_the_organisation(cast: Cast) -> None:
    released(cast, circle=public(cast))

    for path in ("/feeds/notes", "/circles/sre/notes"):
        feeds = {form: cast.browser().get(f"{path}.{form}").data for form in FORMATS}
        atom, rss = etree.fromstring(feeds["atom"]), etree.fromstring(feeds["rss"])
        assert atom.findtext("a:author/a:name", "", {"a": NAMESPACES["atom"]}) == "Example"
        assert rss.findtext("channel/dc:creator", "", NAMESPACES) == "Example"
        assert json.loads(feeds["json"])["authors"] == [{"name": "Example"}]


def test_who_takes_their_name_back_is_gone_at_the_next_fetch(cast: Cast) -> None:
    cast.botan.outside_name = OutsideName.REAL
    released(cast)
    browser = cast.browser()
    assert "Botan" in browser.get("/feeds/notes.atom").text

    cast.botan.outside_name = OutsideName.ANONYMOUS

    assert "Botan" not in browser.get("/feeds/notes.atom").text


@pytest.mark.parametrize("form", ["atom", "json"])
def test_older_items_follow_page_by_page_none_twice(cast: Cast, form: str) -> None:
    db.session.get_one(Organization, 1).feed_items = 20
    notes = [released(cast, number).note for number in range(1, 46)]
    browser = cast.browser()
    seen: list[str] = []
    address: str | None = f"/feeds/notes.{form}"

    while address:
        body = browser.get(address).data
        page = items(body, form)
        assert len(page) <= 20
        seen += [item.id for item in page]
        # What is published meanwhile moves no page.
        if len(seen) == 20:
            released(cast, 99)
        address = next_address(body, form)

    assert seen == [note.uid for note in reversed(notes)]


def next_address(body: bytes, form: str) -> str | None:
    if form == "json":
        address = json.loads(body).get("next_url")
    else:
        links = by_links(body)
        address = links.get("next")
    return address.removeprefix("http://localhost") if address else None


def by_links(body: bytes) -> dict[str, str]:
    return {link.rel: link.href for link in feedparser.parse(body).feed.links}


def test_page_that_begins_nowhere_is_404(cast: Cast) -> None:
    browser = cast.browser()

    for before in ("", "x", "1", "１-２", "-1", "9" * 30 + "-1", "%00"):
        assert browser.get(f"/feeds/notes.atom?before={before}").status_code == 404


def test_older_pages_are_not_kept(cast: Cast) -> None:
    released(cast)
    browser = cast.browser()
    browser.get("/feeds/notes.atom")

    browser.get("/feeds/notes.atom?before=1764558000000000-9")

    assert len(db.session.scalars(db.select(FeedFile)).all()) == 1


def test_circles_feed_holds_its_own_notes_only(cast: Cast) -> None:
    here = released(cast, 1, circle=public(cast)).note
    other = cast.new_circle(cast.aki, title="Other")
    released(cast, 2, circle=other)

    answer = cast.browser().get("/circles/sre/notes.atom")

    assert [item.id for item in items(answer.data, "atom")] == [here.uid]
    assert by_links(answer.data)["alternate"] == "http://localhost/circles/sre/"
    assert by_links(answer.data)["self"] == "http://localhost/circles/sre/notes.atom"


@pytest.mark.parametrize("visibility", [Visibility.INSIDE, Visibility.PARTICIPANTS])
@pytest.mark.parametrize("name", [None, "aki"])
def test_circle_that_is_not_public_has_no_public_feed(cast: Cast, visibility: Visibility, name: str | None) -> None:
    cast.circle.visibility = visibility
    released(cast)
    browser = cast.browser(getattr(cast, name) if name else None)

    assert [browser.get(f"/circles/{slug}/notes.rss").status_code for slug in ("sre", "none", "%00", "会")] == [404] * 4


def test_feed_speaks_the_organisations_language(cast: Cast) -> None:
    db.session.get_one(Organization, 1).language = "en"

    feed = json.loads(cast.browser().get("/feeds/notes.json").data)

    assert (feed["title"], feed["language"]) == ("Example: notes", "en")


def test_date_of_the_request_changes_nothing(cast: Cast) -> None:
    released(cast)
    browser = cast.browser()
    before = facts(browser.get("/feeds/notes.atom"))

    later = browser.get("/feeds/notes.atom", headers={"Date": format_datetime(hours(9)), "Accept-Language": "en"})

    assert facts(later) == before


def test_pages_announce_their_feeds(cast: Cast) -> None:
    public(cast)
    browser = cast.browser(cast.aki)

    pages = {address: browser.get(address).text for address in ("/", "/notes/", "/circles/sre/", "/feeds/")}

    for page in pages.values():
        assert 'type="application/atom+xml"' in page
        assert 'type="application/rss+xml"' in page
        assert 'type="application/feed+json"' in page
    assert 'href="/circles/sre/notes.rss"' in pages["/circles/sre/"]
    assert 'href="/circles/sre/calendar.ics"' in pages["/circles/sre/"]


def test_no_stylesheet_is_sent_along(cast: Cast) -> None:
    assert b"xml-stylesheet" not in cast.browser().get("/feeds/notes.rss").data
