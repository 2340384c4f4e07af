"""What is peculiar to a service: written by anybody, shown with its author, asked about when it is old."""

from datetime import timedelta
from typing import Any

import pytest
from lxml import html

from studyhub.db import db
from studyhub.services import queries, quirks
from studyhub.services.handed_in import waiting
from studyhub.services.models import Quirk, QuirkRevision, Service
from studyhub.services.quirks import ChangedMeanwhile, Words
from tests.cast import NOON, Cast
from tests.meetings.scenes import go_to
from tests.services.conftest import new_service

LONG_AGO = NOON - timedelta(days=200)
WAIT = Words("Wait", "Ten minutes", "<p>Ten minutes</p>")


def written(cast: Cast, service: Service, words: Words = WAIT, **when: Any) -> Quirk:
    return quirks.write(service, words, by=cast.botan, now=when.get("now", NOON))


def test_each_text_stays_with_its_author(cast: Cast, service: Service) -> None:
    quirk = written(cast, service)

    quirks.rewrite(quirk, Words("Wait longer", "", ""), base=1, by=cast.chika, now=NOON)

    revisions = db.session.scalars(queries.revisions_of(quirk))
    assert [(one.title, one.author.name) for one in revisions] == [("Wait longer", "Chika"), ("Wait", "Botan")]
    assert quirk.head.title == "Wait longer"


def test_a_text_begun_from_an_older_one_overwrites_nothing(cast: Cast, service: Service) -> None:
    quirk = written(cast, service)
    quirks.rewrite(quirk, Words("Wait longer", "", ""), base=1, by=cast.chika, now=NOON)

    with pytest.raises(ChangedMeanwhile):
        quirks.rewrite(quirk, Words("Do not wait", "", ""), base=1, by=cast.botan, now=NOON)

    assert quirk.head.title == "Wait longer"


def test_where_two_write_at_once_the_later_one_reads_both_and_saves_knowingly(cast: Cast, service: Service) -> None:
    quirk = written(cast, service)
    address = f"/services/quirks/{quirk.id}/edit"
    cast.browser(cast.chika).post(address, data={"title": "Wait longer", "body": "", "base": "1"})
    browser = cast.browser(cast.botan)

    refused = browser.post(address, data={"title": "Do not wait", "body": "Mine", "base": "1"})

    assert refused.status_code == 422
    assert "Wait longer" in refused.text
    assert "Mine" in refused.text
    browser.post(address, data={"title": "Do not wait", "body": "Mine", "base": "2"})
    assert db.session.get_one(Quirk, quirk.id).head.title == "Do not wait"


def test_saved_unchanged_it_is_confirmed_without_a_new_text(cast: Cast, service: Service) -> None:
    quirk = written(cast, service, now=LONG_AGO)

    quirks.rewrite(quirk, WAIT, base=1, by=cast.chika, now=NOON)

    assert (quirk.confirmed_at, quirk.confirmed_by_id, quirk.head_number) == (NOON, cast.chika.id, 1)


def test_it_is_asked_about_six_months_after_it_was_confirmed(cast: Cast, service: Service) -> None:
    quirk = written(cast, service, now=NOON.replace(month=6))

    assert quirks.is_asked(quirk, NOON)
    assert not quirks.is_asked(quirk, NOON - timedelta(seconds=1))


@pytest.mark.parametrize("how", ["confirm", "retire", "rewrite"])
def test_the_team_is_asked_once_for_a_service_until_each_is_settled(cast: Cast, service: Service, how: str) -> None:
    old = [written(cast, service, now=LONG_AGO) for _ in range(2)]
    written(cast, service)

    assert [tuple(row) for row in waiting.unconfirmed(cast.botan, NOON)] == [(service.id, "cart-api", 2)]
    assert waiting.unconfirmed(cast.chika, NOON) == []
    for quirk in old:
        more: Any = {"words": Words("Other", "", ""), "base": 1} if how == "rewrite" else {}
        getattr(quirks, how)(quirk, **more, by=cast.chika, now=NOON)
    assert waiting.unconfirmed(cast.botan, NOON) == []


def test_one_press_confirms_and_one_takes_a_retirement_back(cast: Cast, service: Service) -> None:
    quirk = written(cast, service, now=LONG_AGO)
    browser = cast.browser(cast.chika)

    browser.post(f"/services/quirks/{quirk.id}/confirmation")
    browser.post(f"/services/quirks/{quirk.id}/retirement")

    assert f"/services/quirks/{quirk.id}/retirement/delete" in browser.get(f"/services/{service.id}/").text
    browser.post(f"/services/quirks/{quirk.id}/retirement/delete")
    kept = db.session.get_one(Quirk, quirk.id)
    assert (kept.retired_at, kept.confirmed_by_id) == (None, cast.chika.id)


def test_beside_the_day_stands_who_confirmed_it_and_the_writer_apart(cast: Cast, service: Service) -> None:
    quirk = written(cast, service, now=LONG_AGO)
    quirks.confirm(quirk, by=cast.chika, now=NOON)
    go_to(NOON)

    page: Any = html.fromstring(cast.browser(cast.aki).get(f"/services/{service.id}/").text)

    [line] = page.xpath("//section[@aria-labelledby='quirks']//p[contains(@class, 'row')]")
    assert " ".join(line.text_content().split()) == "✓ 12月1日に確認 Chika ・ 書いた人:Botan ・ 履歴"


def test_it_is_rendered_once_as_notes_inside_and_runs_nothing(cast: Cast, service: Service) -> None:
    typed = {"title": "Wait", "body": "**再起動しない**で<script>alert(1)</script>"}

    cast.browser(cast.chika).post(f"/services/{service.id}/quirks", data=typed)

    rendered = db.session.scalars(db.select(QuirkRevision.html)).one()
    assert "<strong>再起動しない</strong>" in rendered
    assert "<script" not in rendered


def test_a_service_without_quirks_offers_to_write_the_first_one(cast: Cast, service: Service) -> None:
    text = cast.browser(cast.chika).get(f"/services/{service.id}/").text

    assert "最初の1つを書く" in text


def test_the_search_finds_services_and_quirks_and_shows_visitors_neither(cast: Cast, service: Service) -> None:
    new_service(cast, "search-api", summary="商品の検索")
    written(cast, service, Words("障害時は検索を止める", "", ""))

    pages = {kind: f"/search?q=検索&kind={kind}" for kind in ("services", "quirks")}
    inside = {kind: cast.browser(cast.chika).get(page).text for kind, page in pages.items()}
    outside = [cast.browser().get(page).text for page in pages.values()]

    assert "search-api" in inside["services"]
    assert "障害時は" in inside["quirks"]
    assert not any("search-api" in text or "障害時は" in text for text in outside)


def test_a_service_is_found_by_the_words_of_its_quirks(cast: Cast, service: Service) -> None:
    written(cast, service, Words("Wait", "cartctl drain", ""))
    new_service(cast, "mail")

    text = cast.browser(cast.chika).get("/services/?q=drain").text

    assert "cart-api</a>" in text
    assert "mail</a>" not in text
