"""A server that only serves pages, beside a worker that alone knows the mail server."""

import signal
from pathlib import Path

from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.delivery.models import Process, ProcessKind
from tests.cast import NOON
from tests.delivery import sink as sinks
from tests.platform.conftest import NewApp, with_tables
from tests.platform.program import environment, run, running, serving


def test_a_worker_sends_what_a_server_without_worker_and_settings_leaves(tmp_path: Path, new_app: NewApp) -> None:
    data, sink = tmp_path / "data", sinks.Sink()
    app = with_tables(new_app(STUDYHUB_DATA=str(data)))
    with app.app_context():
        outbox.add("mail_test", None, key="1", payload={}, now=NOON, address="botan@example.com")
        db.session.commit()
    clock = {"STUDYHUB_CLOCK": NOON.isoformat()}

    with serving(data, None, "--no-worker", **clock) as program, sinks.running(sink) as smtp:
        mail = {"STUDYHUB_SMTP_HOST": smtp.host, "STUDYHUB_SMTP_PORT": str(smtp.port), "STUDYHUB_SMTP_TLS": "none"}
        env = environment(data, STUDYHUB_SMTP_FROM=smtp.sender, **mail, **clock)
        with running("worker", env=env) as worker:
            sink.wait_for(lambda found: found["To"] == "botan@example.com")
            worker.send_signal(signal.SIGTERM)
            worker.wait(60)
        assert program.stop() == 0

    with app.app_context():
        seen = db.session.execute(db.select(Process.kind, Process.has_mail).order_by(Process.kind)).all()
    assert [tuple(row) for row in seen] == [(ProcessKind.WEB, False), (ProcessKind.WORKER, True)]
    assert len(sink.mails) == 1


def test_no_worker_belongs_to_the_server(tmp_path: Path) -> None:
    ended = run("--no-worker", "people", "list", data=tmp_path)

    assert ended.returncode == 2
    assert "--no-worker" in ended.stderr
