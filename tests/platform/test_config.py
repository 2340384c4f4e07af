import re
from pathlib import Path

import pytest

from studyhub.config import CONFIGURATION, ROOT, BadConfiguration, read_settings
from studyhub.secret_files import SECRETS, SUFFIX
from studyhub.smtp import Smtp, SmtpSecurity

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
    settings = read_settings({"STUDYHUB_DATA": str(tmp_path), **MAIL, "STUDYHUB_SMTP_TLS": tls})

    assert settings.smtp == Smtp("mail.example.com", port, SmtpSecurity(tls), None, None, "studyhub@example.com")


def test_settings_show_no_secret(tmp_path: Path) -> None:
    database = "postgresql://aki:hush@db/hub"
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
    source = "".join((ROOT / "studyhub" / name).read_text() for name in ("config.py", "smtp.py"))
    read = set(re.findall(r'environ\.get\("(\w+)"\)', source)) | {name + SUFFIX for name in SECRETS}

    assert {name for row in CONFIGURATION for name in re.findall(r"[A-Z][A-Z_]+", row.name)} == read
