"""The wheel knows who is ready, what woke somebody and who carried what: it picks the scenario most needed, says why,
and its pick is planned in two presses."""

from datetime import timedelta

import pytest
from lxml import html

from studyhub.alerts.incoming import taking
from studyhub.alerts.incoming.firings import Firing
from studyhub.alerts.models import AlertGroup, AlertSource
from studyhub.db import db
from studyhub.drills import scenarios
from studyhub.drills.models import Scenario
from studyhub.drills.running.models import Drill
from studyhub.drills.scenarios import Told
from studyhub.people.models import User
from studyhub.services import readying
from studyhub.services.models import Service
from studyhub.services.states import ReadinessState
from tests.cast import NOON, Cast
from tests.drills.scenes import KEPT, new_scenario, new_session
from tests.services.conftest import new_service


class Organisation:
    """goods-web has three ready and was quiet; goods-render has Chika alone, and its queue woke somebody last night.

    Of goods-render there are two scenarios, one of them made from that alert, both written by Chika.
    """

    def __init__(self, cast: Cast) -> None:
        self.cast, self.calm, self.thin = cast, new_service(cast, "goods-web"), new_service(cast, "goods-render")
        for user in cast.people(3):
            self.sign_off(self.calm, user)
        self.sign_off(self.thin, cast.chika)
        new_scenario(self.calm, cast.chika, "Slow pages")
        new_scenario(self.thin, cast.chika, "An old story")
        self.needed = self.from_alert(self.thin)
        self.session = new_session(cast)

    def sign_off(self, service: Service, user: User) -> None:
        readying.sign_off(service, user, ReadinessState.READY, by=self.cast.aki, now=NOON)

    def from_alert(self, service: Service) -> Scenario:
        midnight = NOON - timedelta(hours=10)
        taking.take([Firing("one", "Queue", service.name, midnight)], source=AlertSource.FILE, now=NOON)
        group = db.session.scalars(db.select(AlertGroup)).one()
        made = scenarios.write(
            Told("The queue", service.id, alert_group_id=group.id), KEPT, by=self.cast.chika, now=NOON
        )
        db.session.commit()
        return made

    def read(self, address: str) -> html.HtmlElement:
        page: html.HtmlElement = html.fromstring(self.cast.browser(self.cast.aki).get(address).text)
        return page


@pytest.fixture
def organisation(cast: Cast) -> Organisation:
    return Organisation(cast)


def said(page: html.HtmlElement) -> list[str]:
    """What the wheel says, and why."""
    lines = page.xpath("//section[@aria-labelledby='wheel']//*[self::p[@class='cue'] or self::li]")
    return [line.text_content().strip() for line in lines]


def test_the_wheel_picks_the_scenario_most_needed_and_says_why(organisation: Organisation) -> None:
    sentence, few, woke, turn, examiner = said(organisation.read("/training/"))

    assert "goods-render の「The queue」に挑みます" in sentence
    assert few == "goods-render を任せられる人は、Chikaさん1人だけです。"
    assert woke == "元になったアラートが、この1か月に1晩、人を起こしました。"
    assert turn.startswith("記録では、")
    assert examiner.startswith("出題者は、参加可のChikaさん。記録では")


def test_its_pick_is_planned_in_two_presses_and_the_wheel_goes_on(organisation: Organisation) -> None:
    before = organisation.read("/training/")
    address = before.xpath("string(//section[@aria-labelledby='wheel']//a[contains(@class, 'button-main')]/@href)")
    form = organisation.read(address).xpath("//main//form[@action='/training/drills/']")[0]

    organisation.cast.browser(organisation.cast.aki).post("/training/drills/", data=dict(form.form_values()))

    drill = db.session.scalars(db.select(Drill)).one()
    assert (drill.scenario_id, drill.meeting_id) == (organisation.needed.id, organisation.session.id)
    assert drill.examiner_id == organisation.cast.chika.id
    assert said(before)[0].startswith(f"{db.session.get_one(User, drill.responder_id).name}さんが、")
    assert said(organisation.read("/training/"))[0] != said(before)[0]
