"""Feed readers that ask again: tags, dates, and bytes that are kept."""

from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from sqlalchemy import event

from studyhub.db import db
from studyhub.notes.releases import releasing
from studyhub.people.models import OutsideName
from studyhub.publishing.models import FeedFile
from tests.cast import NOON, Cast, query_count
from tests.publishing.served import FORMATS, approved, edited, facts, hours, released


@pytest.mark.parametrize("form", FORMATS)
def test_head_is_get_without_the_body(cast: Cast, form: str) -> None:
    released(cast)
    browser = cast.browser()
    got = browser.get(f"/feeds/notes.{form}")

    headed = browser.head(f"/feeds/notes.{form}")

    assert headed.data == b""
    unstable = {"X-Request-ID", "Date"}
    assert {(k, v) for k, v in headed.headers if k not in unstable} == {
        (k, v) for k, v in got.headers if k not in unstable
    }


@pytest.mark.parametrize("written", ["{tag}", "W/{tag}", '"other", {tag}', "*"])
def test_who_has_the_tag_gets_304_without_a_body(cast: Cast, written: str) -> None:
    released(cast)
    browser = cast.browser()
    tag = browser.get("/feeds/notes.atom").headers["ETag"]

    answer = browser.get("/feeds/notes.atom", headers={"If-None-Match": written.format(tag=tag)})

    assert not tag.startswith("W/")
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_who_has_the_date_gets_304(cast: Cast) -> None:
    released(cast)
    browser = cast.browser()
    date = browser.get("/feeds/notes.rss").headers["Last-Modified"]

    answer = browser.get("/feeds/notes.rss", headers={"If-Modified-Since": date})

    assert (answer.status_code, answer.data) == (304, b"")


def test_another_tag_beats_the_date(cast: Cast) -> None:
    released(cast)
    browser = cast.browser()
    date = browser.get("/feeds/notes.rss").headers["Last-Modified"]

    answer = browser.get("/feeds/notes.rss", headers={"If-None-Match": '"other"', "If-Modified-Since": date})

    assert answer.status_code == 200


def test_date_is_that_of_the_newest_change(cast: Cast) -> None:
    release = released(cast, 1)
    released(cast, 2)
    edited(cast, release.note, "新しい文章", at=hours(3))
    approved(cast, release.note, hours(4))

    answer = cast.browser().get("/feeds/notes.rss")

    assert parsedate_to_datetime(answer.headers["Last-Modified"]) == hours(4)


def test_date_is_that_of_a_newer_withdrawal(cast: Cast) -> None:
    release = released(cast, 1)
    released(cast, 2)
    releasing.retract(release, by=cast.editor, now=hours(5))

    answer = cast.browser().get("/feeds/notes.rss")

    assert parsedate_to_datetime(answer.headers["Last-Modified"]) == hours(5)


def test_a_change_nobody_dated_still_moves_the_date(cast: Cast) -> None:
    cast.botan.outside_name = OutsideName.REAL
    released(cast)
    browser = cast.browser()
    before = browser.get("/feeds/notes.rss")
    cast.botan.outside_name = OutsideName.ANONYMOUS

    after = browser.get("/feeds/notes.rss", headers={"If-Modified-Since": before.headers["Last-Modified"]})

    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]


def test_feed_of_nothing_is_dated_by_its_beginning(cast: Cast) -> None:
    answer = cast.browser().get("/feeds/notes.rss")

    assert parsedate_to_datetime(answer.headers["Last-Modified"]) == NOON


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_written_is_the_same_bytes_tag_and_date_in_another_process(cast: Cast, form: str) -> None:
    release = released(cast, 1)
    released(cast, 2)
    releasing.retract(release, by=cast.editor, now=hours(3))
    first = facts(cast.browser().get(f"/feeds/notes.{form}"))
    # What another process on another copy of the database would write.
    db.session.execute(db.delete(FeedFile))

    assert facts(cast.browser().get(f"/feeds/notes.{form}")) == first


def test_unchanged_feed_is_served_from_kept_bytes_with_few_statements(cast: Cast) -> None:
    for number in range(1, 4):
        released(cast, number)
    browser = cast.browser()
    browser.get("/feeds/notes.rss")

    # The organisation, what the texts are recognised by, names, the newest withdrawal, the bytes; PostgreSQL is also
    # asked whether anything was written.
    with query_count(6 if db.engine.dialect.name == "postgresql" else 5) as statements:
        browser.get("/feeds/notes.rss")

    assert not any("public_html" in statement or "source" in statement for statement in statements)


def test_reading_stays_outside_the_write_lock_once_the_bytes_are_kept(cast: Cast) -> None:
    released(cast)
    browser = cast.browser()
    browser.get("/feeds/notes.rss")
    written: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE")):
            written.append(statement)

    db.session.commit()
    event.listen(db.engine, "before_cursor_execute", note)
    browser.get("/feeds/notes.rss")
    event.remove(db.engine, "before_cursor_execute", note)

    assert written == []
