import re
from pathlib import Path

import pytest

from studyhub.config import ROOT, BadConfiguration
from studyhub.environment import read_settings
from studyhub.files.secret_files import SECRETS, SUFFIX
from studyhub.smtp import Smtp, SmtpSecurity
from studyhub.tooling.configuration import CONFIGURATION

MAIL = {"STUDYHUB_SMTP_HOST": "mail.example.com", "STUDYHUB_SMTP_FROM": "studyhub@example.com"}

REFUSALS = [
    ({"PORT": "http"}, "PORT must be a number from 0 to 65535, not 'http'."),
    ({"PORT": "65536"}, "PORT must be a number from 0 to 65535, not '65536'."),
    ({"PORT": "８０００"}, "PORT must be a number from 0 to 65535, not '８０００'."),
    ({"PORT": "9" * 5000}, f"PORT must be a number from 0 to 65535, not '{'9' * 5000}'."),
    (
        {"STUDYHUB_PROXIES": "-1"},
        "STUDYHUB_PROXIES must be the number of reverse proxies in front, from 0 to 10, not '-1'.",
    ),
    ({"DATABASE_URL": "mysql://aki:hush@db/x"}, "DATABASE_URL must look like postgresql://user:password@host/name."),
    ({"DATABASE_URL": "hush"}, "DATABASE_URL must look like postgresql://user:password@host/name."),
    *(
        (
            {"STUDYHUB_URL": text},
            f"STUDYHUB_URL must be an address without a path, such as https://studyhub.example.com, not {text!r}.",
        )
        for text in (
            "studyhub.example.com",
            "ftp://example.com",
            "https://example.com/hub",
            "https://a@example.com",
            "https://example.com:port",
            "https://[::1",
            "https://",
        )
    ),
    *(
        (
            {"STUDYHUB_CLOCK": text},
            f"STUDYHUB_CLOCK must be a time with its zone, such as 2026-12-01T09:00:00+09:00, not {text!r}.",
        )
        for text in ("soon", "2026-12-01T09:00:00", "0001-01-01T00:00:00+09:00")
    ),
    ({**MAIL, "STUDYHUB_SMTP_TLS": "yes"}, "STUDYHUB_SMTP_TLS must be starttls, tls or none, not 'yes'."),
    ({**MAIL, "STUDYHUB_SMTP_PORT": "0"}, "STUDYHUB_SMTP_PORT must be a number from 1 to 65535, not '0'."),
    *(
        (
            {"STUDYHUB_METRICS_TOKEN": text},
            "STUDYHUB_METRICS_TOKEN must be 16 or more letters and digits, without spaces.",
        )
        for text in ("short", "a token with some spaces", "秘密の言葉ですから誰にも教えてはいけません")
    ),
    (
        {"STUDYHUB_SECRET_KEY_FILE": "/nowhere/key"},
        "The secret key /nowhere/key cannot be read (No such file or directory): correct the path or who may read it.",
    ),
    (
        {**MAIL, "STUDYHUB_SMTP_FROM": "studyhub"},
        "STUDYHUB_SMTP_FROM must be the address mail is sent from, such as studyhub@example.com, not 'studyhub'.",
    ),
]


@pytest.mark.parametrize(("environ", "sentence"), REFUSALS)
def test_read_settings_refuses_in_one_sentence(tmp_path: Path, environ: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadConfiguration) as refused:
        read_settings({"STUDYHUB_DATA": str(tmp_path), **environ})

    assert str(refused.value) == sentence


def test_read_settings_with_nothing_set_serves_this_machine(tmp_path: Path) -> None:
    settings = read_settings({"STUDYHUB_DATA": str(tmp_path)})

    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert settings.database_url == f"sqlite:///{tmp_path}/studyhub.db"
    assert (settings.smtp, settings.proxies, settings.clock) == (None, 0, None)


def test_read_settings_prefers_the_command_line(tmp_path: Path) -> None:
    assert read_settings({"STUDYHUB_DATA": str(tmp_path), "PORT": "9000"}, port=9001).port == 9001


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_read_settings_takes_every_spelling_of_postgresql(tmp_path: Path, scheme: str) -> None:
    settings = read_settings({"STUDYHUB_DATA": str(tmp_path), "DATABASE_URL": f"{scheme}://aki:hush@localhost/hub"})

    assert settings.database_url == "postgresql+psycopg://aki:hush@localhost/hub"
    assert settings.embedded_database is None


@pytest.mark.parametrize(("tls", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_smtp_port_follows_its_security(tmp_path: Path, tls: str, port: int) -> None:
    mail = {**MAIL, "STUDYHUB_SMTP_HOST": "localhost", "STUDYHUB_SMTP_TLS": tls}
    settings = read_settings({"STUDYHUB_DATA": str(tmp_path), **mail})

    assert settings.smtp == Smtp("localhost", port, SmtpSecurity(tls), None, None, "studyhub@example.com")


@pytest.mark.parametrize("host", ["mail.example.com", "10.0.0.1", "localhost.example.com", "127.0.0.1.example.com"])
def test_mail_in_clear_text_leaves_this_machine_only_when_told(tmp_path: Path, host: str) -> None:
    told = {"STUDYHUB_DATA": str(tmp_path), **MAIL, "STUDYHUB_SMTP_HOST": host, "STUDYHUB_SMTP_TLS": "none"}

    with pytest.raises(BadConfiguration) as refused:
        read_settings(told)

    assert "STUDYHUB_SMTP_CLEAR_TEXT=allowed" in str(refused.value)
    assert read_settings({**told, "STUDYHUB_SMTP_CLEAR_TEXT": "allowed"}).smtp is not None


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "[::1]", "127.1.2.3"])
def test_mail_in_clear_text_is_fine_on_this_machine(tmp_path: Path, host: str) -> None:
    mail = {**MAIL, "STUDYHUB_SMTP_HOST": host, "STUDYHUB_SMTP_TLS": "none"}

    assert read_settings({"STUDYHUB_DATA": str(tmp_path), **mail}).smtp is not None


@pytest.mark.parametrize("text", [None, "", "no certificate"])
def test_a_file_of_an_authority_that_is_none_is_refused(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "ca.pem"
    if text is not None:
        path.write_text(text)

    with pytest.raises(BadConfiguration, match=r"STUDYHUB_SMTP_CA must name a file of certificates \(PEM\)"):
        read_settings({"STUDYHUB_DATA": str(tmp_path / "data"), **MAIL, "STUDYHUB_SMTP_CA": str(path)})


OVER_TLS = [
    "postgresql://aki:hush@db.example.com/hub?sslmode=verify-ca&sslrootcert=/etc/ca.pem",
    "postgresql://aki:hush@db.example.com/hub?sslmode=verify-full&sslrootcert=/etc/ca.pem",
]
ON_THIS_MACHINE = [
    "postgresql://aki:hush@localhost/hub",
    "postgresql://aki:hush@[::1]:5433/hub",
    "postgresql:///hub",
    "postgresql:///hub?host=/var/run/postgresql",
]
IN_CLEAR_TEXT = [
    "postgresql://aki:hush@db.example.com/hub",
    "postgresql://aki:hush@db.example.com/hub?sslmode=prefer",
    "postgresql:///hub?host=db.example.com",
    "postgresql:///hub?host=localhost,db.example.com",
    "postgresql:///hub?host=localhost&host=db.example.com",
    "postgresql://localhost/hub?hostaddr=192.0.2.7",
]
# Encrypted for whoever answers.
OVER_TLS_TO_ANYBODY = ["postgresql://aki:hush@db.example.com/hub?sslmode=require"]


@pytest.mark.parametrize("url", [*OVER_TLS, *ON_THIS_MACHINE])
def test_a_database_over_tls_or_on_this_machine_is_fine(tmp_path: Path, url: str) -> None:
    assert read_settings({"STUDYHUB_DATA": str(tmp_path), "DATABASE_URL": url}).embedded_database is None


@pytest.mark.parametrize("url", [*IN_CLEAR_TEXT, *OVER_TLS_TO_ANYBODY])
def test_a_database_is_reached_without_its_certificate_only_when_told(tmp_path: Path, url: str) -> None:
    told = {"STUDYHUB_DATA": str(tmp_path), "DATABASE_URL": url}

    with pytest.raises(BadConfiguration) as refused:
        read_settings(told)

    assert "STUDYHUB_DATABASE_CLEAR_TEXT=allowed" in str(refused.value)
    assert "hush" not in str(refused.value)
    assert read_settings({**told, "STUDYHUB_DATABASE_CLEAR_TEXT": "allowed"}).embedded_database is None


def test_the_way_that_libpq_is_told_counts(tmp_path: Path) -> None:
    told = {"STUDYHUB_DATA": str(tmp_path), "DATABASE_URL": "postgresql://aki:hush@db.example.com/hub"}

    assert read_settings({**told, "PGSSLMODE": "verify-full"}).embedded_database is None
    with pytest.raises(BadConfiguration):
        read_settings({**told, "DATABASE_URL": "postgresql:///hub", "PGHOST": "db.example.com"})


def test_settings_show_no_secret(tmp_path: Path) -> None:
    database = "postgresql://aki:hush@db/hub?sslmode=verify-full"
    settings = read_settings(
        {"STUDYHUB_DATA": str(tmp_path), **MAIL, "STUDYHUB_SMTP_PASSWORD": "hush", "DATABASE_URL": database}
    )

    assert "hush" not in repr(settings)
    assert settings.secret_key not in repr(settings)


def test_secret_key_stays_the_same(tmp_path: Path) -> None:
    first = read_settings({"STUDYHUB_DATA": str(tmp_path)})

    assert read_settings({"STUDYHUB_DATA": str(tmp_path)}).secret_key == first.secret_key
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_secret_key_is_read_from_the_file_that_is_named(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(f"{'k' * 40}\n")
    data = tmp_path / "data"

    settings = read_settings({"STUDYHUB_DATA": str(data), "STUDYHUB_SECRET_KEY_FILE": str(key)})

    assert settings.secret_key == "k" * 40
    assert list(data.iterdir()) == []


def test_secret_key_that_was_cut_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("short")

    with pytest.raises(BadConfiguration):
        read_settings({"STUDYHUB_DATA": str(tmp_path)})


@pytest.mark.parametrize(
    ("url", "name", "secure"),
    [("https://studyhub.example.com", "__Host-studyhub", True), ("http://studyhub.example.com", "studyhub", False)],
)
def test_cookies_are_bound_to_https_only_when_people_use_it(tmp_path: Path, url: str, name: str, secure: bool) -> None:
    config = read_settings({"STUDYHUB_DATA": str(tmp_path), "STUDYHUB_URL": url}).flask_config()

    assert (config["SESSION_COOKIE_NAME"], config["SESSION_COOKIE_SECURE"]) == (name, secure)
    assert config["TRUSTED_HOSTS"] == ["127.0.0.1", "[::1]", "localhost", "studyhub.example.com"]


def test_configuration_names_every_variable_that_is_read() -> None:
    source = "".join(
        (ROOT / "studyhub" / name).read_text()
        for name in ("environment.py", "database_address.py", "files/key_files.py", "smtp.py")
    )
    read = set(re.findall(r'environ\.get\("(\w+)"\)', source)) | {name + SUFFIX for name in SECRETS}

    assert {name for row in CONFIGURATION for name in re.findall(r"[A-Z][A-Z_]+", row.name)} == read


def test_a_service_for_books_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="STUDYHUB_BOOK_SERVICES: 'amazon' is no service"):
        read_settings({"STUDYHUB_DATA": str(tmp_path), "STUDYHUB_BOOK_SERVICES": "amazon"})


def test_a_host_of_ones_own_network_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="STUDYHUB_INTERNAL_HOSTS: 'chat/hooks' is no host"):
        read_settings({"STUDYHUB_DATA": str(tmp_path), "STUDYHUB_INTERNAL_HOSTS": "chat/hooks"})
