"""What stands around every page is fetched at once, and is the reader's own."""

from sqlalchemy import delete

from studyhub.db import db
from studyhub.delivery import inbox
from studyhub.people.models import Device
from tests.cast import NOON, Cast, query_count


def test_the_frame_of_a_page_costs_one_statement(cast: Cast) -> None:
    inbox.put("promoted", [cast.botan], key="one", payload={}, now=NOON)
    browser = cast.browser(cast.botan)

    with query_count(1):
        answer = browser.get("/nowhere")

    assert '<span class="tag tag-waits number">1<' in answer.text


def test_messages_of_others_are_not_counted(cast: Cast) -> None:
    inbox.put("promoted", [cast.botan], key="one", payload={}, now=NOON)

    answer = cast.browser(cast.aki).get("/nowhere")

    assert "tag-waits" not in answer.text


def test_browser_whose_session_was_ended_is_a_visitor(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    db.session.execute(delete(Device))

    answer = browser.get("/nowhere")

    assert cast.botan.name not in answer.text
