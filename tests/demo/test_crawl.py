"""Links lead to every page there is, and none of them to an error, whoever follows it.

By default fewer of each kind are looked at, and on PostgreSQL fewer still; with --long as many on both.
"""

from collections.abc import Mapping

import pytest

from studyhub.db import db
from tests.crawl import Answer, Found, crawl
from tests.demo.browsing import browser
from tests.demo.conftest import Demo

# Every kind of page is seen often enough; hundreds of one kind would only take time.
PER_ENDPOINT = {"sqlite": 6, "postgresql": 2}
PER_ENDPOINT_LONG = 24
# Some pages are linked from few of a kind: what leads there is looked at more often where all must be found.
LEADING_FURTHER = {"sqlite": {"meetings.show": 24}, "postgresql": {}}
# An administrator; organisers with sessions to attend to, one of them postponed; a participant; and nobody.
READERS = [
    "admin@example.com",
    "hayakawa.hiyori@example.com",
    "aizawa.toru@example.com",
    "oskar.lindqvist@example.com",
    None,
]
# What no link leads to, and how people get there.
UNLINKED = {
    "accounts.set_up": "the first start sends there, while nobody has an account",
    "registrations.new": "linked where people may register; in the demo they come by invitation",
    "invitations.edit": "a mail carries its secret address",
    "registrations.edit": "a mail carries its secret address",
    "resets.edit": "a mail carries its secret address",
    "email_changes.edit": "a mail carries its secret address",
    "people.show_own": "leads on to one's own page",
    "people_merging.edit": "a form asks which two accounts are meant",
    "delivery.show_unsubscription": "a mail carries its secret address",
    "handoffs.new": "linked in the last hour of a shift and half a day after it, for whoever had it",
    "handoffs.edit": "linked for its author, half a day long",
    "meetings.show_claim": "a mail carries its secret address",
    "reminders.show_absence": "a mail carries its secret address",
    "reminders.show_stop": "a mail carries its secret address",
    "meetings.index_checkins": "typed from the projector, where a code cannot be scanned",
    "meetings.new_checkin": "a QR code in the room leads there",
    "meetings.index_thoughts": "a script asks for what is new",
    "drills.show_record": "a script asks for what is new",
    "paths.edit": "linked for newcomer, mentor and lead; who looks here keeps the rota and only looks",
    "meetings.show_agenda": "a script asks for what is new",
    "sos.show_wall_parts": "a script asks for what is new",
    "notes.show_live": "a script asks for what is new",
    "design.index": "for whoever builds pages",
    "actions.index_mine": "home leads there whoever has something to do",
    "circles.show_chapters": "a step of planning, which a form begins",
    "circles.show_schedule": "a step of planning, which a form begins",
    "meetings.show_projector": "linked while a session runs, and none of the demo does",
    "health.alive": "for whatever watches the server",
    "health.ready": "for whatever watches the server",
    "health.metrics": "for whatever watches the server",
}


@pytest.fixture(scope="module")
def found(demo: Demo, request: pytest.FixtureRequest) -> list[Found]:
    """Where links led each of the readers."""
    kind = db.engine.dialect.name
    most = PER_ENDPOINT_LONG if request.config.getoption("--long") else PER_ENDPOINT[kind]
    return [one for reader in READERS for one in followed(demo, reader, most, LEADING_FURTHER[kind])]


def followed(demo: Demo, reader: str | None, most: int, more: Mapping[str, int]) -> list[Found]:
    client = browser(demo.app, reader)

    def get(address: str) -> Answer:
        answer = client.get(address, buffered=True)
        return Answer(answer.status_code, answer.mimetype or "", answer.text, answer.location)

    return crawl(demo.app, get, most=most, more=more)


def test_no_link_leads_to_an_error(found: list[Found]) -> None:
    assert [one for one in found if one.status not in {200, 302, 303, 308}] == []


# What a page links to is not asked of the database by itself: one of the two has to lead everywhere.
@pytest.mark.parametrize("demo", ["sqlite"], indirect=True)
def test_links_lead_to_every_page(demo: Demo, found: list[Found]) -> None:
    pages = {rule.endpoint for rule in demo.app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert pages - {one.endpoint for one in found if one.status == 200} == set(UNLINKED)
