"""`mail test ADDRESS` sends one mail with the settings at hand and says in a sentence what became of it."""

import dataclasses
from pathlib import Path

import pytest
import trustme
from click.testing import Result
from flask import Flask

from tests.cast import Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import use_mail_server


def mail_test(app: Flask, address: str = "aki@example.com") -> Result:
    return app.test_cli_runner().invoke(args=["mail", "test", address])


def test_a_mail_that_is_taken_over(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    result = mail_test(app)

    assert result.output == "127.0.0.1 took a mail to aki@example.com over: please look whether it arrives.\n"
    assert (result.exit_code, [mail["To"] for mail in sink.mails]) == (0, ["aki@example.com"])


def test_no_mail_server(app: Flask, cast: Cast) -> None:
    result = mail_test(app)

    assert (result.exit_code, result.output) == (
        1,
        "Error: There is no mail server yet: set STUDYHUB_SMTP_HOST and STUDYHUB_SMTP_FROM, then try again.\n",
    )


def test_no_address(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    result = mail_test(app, "aki")

    assert (result.exit_code, result.output) == (1, "Error: 'aki' is no address such as name@example.com.\n")


def test_a_refused_recipient(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    sink.answers["aki@example.com"] = "550 No such person"

    result = mail_test(app)

    assert (result.exit_code, result.output) == (
        1,
        "Error: 127.0.0.1 did not take this mail: 550 No such person.\n",
    )


def test_nobody_there(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    use_mail_server(app, monkeypatch, sinks.settings_at(sinks.free_port()))

    result = mail_test(app)

    assert result.exit_code == 1
    assert result.output.startswith(
        "Error: StudyHub cannot connect to the mail server. Cause: Connection refused. Check that it runs"
    )


def test_a_certificate_of_an_unknown_authority(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with sinks.running(sinks.Sink(), tls=sinks.certificate(trustme.CA(), "127.0.0.1")) as smtp:
        use_mail_server(app, monkeypatch, smtp)
        result = mail_test(app)

    assert result.exit_code == 1
    assert "certificate is not trusted" in result.output
    assert "STUDYHUB_SMTP_CA" in result.output


def test_a_wrong_password(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with sinks.running(sinks.Sink(), tls=sinks.certificate(authority, "127.0.0.1"), password=sinks.RIGHT) as smtp:
        set_wrong = dataclasses.replace(smtp, ca=str(tmp_path / "ca.pem"), user="studyhub", password=sinks.WRONG)
        use_mail_server(app, monkeypatch, set_wrong)
        result = mail_test(app)

    assert result.exit_code == 1
    assert "STUDYHUB_SMTP_PASSWORD" in result.output
    assert "hush" not in result.output
