"""Secrets that lie in files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studyhub.config import BadConfiguration, Settings
from studyhub.environment import read_settings
from studyhub.files.secret_files import SECRET_MAX_BYTES, SECRETS

VALUES = {
    "DATABASE_URL": "postgresql://aki:hush@db/hub?sslmode=verify-full",
    "STUDYHUB_SMTP_PASSWORD": "hush, with a space",
    "STUDYHUB_METRICS_TOKEN": "hush-hush-hush-hush",
}
Read = Callable[..., Settings]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads the settings with these variables, mail set up."""
    mail = {"STUDYHUB_SMTP_HOST": "mail.example.com", "STUDYHUB_SMTP_FROM": "studyhub@example.com"}

    def read(**environ: str) -> Settings:
        return read_settings({"STUDYHUB_DATA": str(tmp_path / "data"), **mail, **environ})

    return read


def secret_of(settings: Settings, name: str) -> str | None:
    """The secret that the settings hold for this variable."""
    if name == "DATABASE_URL":
        return settings.database_url.replace("+psycopg", "")
    if name == "STUDYHUB_SMTP_PASSWORD":
        return settings.smtp.password if settings.smtp else None
    return settings.metrics_token


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_read_from_its_file_without_the_line_end(tmp_path: Path, read: Read, name: str, end: str) -> None:
    path = tmp_path / "secret"
    path.write_bytes(f"{VALUES[name]}{end}".encode())

    assert secret_of(read(**{f"{name}_FILE": str(path)}), name) == VALUES[name]


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_and_its_file_together_are_refused(tmp_path: Path, read: Read, name: str) -> None:
    path = tmp_path / "secret"
    path.write_text(VALUES[name])

    with pytest.raises(BadConfiguration) as refused:
        read(**{name: VALUES[name], f"{name}_FILE": str(path)})

    assert str(refused.value) == f"Both {name} and {name}_FILE are set: remove one of them."


@pytest.mark.parametrize("name", SECRETS)
def test_a_file_that_is_away_is_told(tmp_path: Path, read: Read, name: str) -> None:
    with pytest.raises(BadConfiguration) as refused:
        read(**{f"{name}_FILE": f"{tmp_path}/away"})

    assert str(refused.value) == (
        f"{name}_FILE names {tmp_path}/away, which cannot be read (No such file or directory): "
        "correct the path or who may read it."
    )


@pytest.mark.parametrize("held", [b"", b"\n", b"hush\nhush", b"\xff\xfe", b"hush\0", b"x" * SECRET_MAX_BYTES * 2])
def test_a_file_that_holds_no_single_line_is_told_and_not_repeated(tmp_path: Path, read: Read, held: bytes) -> None:
    path = tmp_path / "secret"
    path.write_bytes(held)

    with pytest.raises(BadConfiguration) as refused:
        read(STUDYHUB_SMTP_PASSWORD_FILE=str(path))

    assert str(refused.value) == (
        f"STUDYHUB_SMTP_PASSWORD_FILE names {path}, which does not hold one line of text: write the secret into it."
    )


def test_a_file_that_is_named_by_nothing_is_none(read: Read) -> None:
    settings = read(DATABASE_URL_FILE="", STUDYHUB_METRICS_TOKEN_FILE="")

    assert (settings.embedded_database is None, settings.metrics_token) == (False, None)
