"""What stands around every page is fetched at once, and is the reader's own."""

from sqlalchemy import delete

from studyhub.db import db
from studyhub.delivery import inbox
from studyhub.people.models import Device
from tests.cast import NOON, Cast, query_count

UNREAD = '<span class="tag tag-waits number">'


def test_what_stands_around_a_page_costs_one_statement(cast: Cast) -> None:
    inbox.put("promoted", [cast.botan], key="one", payload={}, now=NOON)
    browser = cast.browser(cast.botan)

    # Those around it, and the circles it lists.
    with query_count(2):
        answer = browser.get("/feeds/")

    assert cast.botan.name in answer.text


def test_unread_messages_are_counted_for_their_reader_alone(cast: Cast) -> None:
    inbox.put("promoted", [cast.botan], key="one", payload={}, now=NOON)

    pages = [cast.browser(one).get("/feeds/").text for one in (cast.botan, cast.aki)]

    assert [f"{UNREAD}1<" in page for page in pages] == [True, False]
    assert UNREAD not in pages[1]


def test_browser_whose_session_was_ended_is_a_visitor(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    db.session.execute(delete(Device))

    answer = browser.get("/feeds/")

    assert cast.botan.name not in answer.text


def test_each_page_speaks_its_readers_language_and_offers_what_they_may(cast: Cast) -> None:
    cast.aki.language, cast.admin.language = "en", "ja"
    db.session.commit()

    said = [cast.browser(who).get("/feeds/").text for who in (cast.aki, cast.admin)]

    assert ['<html lang="en"' in page for page in said] == [True, False]
    assert ['href="/settings/"' in page for page in said] == [False, True]


def test_what_a_form_changes_of_its_sender_stands_on_the_next_page(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    before = browser.get("/feeds/").text

    browser.post("/language", data={"language": "en", "next": "/feeds/"})
    browser.delete_cookie("language")

    assert ['<html lang="en"' in page for page in (before, browser.get("/feeds/").text)] == [False, True]
