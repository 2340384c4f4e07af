"""The pages of alerts: the review, a group, what is decided and marked, and where alerts come in."""

import html
import json
import re
from datetime import timedelta
from io import BytesIO

import pytest

from studyhub import clock
from studyhub.alerts.incoming import intakes, taking
from studyhub.alerts.incoming.documents import read
from studyhub.alerts.models import Alert, AlertDecision, AlertIntake, AlertSource
from studyhub.alerts.views.pages import GROUPS_SHOWN
from studyhub.commitments.models import Commitment
from studyhub.db import db
from studyhub.services.models import Service
from tests.alerts.conftest import SAMPLE, group_of, payload, record, ring
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY

A_DAY = timedelta(days=1)
# 3:05 in Tokyo.
AT_NIGHT = NOON - timedelta(hours=8, minutes=55)
DECISION = {"kind": "remove", "reason": "The backup does it", "owner_id": "0", "due_on": "2026-12-08"}


def test_the_review_begins_with_what_rings_for_nothing_and_its_team_decides_there(cast: Cast, service: Service) -> None:
    ring(service, *(AT_NIGHT - n * A_DAY for n in range(4)))
    page = cast.browser(cast.botan).get("/oncall/alerts/").text

    assert "いつも03:05ごろに鳴り、誰も何もせず5分で止まります。" in page
    assert 'checked id="kind-3" name="kind" type="radio" value="remove"' in page
    group = group_of(service)
    answer = cast.browser(cast.botan).post(f"/oncall/alerts/groups/{group.id}/decisions", data=DECISION)

    assert answer.status_code == 303
    [decision] = db.session.scalars(db.select(AlertDecision))
    assert (decision.reason, decision.decided_by_id) == ("The backup does it", cast.botan.id)
    assert "静かです。" in cast.browser(cast.botan).get("/oncall/alerts/").text


def test_a_team_that_has_something_to_decide_is_not_told_that_nothing_is_left(cast: Cast, service: Service) -> None:
    ring(service, NOON - A_DAY)

    page = cast.browser(cast.botan).get("/oncall/alerts/").text

    assert ("静かです。" in page, "まだ決めていないものは一覧にあります。" in page) == (False, True)


def test_the_groups_that_ring_most_come_first_and_one_press_shows_the_rest(cast: Cast, service: Service) -> None:
    often = "RingsMost"
    ring(service, NOON - A_DAY, NOON - 2 * A_DAY, rule=often)
    for number in range(GROUPS_SHOWN):
        ring(service, NOON - A_DAY, rule=f"Rule{number:03}")
    browser = cast.browser(cast.botan)
    listed = re.compile(r'<th scope="row"><a href="/oncall/alerts/groups/')

    few = browser.get("/oncall/alerts/?months=3").text
    every = browser.get("/oncall/alerts/?months=3&all=1").text

    assert (len(listed.findall(few)), len(listed.findall(every))) == (GROUPS_SHOWN, GROUPS_SHOWN + 1)
    assert often in few
    assert "すべて見る（51）" in few
    assert "/oncall/alerts/?months=3&amp;all=1#all" in few
    assert "#all" not in every


def test_what_was_decided_and_still_stands_is_chosen_in_the_form(cast: Cast, service: Service) -> None:
    ring(service, *(AT_NIGHT - n * A_DAY for n in range(4)))
    group, browser = group_of(service), cast.browser(cast.botan)
    browser.post(f"/oncall/alerts/groups/{group.id}/decisions", data=DECISION | {"kind": "tune"})

    page = browser.get(f"/oncall/alerts/groups/{group.id}/").text

    assert re.findall(r'checked id="kind-\d" name="kind" type="radio" value="(\w+)"', page) == ["tune"]


def test_a_decision_without_a_reason_is_refused_and_nothing_is_lost(cast: Cast, service: Service) -> None:
    ring(service, NOON - A_DAY)

    answer = cast.browser(cast.aki).post(
        f"/oncall/alerts/groups/{group_of(service).id}/decisions", data=DECISION | {"reason": ""}
    )

    assert (answer.status_code, "2026-12-08" in answer.text) == (422, True)


def test_one_press_says_who_acted_and_they_are_busy_meanwhile(cast: Cast, service: Service) -> None:
    [alert] = ring(service, NOON - A_DAY)
    browser = cast.browser(cast.botan)

    browser.post(f"/oncall/alerts/{alert.id}/acting", data={"done": "Restarted it"})
    page = browser.get(f"/oncall/alerts/groups/{alert.group_id}/").text
    assert "Restarted it" in page
    [held] = db.session.scalars(db.select(Commitment).where(Commitment.kind == "page"))
    assert (held.user_id, held.starts_at) == (cast.botan.id, alert.starts_at)

    browser.post(f"/oncall/alerts/{alert.id}/acting/delete")
    assert db.session.scalars(db.select(Alert.is_acted_on)).all() == [False]
    assert db.session.scalars(db.select(Commitment).where(Commitment.kind == "page")).all() == []


def test_a_file_is_looked_at_and_then_taken(cast: Cast, service: Service) -> None:
    browser = cast.browser(cast.admin)
    upload = {"file": (BytesIO(SAMPLE.read_bytes()), "alerts.json")}

    looked = browser.post("/oncall/alerts/import/preview", data=upload, content_type="multipart/form-data")
    assert (looked.status_code, "<dd>26</dd>" in looked.text, "<dd>25</dd>" in looked.text) == (200, True, True)
    assert db.session.scalars(db.select(Alert)).all() == []

    browser.post("/oncall/alerts/import", data={"text": SAMPLE.read_text()})
    assert len(db.session.scalars(db.select(Alert)).all()) == 25


@pytest.mark.parametrize("data", [b"", b"no", b"{}", b"[7]"])
def test_a_file_of_another_shape_is_refused_with_the_reason(cast: Cast, data: bytes) -> None:
    upload = {"file": (BytesIO(data), "alerts.json")}

    answer = cast.browser(cast.admin).post(
        "/oncall/alerts/import/preview", data=upload, content_type="multipart/form-data"
    )

    assert (answer.status_code, "何も取り込んでいません" in answer.text) == (422, True)


def test_an_address_for_another_program_is_tried_with_a_sample(cast: Cast, service: Service) -> None:
    browser = cast.browser(cast.admin)
    paths = {"name": "Cron", "kind": "json", "rule": "job", "service": "for", "starts_at": "at"}
    sample = '{"job": "Backup", "for": "market-db", "at": "2026-11-30T03:05:00+09:00"}'

    seen = browser.post("/oncall/alerts/intakes/preview", data=paths | {"sample": sample})
    assert (seen.status_code, "Backup" in seen.text) == (200, True)
    wrong = browser.post("/oncall/alerts/intakes/preview", data=paths | {"sample": "{}"})
    assert (wrong.status_code, "どのルールかがありません" in wrong.text) == (422, True)

    browser.post("/oncall/alerts/intakes/", data=paths)
    intake = db.session.scalars(db.select(AlertIntake)).one()
    path = f"/oncall/alerts/hooks/{intakes.token(intake, key=SECRET_KEY)}"
    assert path in browser.get("/oncall/alerts/intakes/").text
    assert cast.browser().post(path, data=sample, csrf=False).json == {"taken": 1}


def test_an_alert_is_written_down_by_hand_once(cast: Cast, service: Service) -> None:
    clock.start_at(NOON)
    typed = {"service_id": service.id, "rule": "Call", "starts_on": "2026-12-01", "starts_time": "03:00"}
    typed |= {"minutes": "20", "has_acted": "y", "done": "Rebooted"}
    browser = cast.browser(cast.botan)

    statuses = [browser.post("/oncall/alerts/", data=typed).status_code for _ in range(2)]

    [alert] = db.session.scalars(db.select(Alert))
    assert (statuses, alert.acted_by_id, alert.done) == ([303, 303], cast.botan.id, "Rebooted")
    later = browser.post("/oncall/alerts/", data=typed | {"starts_time": "23:00"})
    assert (later.status_code, "Rebooted" in later.text) == (422, True)


def test_whoever_was_not_there_writes_an_alert_down_and_not_that_they_acted(cast: Cast, service: Service) -> None:
    clock.start_at(NOON)
    typed = {"service_id": service.id, "rule": "Call", "starts_on": "2026-12-01", "starts_time": "03:00"}
    typed |= {"minutes": "20", "done": "Rebooted"}
    theirs, mine = cast.browser(cast.botan), cast.browser(cast.chika)
    theirs.post("/oncall/alerts/", data=typed | {"has_acted": "y"})

    refused = mine.post("/oncall/alerts/", data=typed | {"has_acted": "y"})
    taken = mine.post("/oncall/alerts/", data=typed)

    assert (refused.status_code, "Rebooted" in refused.text, taken.status_code) == (422, True, 303)
    assert db.session.scalars(db.select(Alert.acted_by_id)).all() == [cast.botan.id]
    assert db.session.scalars(db.select(Commitment.user_id).where(Commitment.kind == "page")).all() == [cast.botan.id]


def test_an_alert_whose_end_nobody_told_holds_a_day_at_most(cast: Cast, service: Service) -> None:
    clock.start_at(NOON)
    typed = {"service_id": service.id, "rule": "Call", "starts_on": "2026-11-20", "starts_time": "03:00"}
    typed |= {"minutes": str(7 * 24 * 60), "has_acted": "y"}

    cast.browser(cast.botan).post("/oncall/alerts/", data=typed)

    [held] = db.session.scalars(db.select(Commitment).where(Commitment.kind == "page"))
    assert held.ends_at - held.starts_at == A_DAY


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_large_file_that_was_looked_at_can_be_taken_as_its_page_sends_it(
    cast: Cast, service: Service, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("MAX_CONTENT_LENGTH", "MAX_FORM_MEMORY_SIZE"):
        monkeypatch.setitem(cast.app.config, limit, 400_000)
    records = [record(NOON - timedelta(minutes=n), annotations={"summary": "満杯です。" * 60}) for n in range(1, 201)]
    data = json.dumps(records, ensure_ascii=False).encode(encoding)
    browser, upload = cast.browser(cast.admin), {"file": (BytesIO(data), "alerts.json")}
    clock.start_at(NOON)

    page = browser.post("/oncall/alerts/import/preview", data=upload, content_type="multipart/form-data")
    [(enctype, text)] = re.findall('enctype="([^"]+)".*? name="text" [^>]*value="([^"]*)"', page.text, re.DOTALL)
    sent = browser.post("/oncall/alerts/import", data={"text": html.unescape(text)}, content_type=enctype)

    assert sent.status_code == 303
    assert len(db.session.scalars(db.select(Alert.id)).all()) == 200


def test_whoever_is_not_of_the_team_and_was_not_on_duty_neither_decides_nor_marks(cast: Cast, service: Service) -> None:
    [alert] = ring(service, NOON - A_DAY)
    browser = cast.browser(cast.chika)

    statuses = [
        browser.post(f"/oncall/alerts/groups/{alert.group_id}/decisions", data=DECISION).status_code,
        browser.post(f"/oncall/alerts/{alert.id}/acting").status_code,
        browser.get("/oncall/alerts/intakes/").status_code,
        browser.get("/oncall/alerts/import").status_code,
    ]

    assert statuses == [403] * 4


def test_what_outside_wrote_is_shown_as_text(cast: Cast, service: Service) -> None:
    told = record(NOON - A_DAY, labels={"alertname": "<b>x</b>", "pod": "<script>1</script>"})
    taking.take(read([told], None, now=NOON), source=AlertSource.FILE, now=NOON)
    group = group_of(service, "<b>x</b>")

    page = cast.browser(cast.botan).get(f"/oncall/alerts/groups/{group.id}/").text

    assert ("<script>1" in page, "<b>x</b>" in page, "&lt;script&gt;1" in page) == (False, False, True)


@pytest.mark.parametrize(("name", "most"), [("rule", 200), ("done", 500)])
def test_what_is_too_long_by_hand_is_said_and_stays(cast: Cast, service: Service, name: str, most: int) -> None:
    clock.start_at(NOON)
    words = "長い" * most
    typed = {"service_id": service.id, "rule": "Call", "starts_on": "2026-12-01", "starts_time": "03:00"}

    answer = cast.browser(cast.chika).post("/oncall/alerts/", data=typed | {"minutes": "20", name: words})

    assert (answer.status_code, words in answer.text, "2026-12-01" in answer.text) == (422, True, True)


def test_an_alertmanager_may_name_services_in_a_label_of_its_own(cast: Cast, service: Service) -> None:
    browser = cast.browser(cast.admin)
    typed = {"name": "Cluster", "kind": "alertmanager", "service_label": "app"}
    told = json.dumps(payload(record(NOON - A_DAY, labels={"service": "another", "app": "market-db"})))

    assert "market-db" in browser.post("/oncall/alerts/intakes/preview", data=typed | {"sample": told}).text
    browser.post("/oncall/alerts/intakes/", data=typed)
    intake = db.session.scalars(db.select(AlertIntake)).one()
    cast.browser().post(f"/oncall/alerts/hooks/{intakes.token(intake, key=SECRET_KEY)}", data=told, csrf=False)

    assert [alert.service_name for alert in db.session.scalars(db.select(Alert))] == ["market-db"]
    assert "ラベル app" in browser.get("/oncall/alerts/intakes/").text


def test_long_names_break_where_their_words_begin_and_stay_text(cast: Cast, service: Service) -> None:
    ring(service, NOON - A_DAY, rule="<i>CartApiErrorBudgetBurn")

    page = cast.browser(cast.botan).get("/oncall/alerts/").text

    assert "&lt;i&gt;Cart<wbr>Api<wbr>Error<wbr>Budget<wbr>Burn" in page
