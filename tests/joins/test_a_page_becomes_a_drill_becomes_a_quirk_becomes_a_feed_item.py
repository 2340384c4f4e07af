"""What woke somebody is played, what was learned of it stands with the service, and goes out with the session's notes.

Each step is a press on the page that the step before led to.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from lxml import html

from studyhub.alerts.incoming import taking
from studyhub.alerts.incoming.firings import Firing
from studyhub.alerts.models import AlertGroup, AlertSource
from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import joining
from studyhub.notes.models import Note
from studyhub.notes.releases import releasing
from studyhub.people.models import User
from studyhub.services.models import Service
from tests.cast import NOON, Cast
from tests.drills.conftest import service
from tests.drills.scenes import new_session, typed
from tests.meetings.scenes import go_to
from tests.publishing.served import approved, my

__all__ = ["service"]
LEARNED = "接続数の上限は1台ごとに数える"
SECRETS = ("secretsymptom", "secretshows", "secrethint", "secretcause", "secretfix", "secretsource")


@dataclass
class Walk:
    """People who go from page to page."""

    cast: Cast

    def links(self, user: User, address: str, starts: str) -> list[str]:
        """Where a page leads that begins so."""
        page: Any = html.fromstring(self.cast.browser(user).get(address).text)
        found = [str(link) for link in page.xpath("//main//a/@href | //main//@action | //main//@formaction")]
        return [link for link in dict.fromkeys(found) if link.startswith(starts)]

    def press(self, user: User, page: str, ends: str, **fields: Any) -> str:
        """Send the one form of a page whose address ends so; where it leads."""
        [address] = [link for link in self.links(user, page, "/") if link.endswith(ends)]
        answer = self.cast.browser(user).post(address, data=fields)
        assert answer.status_code == 303, answer.text
        return str(answer.location)


@pytest.fixture
def session(cast: Cast) -> Meeting:
    made = new_session(cast)
    made.circle.visibility = Visibility.PUBLIC
    joining.join(made.circle, cast.botan, now=NOON)
    db.session.commit()
    return made


@pytest.fixture
def woken(cast: Cast, service: Service) -> AlertGroup:
    """An alert that rang at night for a service of Aki's team."""
    rang = Firing("one", "TooManyConnections", service.name, NOON - timedelta(hours=10), summary="cart-db: 500 of 500")
    taking.take([rang], source=AlertSource.FILE, now=NOON)
    db.session.commit()
    group: AlertGroup = db.session.scalars(db.select(AlertGroup)).one()
    return group


def test_a_page_becomes_a_drill_becomes_a_quirk_becomes_a_feed_item(
    cast: Cast, service: Service, session: Meeting, woken: AlertGroup
) -> None:
    walk = Walk(cast)
    go_to(NOON)

    # The page becomes a scenario, by one press, with its symptom filled in.
    [beginning] = walk.links(cast.aki, f"/oncall/alerts/groups/{woken.id}/", "/training/scenarios/new")
    begun: Any = html.fromstring(cast.browser(cast.aki).get(beginning).text)
    assert "cart-db: 500 of 500" in begun.xpath("string(//textarea[@name='symptom'])")
    fields = typed(service, alert_group_id=woken.id)
    scenario = walk.press(cast.aki, beginning, "/training/scenarios/", **fields)

    # The scenario becomes a drill.
    [planning] = walk.links(cast.aki, scenario, "/training/drills/new")
    named = {"examiner_id": cast.aki.id, "responder_id": cast.botan.id, "meeting_id": session.id}
    scenario_id = scenario.rstrip("/").rpartition("/")[2]
    drill = walk.press(cast.aki, planning, "/training/drills/", scenario_id=scenario_id, **named)
    go_to(session.starts_at + timedelta(minutes=1))
    walk.press(cast.aki, drill, "/start")
    walk.press(cast.aki, drill, "/events/found")
    walk.press(cast.aki, drill, "/reveal")
    walk.press(cast.botan, drill, "/remarks", learned=LEARNED)

    # What was learned becomes a quirk.
    walk.press(cast.botan, drill, "/quirk")
    walk.press(cast.aki, drill, "/debrief", verdict="pass", line="")
    assert LEARNED in cast.browser(cast.chika).get(f"/services/{service.id}/").text

    # And an item of the feeds: inside once the notes are shared, outside once they are released.
    go_to(session.ends_at)
    walk.press(cast.aki, f"/meetings/{session.id}/", "/note")
    note = db.session.scalars(db.select(Note)).one()
    address = my(cast.botan, "notes.atom")
    assert LEARNED not in cast.browser().get(address).text
    releasing.share(note, by=cast.aki, now=session.ends_at)
    inside = cast.browser().get(address).text
    approved(cast, note, session.ends_at)
    outside = cast.browser().get("/feeds/notes.atom").text
    assert (LEARNED in inside, LEARNED in outside) == (True, True)
    assert [word for word in SECRETS if word in inside + outside] == []
