"""What Prometheus is told of mail and workers, by whichever process it asks."""

from datetime import timedelta

import pytest
from flask import Flask

from studyhub import clock
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.version import version
from tests.cast import NOON, Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all, turn


def figures(app: Flask) -> dict[str, str]:
    text = app.test_client().get("/metrics").text
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


def test_failed_and_oldest_mail_and_the_workers_last_turn(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    sink.answers["botan@example.com"] = "550 No such person"
    outbox.add("greeting", cast.botan, key="1", payload={}, now=NOON)
    send_all(app)
    turn(app)
    outbox.add("greeting", cast.chika, key="2", payload={}, now=NOON)
    outbox.add("greeting", cast.aki, key="3", payload={}, now=NOON, due_at=NOON + timedelta(days=1))
    clock.start_at(NOON + timedelta(hours=1))
    db.session.commit()

    found = figures(app)

    assert found["studyhub_waiting_messages"] == "4.0"
    assert found["studyhub_waiting_mails"] == "1.0"
    assert float(found["studyhub_oldest_waiting_mail_seconds"]) == pytest.approx(3600, abs=30)
    assert found["studyhub_failed_mails"] == "1.0"
    assert float(found["studyhub_worker_last_turn_timestamp_seconds"]) == NOON.timestamp()
    assert found[f'studyhub_version_info{{version="{version()}"}}'] == "1.0"
    assert float(found["process_resident_memory_bytes"]) > 0
