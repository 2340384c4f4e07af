"""Taking alerts in: told again they are the same, resolved they end, and whatever else is sent changes nothing."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studyhub import clock
from studyhub.accounts.gate import attempts
from studyhub.alerts import naming, queries
from studyhub.alerts.incoming import importing, intakes, taking
from studyhub.alerts.incoming.documents import read
from studyhub.alerts.models import Alert, AlertIntake, AlertSource, IntakeKind
from studyhub.db import db
from studyhub.services import keeping
from studyhub.services.keeping import Described
from studyhub.services.models import Service
from studyhub.teams.models import Membership, Team
from tests.alerts.conftest import SAMPLE, payload, record
from tests.cast import NOON, Cast, query_count
from tests.conftest import SECRET_KEY

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def intake(cast: Cast) -> AlertIntake:
    made = intakes.create("Prometheus", IntakeKind.ALERTMANAGER, {}, by=cast.admin, now=NOON)
    db.session.commit()
    return made


def tell(cast: Cast, intake: AlertIntake, document: Any, **kwargs: Any) -> TestResponse:
    path = f"/oncall/alerts/hooks/{intakes.token(intake, key=SECRET_KEY)}"
    data = document if isinstance(document, bytes) else json.dumps(document)
    return cast.browser().post(path, data=data, csrf=False, **kwargs)


def alerts() -> list[Alert]:
    return list(db.session.scalars(db.select(Alert).order_by(Alert.starts_at, Alert.id)))


def test_several_retries_are_one_and_resolved_closes_it(cast: Cast, service: Service, intake: AlertIntake) -> None:
    resolved = record(status="resolved", endsAt=(NOON + timedelta(minutes=5)).isoformat())
    clock.start_at(NOON + AN_HOUR)

    for document in (payload(record()), payload(record()), payload(resolved), payload(record())):
        assert tell(cast, intake, document).json == {"taken": 1}

    [alert] = alerts()
    assert (alert.rule, alert.ends_at) == ("DiskFull", NOON + timedelta(minutes=5))
    assert alert.group is not None
    assert alert.group.service_id == service.id


def test_a_thousand_alerts_are_one_statement_a_table(cast: Cast, service: Service) -> None:
    over = {"status": "resolved", "endsAt": NOON.isoformat()}
    records = [
        record(NOON - timedelta(minutes=n), labels={"alertname": f"Rule{n % 7}"}, **(over if n % 2 else {}))
        for n in range(1000)
    ]
    told = read(payload(*records), None, now=NOON)
    db.session.commit()
    db.session.execute(db.text("SELECT 1"))

    # Services, their other names, groups made and found, alerts.
    with query_count(5):
        assert taking.take(told, source=AlertSource.WEBHOOK, now=NOON) == 1000

    assert len(alerts()) == 1000


@pytest.mark.parametrize(
    ("document", "status"),
    [
        (b"not json", 400),
        (b"[" * 100_000, 400),
        (b'{"alerts": "none"}', 422),
        (b"[]", 422),
        (b"7", 422),
        (payload(record(), {"labels": {}}), 422),
        (payload(record(), record(startsAt="yesterday")), 422),
        (payload(record(), record(startsAt="2026-12-01T12:00:00")), 422),
        (payload(record(), record(labels={"alertname": ["a"]})), 422),
        (payload(record(), record(NOON + timedelta(days=2))), 422),
        (payload(*[record()] * 2001), 422),
        (b" " * 10 * 2**20, 413),
    ],
)
def test_what_is_no_list_of_alerts_is_refused_and_nothing_half_taken(
    cast: Cast, service: Service, intake: AlertIntake, document: Any, status: int
) -> None:
    answer = tell(cast, intake, document)

    assert (answer.status_code, list(answer.json or {}), alerts()) == (status, ["error"], [])


def test_the_record_that_is_wrong_is_named(cast: Cast, intake: AlertIntake) -> None:
    answer = tell(cast, intake, payload(record(), record(labels={"alertname": ""})))

    assert answer.json == {"error": "Record 2: it does not say which rule rang."}


def test_a_token_in_the_header_opens_too_and_a_renewed_or_ended_one_nothing(cast: Cast, intake: AlertIntake) -> None:
    def statuses() -> list[int]:
        bearer = {"Authorization": f"Bearer {first}"}
        browser: FlaskClient = cast.browser()
        said = json.dumps(payload(record()))
        answers = [
            browser.post(f"/oncall/alerts/hooks/{first}", data=said, csrf=False),
            browser.post("/oncall/alerts/hooks/", data=said, headers=bearer, csrf=False),
            # How the scheme is written does not matter (RFC 9110, 11.1).
            browser.post("/oncall/alerts/hooks/", data=said, headers={"Authorization": f"bearer {first}"}, csrf=False),
        ]
        return [answer.status_code for answer in answers]

    first = intakes.token(intake, key=SECRET_KEY)
    assert statuses() == [200, 200, 200]
    assert intake.last_used_at is not None

    intakes.rotate(intake, by=cast.admin, now=NOON)
    assert statuses() == [404, 404, 404]
    assert [one.last_used_at for one in db.session.scalars(intakes.intakes())] == [None]

    first = intakes.token(intake, key=SECRET_KEY)
    intakes.revoke(intake, by=cast.admin, now=NOON)
    assert statuses() == [404, 404, 404]


def test_what_still_knows_an_old_address_shuts_nobody_out(
    cast: Cast, intake: AlertIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "NETWORK_LIMIT", 2)
    old = f"/oncall/alerts/hooks/{intakes.token(intake, key=SECRET_KEY)}"
    intakes.rotate(intake, by=cast.admin, now=NOON)
    db.session.commit()

    wrong = [cast.browser().post(old, data=json.dumps(payload(record())), csrf=False).status_code for _ in range(4)]

    assert wrong == [404] * 4
    assert tell(cast, intake, payload(record())).status_code == 200


def test_an_address_is_used_so_often_in_an_hour(
    cast: Cast, intake: AlertIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intakes, "MOST_AN_HOUR", 1)

    first, second = (tell(cast, intake, payload(record())) for _ in range(2))
    clock.start_at(NOON + AN_HOUR + timedelta(minutes=1))
    third = tell(cast, intake, payload(record()))

    assert [answer.status_code for answer in (first, second, third)] == [200, 429, 200]
    assert int(second.headers["Retry-After"]) > 3000


def test_a_long_message_counts_as_the_short_ones_it_could_be(
    cast: Cast, intake: AlertIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intakes, "MOST_AN_HOUR", 3)
    long = payload(*(record(fingerprint=f"{n:016x}", labels={"of": "x" * 500}) for n in range(100)))

    answers = [tell(cast, intake, long).status_code for _ in range(2)]

    assert len(json.dumps(long)) > 3 * intakes.ONE_MESSAGE_BYTES
    assert answers == [200, 429]


def test_words_from_outside_are_cut_and_only_addresses_of_the_web_kept(cast: Cast, service: Service) -> None:
    labels = {f"label{n:02}": "x" * 1000 for n in range(50)}
    told = record(
        labels=labels,
        annotations={"summary": "y" * 1000, "runbook_url": "javascript:alert(1)"},
        generatorURL="https://prometheus.example.com/" + "z" * 3000,
    )

    [firing] = read(payload(told), None, now=NOON)

    assert (len(firing.labels), max(map(len, firing.labels.values())), len(firing.summary)) == (30, 300, 500)
    assert (firing.runbook_url, firing.source_url) == ("", "")


def test_the_sample_file_is_25_firings_of_26_records_and_taken_twice_nothing_more(cast: Cast, service: Service) -> None:
    data = SAMPLE.read_bytes()

    first = importing.take(data, by=cast.admin, now=NOON)
    second = importing.take(data, by=cast.admin, now=NOON)

    assert (first.records, len(first.firings), first.new, second.new) == (26, 25, 25, 0)
    [later] = [alert for alert in alerts() if alert.rule == "GoodsObjectStorage5xx" and alert.starts_at.month == 6]
    assert later.ends_at is not None
    assert later.ends_at.isoformat() == "2026-06-12T23:40:00+00:00"


def test_a_name_nobody_knows_has_no_service_until_its_team_teaches_it(cast: Cast, service: Service) -> None:
    told = read(payload(record(labels={"service": "Market DB"})), None, now=NOON)
    taking.take(told, source=AlertSource.WEBHOOK, now=NOON)
    assert [row[:2] for row in queries.nameless()] == [("Market DB", 1)]

    assert naming.teach("Market DB", service, by=cast.aki, now=NOON) == 1

    again = read(payload(record(NOON - AN_HOUR, labels={"service": "market db"})), None, now=NOON)
    taking.take(again, source=AlertSource.WEBHOOK, now=NOON)
    assert queries.nameless() == []
    assert {alert.group.service_id for alert in alerts() if alert.group} == {service.id}

    [alias] = queries.aliases_of(service)
    naming.forget(alias, by=cast.aki, now=NOON)
    db.session.flush()
    assert [row[1] for row in queries.nameless()] == [2]


@pytest.mark.parametrize("name", ["Market DB", "market-db"])
def test_a_name_that_a_service_of_another_team_has_is_nobody_elses_to_give(
    cast: Cast, service: Service, name: str
) -> None:
    naming.teach("Market DB", service, by=cast.aki, now=NOON)
    team = Team(slug="others", name="Others")
    db.session.add(team)
    db.session.flush()
    db.session.add(Membership(team_id=team.id, user_id=cast.chika.id))
    other = keeping.create(Described(team.id, "others-web"), by=cast.admin, now=NOON)
    db.session.commit()

    cast.browser(cast.chika).post("/oncall/alerts/names", data={"name": name, "service_id": other.id})

    assert naming.services_of([name]) == {name: service.id}
    assert queries.aliases_of(other) == []


def test_another_shape_is_read_by_its_mapping(cast: Cast, service: Service) -> None:
    paths = {"records": "data.events", "rule": "check.name", "service": "tags.0", "starts_at": "at", "ends_at": "over"}
    event = {"check": {"name": "Ping"}, "tags": ["market-db"], "at": NOON.timestamp(), "over": NOON.timestamp() + 60}

    [firing] = read({"data": {"events": [event]}}, paths, now=NOON + AN_HOUR)

    assert (firing.rule, firing.service_name, firing.starts_at) == ("Ping", "market-db", NOON)
    assert firing.ends_at == NOON + timedelta(minutes=1)
