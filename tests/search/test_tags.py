"""Pages and feeds of tags."""

import json
from datetime import timedelta
from typing import Any

import pytest

from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.notes import tagging
from studyhub.notes.models import Note, Release, Tag
from studyhub.notes.releases import releasing
from studyhub.people.models import User
from tests.cast import NOON, Cast, query_count
from tests.publishing.rules import assert_valid_atom, assert_valid_json, assert_valid_rss
from tests.publishing.served import FORMATS, approved, at, facts, shared
from tests.search.scenes import parsed

VALID = {"rss": assert_valid_rss, "atom": assert_valid_atom, "json": assert_valid_json}


def tagged(cast: Cast, number: int, tags: str, **changes: Any) -> Note:
    """A shared note with tags."""
    note = shared(cast, number, **changes)
    tagging.change(note, "", tags)
    db.session.commit()
    return note


def published(cast: Cast, number: int, tags: str, **changes: Any) -> Release:
    """A released note with tags."""
    return approved(cast, tagged(cast, number, tags, **changes), NOON + timedelta(hours=number))


def tags_seen(cast: Cast, user: User | None) -> list[tuple[str, str]]:
    """Each tag of the list with its count, and where it leads."""
    page = parsed(cast.browser(user).get("/tags/").text)
    links = page.xpath('//ul[@class="tag-list"]//a')
    return [(link.text.strip() + " " + link.xpath("string(span[1])"), link.attrib["href"]) for link in links]


def titles(cast: Cast, user: User | None, tag: str, **arguments: Any) -> list[str] | int:
    """The notes on the page of a tag, or the status of another answer."""
    answer = cast.browser(user).get(f"/tags/{tag}/", query_string=arguments)
    if answer.status_code != 200:
        return answer.status_code
    found = parsed(answer.text).xpath('//ul[@class="waits"]/li//a')
    return [link.text_content() for link in found]


def test_one_word_is_one_tag_however_it_is_written(cast: Cast) -> None:
    tagged(cast, 1, "SLO")
    tagged(cast, 2, "ＳＬＯ")
    tagged(cast, 3, "slo、#Slo")

    assert [tag.name for tag in db.session.scalars(db.select(Tag))] == ["SLO"]
    assert tags_seen(cast, cast.chika) == [("SLO 3", "/tags/slo/")]


def test_tags_are_counted_over_what_one_may_open_the_most_used_first(cast: Cast) -> None:
    hidden = cast.new_circle(cast.aki, title="Hidden", visibility=Visibility.PARTICIPANTS)
    tagged(cast, 1, "監視, SLO")
    published(cast, 2, "SLO, C#")
    tagged(cast, 3, "監視, 内緒", circle=hidden)
    draft = tagged(cast, 4, "下書き")
    releasing.unshare(draft, by=cast.aki, now=NOON)

    assert [tag for tag, _ in tags_seen(cast, cast.chika)] == ["SLO 2", "C# 1", "監視 1"]
    assert [tag for tag, _ in tags_seen(cast, cast.aki)] == ["SLO 2", "監視 2", "C# 1", "下書き 1", "内緒 1"]
    assert [tag for tag, _ in tags_seen(cast, None)] == ["C# 1", "SLO 1"]


@pytest.mark.parametrize(
    "name", ["監視", "C#", "CI/CD", "100%", "a?b&c=d", "..x", "a b", "ゼロ トラスト", "+1", "x/notes.rss"]
)
def test_every_tag_leads_to_its_notes_and_its_feed(cast: Cast, name: str) -> None:
    published(cast, 1, name)
    browser = cast.browser()
    [(_, address)] = tags_seen(cast, None)

    page = browser.get(address)
    [feed] = parsed(page.text).xpath('//link[@type="application/feed+json"]/@href')

    assert "ノート 1" in page.text
    assert json.loads(browser.get(feed).data)["items"][0]["tags"] == [name]


@pytest.mark.parametrize("written", ["SLO", "ＳＬＯ", "sLo"])
def test_every_writing_of_a_tag_leads_to_one_address(cast: Cast, written: str) -> None:
    published(cast, 1, "SLO")

    answer = cast.browser().get(f"/tags/{written}/")

    assert (answer.status_code, answer.location) == (301, "/tags/slo/")


def test_a_tag_shows_what_the_reader_may_open(cast: Cast) -> None:
    hidden = cast.new_circle(cast.aki, title="Hidden", visibility=Visibility.PARTICIPANTS)
    published(cast, 1, "slo")
    tagged(cast, 2, "slo")
    tagged(cast, 3, "slo, 内緒", circle=hidden)

    assert titles(cast, None, "slo") == ["ノート 1"]
    assert titles(cast, cast.chika, "slo") == ["ノート 2", "ノート 1"]
    assert titles(cast, cast.aki, "slo") == ["ノート 3", "ノート 2", "ノート 1"]
    for user in (None, cast.chika, cast.admin):
        assert titles(cast, user, "内緒") == 404
        assert titles(cast, user, "nothing") == 404


def test_visitors_read_the_tags_that_were_approved_and_no_newer_ones(cast: Cast) -> None:
    release = published(cast, 1, "slo")
    tagging.change(release.note, "slo", "内緒")

    assert titles(cast, None, "slo") == ["ノート 1"]
    assert titles(cast, None, "内緒") == 404
    assert titles(cast, cast.chika, "内緒") == ["ノート 1"]


def test_a_member_reads_what_is_published_of_a_note_they_may_not_open_inside(cast: Cast) -> None:
    hidden = cast.new_circle(cast.aki, title="Hidden", visibility=Visibility.PARTICIPANTS)
    published(cast, 1, "slo", circle=hidden)

    assert titles(cast, cast.chika, "slo") == ["ノート 1"]


def test_tags_on_a_note_lead_to_their_pages(cast: Cast) -> None:
    note = published(cast, 1, "ＣＩ/CD").note

    for user in (None, cast.chika):
        assert 'href="/tags/ci/cd/"' in cast.browser(user).get(f"/notes/{note.id}/").text


def test_a_page_of_a_tag_goes_on_with_the_next(cast: Cast) -> None:
    for number in range(22):
        tagged(cast, number, "slo")
    page = parsed(cast.browser(cast.chika).get("/tags/slo/").text)
    [following] = page.xpath('//a[@rel="next"]/@href')

    rest = parsed(cast.browser(cast.chika).get(following).text)

    assert rest.xpath('//ul[@class="waits"]/li//a/text()') == ["ノート 1", "ノート 0"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_feed_holds_what_was_published_with_the_tag(cast: Cast, form: str) -> None:
    published(cast, 1, "slo")
    published(cast, 2, "slow")
    tagged(cast, 3, "slo")

    answer = cast.browser(cast.aki).get(f"/tags/slo/notes.{form}")

    VALID[form](answer.data)
    assert "ノート 1" in answer.text
    assert "ノート 2" not in answer.text
    assert "ノート 3" not in answer.text
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer.headers


def test_a_feed_is_announced_where_there_is_one(cast: Cast) -> None:
    published(cast, 1, "slo")
    tagged(cast, 2, "内側")
    browser = cast.browser(cast.chika)

    for tag, announced in (
        ("slo", ["/tags/slo/notes.atom", "/tags/slo/notes.rss", "/tags/slo/notes.json"]),
        ("内側", []),
    ):
        page = parsed(browser.get(f"/tags/{tag}/").text)
        assert page.xpath('//link[@rel="alternate"]/@href') == announced


@pytest.mark.parametrize("form", FORMATS)
def test_a_tag_that_never_left_has_no_feed_whoever_asks(cast: Cast, form: str) -> None:
    tagged(cast, 1, "内側")

    for tag in ("内側", "nothing"):
        assert cast.browser(cast.aki).get(f"/tags/{tag}/notes.{form}").status_code == 404


@pytest.mark.parametrize("form", FORMATS)
def test_a_retracted_note_leaves_the_feed_which_says_since_when(cast: Cast, form: str) -> None:
    release = published(cast, 1, "slo")
    later = NOON + timedelta(days=3)
    at(later)
    browser = cast.browser()
    before = facts(browser.get(f"/tags/slo/notes.{form}"))
    releasing.retract(release, by=cast.editor, now=later)

    answer = browser.get(f"/tags/slo/notes.{form}")

    assert "ノート 1" not in answer.text
    assert facts(answer) != before
    assert answer.last_modified == later


@pytest.mark.parametrize("form", FORMATS)
def test_a_note_that_loses_the_tag_leaves_the_feed_which_says_since_when(cast: Cast, form: str) -> None:
    note = published(cast, 1, "slo").note
    later = NOON + timedelta(days=3)
    at(later)
    tagging.change(note, "slo", "sre")
    approved(cast, note, later)

    answer = cast.browser().get(f"/tags/slo/notes.{form}")

    assert "ノート 1" not in answer.text
    assert answer.last_modified == later


@pytest.mark.parametrize("form", FORMATS)
def test_every_writing_of_a_tag_gives_the_same_feed(cast: Cast, form: str) -> None:
    published(cast, 1, "SLO")
    browser = cast.browser()

    assert facts(browser.get(f"/tags/slo/notes.{form}")) == facts(browser.get(f"/tags/ＳＬＯ/notes.{form}"))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(cast: Cast, method: str) -> None:
    assert cast.browser().open("/tags/slo/notes.rss", method=method).status_code == 405


@pytest.mark.parametrize("tag", ["x" * 50_000, "%00", "%", "_", "\u202e", "..", "a//b", "//x", "slo\\"])
def test_any_tag_is_answered(cast: Cast, tag: str) -> None:
    published(cast, 1, "slo")

    for ending in ("", "notes.rss"):
        assert cast.browser(cast.aki).get(f"/tags/{tag}/{ending}").status_code in {301, 308, 404}


@pytest.mark.parametrize("many", [3, 30])
@pytest.mark.parametrize(("address", "expected"), [("/tags/", 2), ("/tags/slo/", 4)])
def test_query_count_stays_with_more_notes(cast: Cast, many: int, address: str, expected: int) -> None:
    for number in range(many):
        published(cast, number, f"slo, tag{number}")
    browser = cast.browser(cast.chika)

    with query_count(expected):
        browser.get(address)
